package chaos

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// runJanitor runs the janitor once, which leaves nothing for later.
func (d *Drill) runJanitor(ctx context.Context) error {
	out, err := lambda.NewFromConfig(d.Site.AWS).Invoke(ctx, &lambda.InvokeInput{
		FunctionName: &d.janitor, Payload: []byte(`{"detail":{"graceSeconds":0}}`),
	})
	if err == nil && out.FunctionError != nil {
		err = errors.New(string(out.Payload))
	}
	if err != nil {
		return fmt.Errorf("the janitor failed: %w", err)
	}
	return nil
}

func (d *Drill) findJanitor(ctx context.Context) (string, error) {
	out, err := cloudformation.NewFromConfig(d.Site.AWS).DescribeStackResources(ctx, &cloudformation.DescribeStackResourcesInput{StackName: new(d.Env.StackName())})
	if err != nil {
		return "", err
	}
	for _, resource := range out.StackResources {
		if *resource.ResourceType == "AWS::Lambda::Function" && strings.HasPrefix(*resource.LogicalResourceId, "ShopJanitor") {
			return *resource.PhysicalResourceId, nil
		}
	}
	return "", fmt.Errorf("%s has no janitor", d.Env.StackName())
}

// countRepairs counts the lines in the janitor's log that each tell of one repair.
func (d *Drill) countRepairs(ctx context.Context, since time.Time) (repairs int, err error) {
	function, err := lambda.NewFromConfig(d.Site.AWS).GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: &d.janitor})
	if err != nil {
		return 0, err
	}
	pages := cloudwatchlogs.NewFilterLogEventsPaginator(cloudwatchlogs.NewFromConfig(d.Site.AWS), &cloudwatchlogs.FilterLogEventsInput{
		LogGroupName: function.LoggingConfig.LogGroup, StartTime: new(since.UnixMilli()), FilterPattern: new(`"repaired an order"`),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return 0, fmt.Errorf("the janitor's log: %w", err)
		}
		repairs += len(page.Events)
	}
	return repairs, nil
}
