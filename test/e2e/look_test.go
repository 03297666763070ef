package e2e

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// executions lists the names of this run's executions in a status, or of all of them for
// "".
func (s *stack) executions(ctx context.Context, status sfntypes.ExecutionStatus) ([]string, error) {
	pages := sfn.NewListExecutionsPaginator(s.Executions, &sfn.ListExecutionsInput{
		StateMachineArn: new(s.Outputs["StateMachineArn"]), StatusFilter: status, MaxResults: 1000,
	})
	var names []string
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, execution := range page.Executions {
			if !execution.StartDate.After(s.since) {
				return names, nil // the others are older
			}
			names = append(names, *execution.Name)
		}
	}
	return names, nil
}

// seats lists the orders that have a reserved seat. It is empty with ListExecutions.
func (s *stack) seats(ctx context.Context) ([]string, error) {
	item, err := s.counter(ctx, schema.SeatsID)
	if err != nil {
		return nil, err
	}
	seats, _ := item[schema.SeatsAttribute].(*ddb.AttributeValueMemberSS)
	if seats == nil {
		return nil, nil
	}
	return seats.Value, nil
}

// counter reads an item of the counter table.
func (s *stack) counter(ctx context.Context, id string) (map[string]ddb.AttributeValue, error) {
	out, err := s.Tables.GetItem(ctx, &dynamodb.GetItemInput{
		TableName:      new(s.Outputs["CounterTable"]),
		Key:            map[string]ddb.AttributeValue{"id": &ddb.AttributeValueMemberS{Value: id}},
		ConsistentRead: new(true),
	})
	if err != nil {
		return nil, err
	}
	return out.Item, nil
}

// allLogs returns the log groups of an emulator.
func allLogs(ctx context.Context, cfg aws.Config) ([]string, error) {
	found, err := cloudwatchlogs.NewFromConfig(cfg).DescribeLogGroups(ctx, nil)
	if err != nil {
		return nil, err
	}
	groups := make([]string, len(found.LogGroups))
	for i, group := range found.LogGroups {
		groups[i] = *group.LogGroupName
	}
	return groups, nil
}

// searchLogs returns an error if a log has one of the secrets, from a time on. It prints
// the number of lines that it read.
func searchLogs(ctx context.Context, cfg aws.Config, groups []string, since time.Time, all secrets) error {
	pairs, lines := make([]string, 0, 2*len(all)), 0
	for secret := range all {
		pairs = append(pairs, secret, "")
	}
	without := strings.NewReplacer(pairs...) // finds any of them in one pass
	leaks := map[string]string{}
	for _, group := range groups {
		err := deployed.EachLine(ctx, cloudwatchlogs.NewFromConfig(cfg), group, since, func(line string) {
			lines++
			if without.Replace(line) != line {
				leaks[group] = line
			}
		})
		if err != nil {
			return err
		}
	}
	fmt.Printf("%d lines of logs searched for %s\n", lines, all.count())
	for _, group := range slices.Sorted(maps.Keys(leaks)) {
		return fmt.Errorf("the log %s has %s: %s", group, strings.Join(all.leaked(leaks[group]), ", "), leaks[group])
	}
	return nil
}
