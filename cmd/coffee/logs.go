package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// lookBack is the age of the oldest lines that logs prints.
const lookBack = 10 * time.Minute

// logs prints new lines of every log group in the emulator, and of the emulator's
// own log, until it is interrupted.
func logs(ctx context.Context, o options) error {
	e, err := runningEmulator(o)
	if err != nil {
		return err
	}
	cfg := e.Config()
	out := &printer{out: os.Stdout}
	go tail(ctx, emulator.Log(project.LocalDir(o.root)), out)
	client := cloudwatchlogs.NewFromConfig(cfg)
	seen := map[string]bool{}
	for since := time.Now().Add(-lookBack); ; {
		if err := poll(ctx, client, since, seen, out); err != nil && ctx.Err() == nil {
			return fmt.Errorf("the emulator stopped answering: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Second):
		}
	}
}

// poll prints the lines of all log groups that it has not printed yet.
func poll(ctx context.Context, client *cloudwatchlogs.Client, since time.Time, seen map[string]bool, out *printer) error {
	groups := cloudwatchlogs.NewDescribeLogGroupsPaginator(client, &cloudwatchlogs.DescribeLogGroupsInput{})
	for groups.HasMorePages() {
		page, err := groups.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, group := range page.LogGroups {
			if err := pollGroup(ctx, client, *group.LogGroupName, since, seen, out); err != nil {
				return err
			}
		}
	}
	return nil
}

func pollGroup(ctx context.Context, client *cloudwatchlogs.Client, group string, since time.Time, seen map[string]bool, out *printer) error {
	lines := cloudwatchlogs.NewFilterLogEventsPaginator(client, &cloudwatchlogs.FilterLogEventsInput{
		LogGroupName: &group, StartTime: new(since.UnixMilli()),
	})
	for lines.HasMorePages() {
		page, err := lines.NextPage(ctx)
		if missing := new(types.ResourceNotFoundException); errors.As(err, &missing) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, line := range page.Events {
			message := aws.ToString(line.Message)
			if id := fmt.Sprint(group, aws.ToString(line.LogStreamName), aws.ToInt64(line.Timestamp), message); !seen[id] {
				seen[id] = true
				out.print(path.Join(path.Base(path.Dir(group)), path.Base(group)), message)
			}
		}
	}
	return nil
}

// tail prints the lines that are appended to a file from now on.
func tail(ctx context.Context, name string, out *printer) {
	file, err := os.Open(name)
	if err != nil {
		return
	}
	defer file.Close()
	_, _ = file.Seek(0, io.SeekEnd)
	reader := bufio.NewReader(file)
	for line := ""; ctx.Err() == nil; {
		part, err := reader.ReadString('\n')
		line += part
		if err != nil {
			time.Sleep(200 * time.Millisecond)
			continue
		}
		out.print("emulator", line)
		line = ""
	}
}

// printer prints whole lines, each after the name of its log.
type printer struct {
	mu  sync.Mutex
	out io.Writer
}

func (p *printer) print(from, line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintf(p.out, "%-45s %s\n", from, strings.TrimRight(line, "\n"))
}
