package deployed

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/smithy-go"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Site is a deployed environment.
type Site struct {
	// AWS configures clients of its account.
	AWS aws.Config
	// Outputs are the outputs of its stack.
	Outputs map[string]string
	// Where describes the account or emulator, for messages.
	Where string
	// URL is the base URL of its API, LiveURL that of its live updates, as this
	// machine reaches them.
	URL, LiveURL string
}

// Find finds a deployed environment: in the emulator that `make up` started in the
// project's root, or in the account of the user's AWS settings. The error says how to
// deploy an environment that is not there.
func Find(ctx context.Context, root string, env config.Environment) (Site, error) {
	site, endpoint, err := account(ctx, root, env)
	if err != nil {
		return Site{}, err
	}
	if site.Outputs, err = outputs(ctx, site.AWS, env.StackName()); err != nil {
		return Site{}, stackError(env, site, err)
	}
	site.URL, site.LiveURL = site.Outputs["ApiUrl"], site.Outputs["LiveUrl"]
	if endpoint != "" {
		site.URL, site.LiveURL = emulator.APIAt(endpoint, site.URL), emulator.LiveAt(endpoint, site.LiveURL)
	}
	return site, nil
}

// stackError returns the error for a stack that does not exist or cannot be read.
func stackError(env config.Environment, site Site, err error) error {
	var problem smithy.APIError
	if errors.As(err, &problem) && problem.ErrorCode() == "ValidationError" {
		command := "make deploy ENV=" + env.Name
		if env.Name == "local" {
			command = "make up"
		}
		return fmt.Errorf("%s is not deployed in %s: run `%s`", env.StackName(), site.Where, command)
	}
	return fmt.Errorf("cannot read the stack %s in %s: %w", env.StackName(), site.Where, err)
}

// account returns the environment's account without the stack, and the endpoint of an
// emulator, empty on AWS.
func account(ctx context.Context, root string, env config.Environment) (site Site, endpoint string, err error) {
	if !env.Emulated {
		account, err := LoadAccount(ctx)
		if err == nil {
			err = account.SignIn(ctx)
		}
		if account.Elsewhere() {
			account.AWS.HTTPClient = emulator.ConfigFor(account.Endpoint).HTTPClient
			endpoint = strings.TrimSuffix(account.Endpoint, "/")
		}
		return Site{AWS: account.AWS, Where: account.String()}, endpoint, err
	}
	e, err := emulator.Running(project.LocalDir(root))
	if err != nil {
		return Site{}, "", err
	}
	return Site{AWS: e.Config(), Where: "the emulator at " + e.URL()}, e.URL(), nil
}

func outputs(ctx context.Context, cfg aws.Config, stack string) (map[string]string, error) {
	out, err := cloudformation.NewFromConfig(cfg).DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &stack})
	if err != nil {
		return nil, err
	}
	outputs := map[string]string{}
	for _, output := range out.Stacks[0].Outputs {
		outputs[*output.OutputKey] = *output.OutputValue
	}
	return outputs, nil
}
