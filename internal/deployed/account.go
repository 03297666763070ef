package deployed

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Account is the AWS account that a person's shell is signed in to.
type Account struct {
	// AWS is what clients of the account's services need to know.
	AWS aws.Config
	// ID is the account's number, Caller the ARN of whoever is signed in.
	ID, Caller string
	// Endpoint is where its services are instead of at AWS, such as an emulator's
	// URL; empty for AWS itself.
	Endpoint string
}

// Settings are what the person's AWS settings say, variables, profile and files,
// as the AWS command line takes them. Who is signed in is not asked yet.
func Settings(ctx context.Context) (Account, error) {
	cfg, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return Account{}, fmt.Errorf("the AWS settings of this shell cannot be read: %w", err)
	}
	if cfg.Region == "" {
		return Account{}, errors.New("no AWS region is set: say which with AWS_REGION, or with a profile that has one")
	}
	return Account{AWS: cfg, Endpoint: aws.ToString(cloudformation.NewFromConfig(cfg).Options().BaseEndpoint)}, nil
}

// SignIn asks the account who is signed in.
func (a *Account) SignIn(ctx context.Context) error {
	caller, err := sts.NewFromConfig(a.AWS).GetCallerIdentity(ctx, nil)
	if err != nil {
		return fmt.Errorf("this shell is not signed in to AWS (aws sso login, AWS_PROFILE, or keys): %w", err)
	}
	a.ID, a.Caller = aws.ToString(caller.Account), aws.ToString(caller.Arn)
	return nil
}

// String says which account, region and place that is.
func (a Account) String() string {
	where := fmt.Sprintf("account %s, %s, as %s", a.ID, a.AWS.Region, a.Caller)
	if profile := os.Getenv("AWS_PROFILE"); profile != "" {
		where += " (AWS_PROFILE=" + profile + ")"
	}
	if a.Endpoint != "" {
		where += ", at " + a.Endpoint + " and NOT at AWS"
	}
	return where
}
