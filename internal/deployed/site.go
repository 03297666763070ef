package deployed

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/smithy-go"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Site is where an environment is deployed.
type Site struct {
	// AWS is the account that the environment belongs to.
	AWS aws.Config
	// Outputs are those of its stack.
	Outputs map[string]string
	// Where says which account or emulator that is, for people.
	Where string
	// URL is where this machine reaches its API.
	URL string
}

// Find finds a deployed environment: in the emulator that `make up` started,
// given the project's root, or in the account that the caller's credentials are
// for.
func Find(ctx context.Context, root string, env config.Environment) (Site, error) {
	site, reach, err := account(ctx, root, env)
	if err != nil {
		return Site{}, err
	}
	if site.Outputs, err = outputs(ctx, site.AWS, env.StackName()); err != nil {
		return Site{}, notDeployed(env, site, err)
	}
	site.URL = reach(site.Outputs["ApiUrl"])
	return site, nil
}

// notDeployed says that a stack is not there, or that it cannot be read.
func notDeployed(env config.Environment, site Site, err error) error {
	var problem smithy.APIError
	if errors.As(err, &problem) && problem.ErrorCode() == "ValidationError" {
		how := "make deploy ENV=" + env.Name
		if env.Name == "local" {
			how = "make up"
		}
		return fmt.Errorf("%s is not deployed in %s: run `%s`", env.StackName(), site.Where, how)
	}
	return fmt.Errorf("%s cannot be read in %s: %w", env.StackName(), site.Where, err)
}

// account returns the account, and how to reach an API in it.
func account(ctx context.Context, root string, env config.Environment) (Site, func(url string) string, error) {
	if !env.Emulated {
		account, err := Settings(ctx)
		if err == nil {
			err = account.SignIn(ctx)
		}
		return Site{AWS: account.AWS, Where: account.String()}, func(url string) string { return url }, err
	}
	e, err := emulator.Running(project.LocalDir(root))
	if err != nil {
		return Site{}, nil, err
	}
	return Site{AWS: e.Config(), Where: "the emulator at " + e.URL()}, e.API, nil
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
