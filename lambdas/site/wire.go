// Package site is the Lambda function that serves the web pages.
package site

import (
	"embed"
	"io/fs"
	"log/slog"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// dist is what web/ builds to. "all:" includes files that begin with an underscore.
//
//go:embed all:dist
var dist embed.FS

// Wire returns the handler, configured by the function's environment variables.
func Wire(aws.Config, *slog.Logger) (lambdaHandler, error) {
	build, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	s, err := newSite(build, api.Site{
		LiveURL: os.Getenv(envvar.LiveURL),
		SignIn: api.SignIn{
			URL:           os.Getenv(envvar.SignInURL),
			Issuer:        os.Getenv(envvar.TokenIssuer),
			ClientID:      os.Getenv(envvar.StaffClientID),
			DisplayClient: os.Getenv(envvar.DisplayClientID),
		},
	})
	return adapt(s), err
}
