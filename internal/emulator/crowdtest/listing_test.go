package crowdtest

import (
	"context"
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
)

const forever = `{"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 3600, "End": true}}}`

func testLag(t *testing.T, cfg aws.Config) {
	client := sfn.NewFromConfig(cfg)
	machine := newMachine(t, cfg, "forever", forever)
	list := func(ctx context.Context) (names []string, err error) {
		out, err := client.ListExecutions(ctx, &sfn.ListExecutionsInput{StateMachineArn: &machine, StatusFilter: types.ExecutionStatusRunning})
		if err != nil {
			return nil, err
		}
		for _, execution := range out.Executions {
			names = append(names, *execution.Name)
		}
		return names, nil
	}
	start := func(name string) {
		t.Helper()
		_, err := client.StartExecution(t.Context(), &sfn.StartExecutionInput{StateMachineArn: &machine, Name: &name})
		must(t, err)
	}
	waitFor := func(want int) {
		t.Helper()
		eventually(t, func(ctx context.Context) error {
			if names, err := list(ctx); err != nil || len(names) != want {
				return fmt.Errorf("the list is %q, %v, want %d executions", names, err, want)
			}
			return nil
		})
	}
	start("old")
	waitFor(1)
	start("young")
	names, err := list(t.Context())
	must(t, err)
	equal(t, "the list right after the second start", names, []string{"old"})
	waitFor(2)
}
