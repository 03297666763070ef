package meter

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
)

// Invocation is one run of a function.
type Invocation struct {
	Function string
	Billed   time.Duration
	MemoryMB int
}

// logs are those of a stack's functions.
type logs struct {
	client *cloudwatchlogs.Client
	groups map[string]string // the name of a log group, and of its function
	// seen are the invocations that were counted, by their request's id.
	seen map[string]bool
	// since is a time after which all else ended.
	since time.Time
}

// openLogs finds the log groups of a stack.
func openLogs(ctx context.Context, cfg aws.Config, stack string) (*logs, error) {
	l := &logs{client: cloudwatchlogs.NewFromConfig(cfg), groups: map[string]string{}, seen: map[string]bool{}}
	pages := cloudformation.NewListStackResourcesPaginator(cloudformation.NewFromConfig(cfg),
		&cloudformation.ListStackResourcesInput{StackName: &stack})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, resource := range page.StackResourceSummaries {
			if *resource.ResourceType == "AWS::Logs::LogGroup" {
				l.groups[*resource.PhysicalResourceId] = functionOf(*resource.LogicalResourceId)
			}
		}
	}
	return l, nil
}

// hash is what the CDK adds to the ids that it makes of a construct's path.
var hash = regexp.MustCompile(`[0-9A-F]{8}$`)

// functionOf is the name of the function whose log has that logical id: customer
// for ShopCustomerLog0A1B2C3D.
func functionOf(logID string) string {
	name := strings.TrimSuffix(hash.ReplaceAllString(logID, ""), "Log")
	return strings.ToLower(strings.TrimPrefix(name, "Shop"))
}

// report is the line with which an invocation ends.
var report = regexp.MustCompile(`^REPORT RequestId: (\S+)\s.*Billed Duration: (\d+) ms\s+Memory Size: (\d+) MB`)

func readReport(line, function string) (id string, i Invocation, ok bool) {
	parts := report.FindStringSubmatch(line)
	if parts == nil {
		return "", Invocation{}, false
	}
	billed, _ := strconv.Atoi(parts[2])
	memory, _ := strconv.Atoi(parts[3])
	return parts[1], Invocation{function, time.Duration(billed) * time.Millisecond, memory}, true
}

// fresh returns the invocations that ended and were not counted yet.
func (l *logs) fresh(ctx context.Context) (map[string]Invocation, error) {
	found := map[string]Invocation{}
	for group, function := range l.groups {
		pages := cloudwatchlogs.NewFilterLogEventsPaginator(l.client, &cloudwatchlogs.FilterLogEventsInput{
			LogGroupName: &group, StartTime: new(l.since.UnixMilli()),
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return nil, err
			}
			for _, line := range page.Events {
				if id, invocation, ok := readReport(aws.ToString(line.Message), function); ok && !l.seen[id] {
					found[id] = invocation
				}
			}
		}
	}
	return found, nil
}

// count counts the invocations that ended until now, so that they are not fresh
// any more.
func (l *logs) count(ctx context.Context) error {
	at := time.Now()
	ended, err := l.fresh(ctx)
	for id := range ended {
		l.seen[id] = true
	}
	l.since = at.Add(-time.Second) // clocks are one, but lines may be late
	return err
}
