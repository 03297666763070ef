package deployed

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Account is the AWS account of the user's shell.
type Account struct {
	// AWS configures clients of the account's services.
	AWS aws.Config
	// ID is the account's number, Caller the ARN of the signed-in identity. SignIn
	// sets both.
	ID, Caller string
	// Endpoint is a URL that replaces AWS's own endpoints, such as an emulator's. It
	// is empty for AWS itself.
	Endpoint string
}

// LoadAccount loads the user's AWS settings from variables, profile and files, as the
// AWS CLI does. It makes no request.
func LoadAccount(ctx context.Context) (Account, error) {
	cfg, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return Account{}, fmt.Errorf("cannot load this shell's AWS settings: %w", err)
	}
	if cfg.Region == "" {
		return Account{}, errors.New("no AWS region is set: set AWS_REGION, or use a profile with a region")
	}
	return Account{AWS: cfg, Endpoint: aws.ToString(cloudformation.NewFromConfig(cfg).Options().BaseEndpoint)}, nil
}

// SignIn gets the account's ID and caller from STS.
func (a *Account) SignIn(ctx context.Context) error {
	caller, err := sts.NewFromConfig(a.AWS).GetCallerIdentity(ctx, nil)
	if err != nil {
		return fmt.Errorf("this shell is not signed in to AWS (aws sso login, AWS_PROFILE, or keys): %w", err)
	}
	a.ID, a.Caller = aws.ToString(caller.Account), aws.ToString(caller.Arn)
	return nil
}

// Elsewhere reports whether the account's endpoint is not one of AWS, such as an
// emulator's.
func (a Account) Elsewhere() bool {
	at, err := url.Parse(a.Endpoint)
	return a.Endpoint != "" && (err != nil || !strings.HasSuffix(at.Hostname(), ".amazonaws.com"))
}

// String describes the account, for messages.
func (a Account) String() string {
	where := fmt.Sprintf("account %s, %s, as %s", a.ID, a.AWS.Region, a.Caller)
	if profile := os.Getenv("AWS_PROFILE"); profile != "" {
		where += " (AWS_PROFILE=" + profile + ")"
	}
	if a.Elsewhere() {
		where += ", at " + a.Endpoint + ", NOT on AWS"
	}
	return where
}
