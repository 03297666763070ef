package deployed

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
)

// maxLines is the most lines in an answer of CloudWatch Logs (FilterLogEvents in its API
// reference).
const maxLines = 10_000

// EachLine calls each with every line of a log group from a time on. The zero time is the
// beginning of the log.
func EachLine(ctx context.Context, logs *cloudwatchlogs.Client, group string, since time.Time, each func(string)) error {
	from := max(0, since.UnixMilli())
	for {
		last, err := linesFrom(ctx, logs, group, from, each)
		if err != nil || last == from {
			return err
		}
		from = last
	}
}

// linesFrom calls each with the lines of a log group from a time on, in milliseconds since
// the epoch. The emulator cuts a longer answer off, and does not say where it continues:
// then linesFrom leaves out the lines of the last millisecond and returns that time.
// Otherwise it returns from.
func linesFrom(ctx context.Context, logs *cloudwatchlogs.Client, group string, from int64, each func(string)) (int64, error) {
	pages := cloudwatchlogs.NewFilterLogEventsPaginator(logs, &cloudwatchlogs.FilterLogEventsInput{LogGroupName: &group, StartTime: &from})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return 0, fmt.Errorf("the log %s: %w", group, err)
		}
		lines, next := page.Events, from
		if !pages.HasMorePages() && len(lines) == maxLines {
			lines, next = cutOff(lines)
			if next == from {
				return 0, fmt.Errorf("the log %s has more than %d lines of one millisecond", group, maxLines)
			}
		}
		for _, line := range lines {
			each(aws.ToString(line.Message))
		}
		if next != from {
			return next, nil
		}
	}
	return from, nil
}

// cutOff returns the lines without those of the last millisecond, and that time.
func cutOff(lines []types.FilteredLogEvent) ([]types.FilteredLogEvent, int64) {
	last := aws.ToInt64(lines[len(lines)-1].Timestamp)
	n := len(lines)
	for n > 0 && aws.ToInt64(lines[n-1].Timestamp) == last {
		n--
	}
	return lines[:n], last
}
