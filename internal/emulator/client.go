package emulator

import (
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/serverless-coffee/coffeeshop/internal/environ"
)

// URL is the endpoint of all its services.
func (e *Emulator) URL() string { return fmt.Sprintf("http://127.0.0.1:%d", e.Port) }

// API is where this machine reaches an HTTP API whose URL a stack has as an
// output. The name of the host in that does not resolve everywhere. The stage
// $default is written without its $, which make and shells would take for a
// variable.
func (e *Emulator) API(url string) string {
	_, host, _ := strings.Cut(url, "//")
	id, _, _ := strings.Cut(host, ".")
	return e.URL() + "/_aws/execute-api/" + id + "/%24default"
}

// Env is the environment for a program that talks to the emulator, and to
// nobody else.
func (e *Emulator) Env() []string {
	return append(environ.Local(home(e.dir)),
		"AWS_ENDPOINT_URL="+e.URL(), "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
		"AWS_REGION="+Region, "AWS_DEFAULT_REGION="+Region)
}

// home is the home of programs that talk to an emulator with its state in dir.
func home(dir string) string { return filepath.Join(dir, "home") }

// Config is what an AWS client needs to know to talk to the emulator. Nothing of
// it comes from the variables and files of the person.
func (e *Emulator) Config() aws.Config { return ConfigFor(e.URL()) }

// ConfigFor returns the Config for an emulator at url, MiniStack or another.
func ConfigFor(url string) aws.Config {
	direct := awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) { t.Proxy = nil })
	return aws.Config{
		BaseEndpoint: &url,
		Region:       Region,
		Credentials:  aws.NewCredentialsCache(credentials.NewStaticCredentialsProvider("test", "test", "")),
		HTTPClient:   patient{direct},
	}
}

// patient lets the transport read a request's body to its end. The SDK closes
// the body as soon as the response is there, which in an emulator next door is
// before the transport has seen the end; through WriteTo the transport takes
// that for an error, drops the connection with the response in it, and the SDK
// sends the request a second time.
type patient struct{ aws.HTTPClient }

func (p patient) Do(request *http.Request) (*http.Response, error) {
	if request.ContentLength > 0 {
		request.Body = struct{ io.ReadCloser }{request.Body} // without WriteTo
	}
	return p.HTTPClient.Do(request)
}
