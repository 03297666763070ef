// Package barista is the Lambda function that serves the baristas' routes.
package barista

import (
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// Wire returns the handler, configured by the function's environment variables.
func Wire(cfg aws.Config, log *slog.Logger) (web.Handler, error) {
	h := &Handler{
		Store:    store.FromEnvironment(cfg),
		Workflow: workflow.FromEnvironment(cfg),
		Bus:      bus.FromEnvironment(cfg),
		Now:      time.Now,
	}
	return h.Serve(web.New(log).AllowMachines(os.Getenv(envvar.MachineClients))), nil
}
