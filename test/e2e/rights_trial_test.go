package e2e

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// trial is the testing.TB of a check that may fail without failing the test.
type trial struct {
	testing.TB
	ctx context.Context

	mu       sync.Mutex
	failures []error
	cleanups []func()
}

func (t *trial) Context() context.Context          { return t.ctx }
func (t *trial) Error(args ...any)                 { t.note(fmt.Sprint(args...)) }
func (t *trial) Errorf(format string, args ...any) { t.note(fmt.Sprintf(format, args...)) }
func (t *trial) Fail()                             { t.note("failed") }
func (t *trial) Fatal(args ...any)                 { t.Error(args...); runtime.Goexit() }
func (t *trial) FailNow()                          { t.Fatal("failed") }

func (t *trial) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	runtime.Goexit()
}

func (t *trial) Cleanup(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cleanups = append(t.cleanups, f)
}

func (t *trial) Failed() bool { return t.err() != nil }

func (t *trial) note(problem string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.failures = append(t.failures, errors.New(problem))
}

func (t *trial) err() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return errors.Join(t.failures...)
}

// attempt runs a check for at most a time, and returns how it failed. The orders that the
// check leaves behind are not checked, but stopped.
func (c *counter) attempt(ctx context.Context, most time.Duration, check func(*counter)) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	t := &trial{TB: c.t, ctx: ctx}
	tried := *c
	tried.shop = &shop{stack: c.stack, t: t, ctx: ctx}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			for _, clean := range slices.Backward(t.cleanups) {
				clean()
			}
		}()
		check(&tried)
	}()
	<-done
	return t.err()
}

// tidy stops all orders and undoes what else a check that failed may have left.
func (c *counter) tidy() {
	c.t.Helper()
	c.must(c.stopAll(c.ctx))
	c.must(c.Configure(c.ctx, openDoors))
	_, err := c.Tables.DeleteItem(c.ctx, &dynamodb.DeleteItemInput{TableName: new(c.Outputs["CounterTable"]), Key: counterKey(schema.SeatsID)})
	c.must(err)
}

// stopAll stops all executions of a shop.
func (s *stack) stopAll(ctx context.Context) error {
	running, err := s.executions(ctx, "RUNNING")
	for _, id := range running {
		if _, stopped := s.Executions.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: new(s.ExecutionARN(id))}); stopped != nil {
			err = errors.Join(err, stopped)
		}
	}
	return err
}
