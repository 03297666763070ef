package emulator

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/serverless-coffee/coffeeshop/internal/environ"
)

// URL returns the endpoint of all services.
func (e *Emulator) URL() string { return fmt.Sprintf("http://127.0.0.1:%d", e.Port) }

// API returns the URL under which this machine reaches an HTTP API, given the URL in
// a stack's output, whose host name does not resolve everywhere. The $ of the stage
// $default is escaped, since make and shells would expand it.
func (e *Emulator) API(url string) string { return APIAt(e.URL(), url) }

// APIAt is Emulator.API for the emulator at an endpoint.
func APIAt(endpoint, url string) string { return endpoint + executeAPI(url) + "/%24default" }

// Live returns the URL under which this machine reaches a WebSocket API, given the URL
// in a stack's output, which ends with the stage's name.
func (e *Emulator) Live(url string) string { return LiveAt(e.URL(), url) }

// LiveAt is Emulator.Live for the emulator at an endpoint.
func LiveAt(endpoint, url string) string {
	return strings.Replace(endpoint, "http", "ws", 1) + executeAPI(url) + "/" + path.Base(url)
}

// executeAPI returns the path of an API, given its URL.
func executeAPI(url string) string {
	_, host, _ := strings.Cut(url, "//")
	id, _, _ := strings.Cut(host, ".")
	return "/_aws/execute-api/" + id
}

// Env returns the environment variables for a program that uses the emulator. They
// contain nothing of this process's own AWS settings.
func (e *Emulator) Env() []string {
	return append(environ.Local(home(e.dir)),
		"AWS_ENDPOINT_URL="+e.URL(), "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
		"AWS_REGION="+Region, "AWS_DEFAULT_REGION="+Region)
}

// home returns the home directory for programs that use the emulator in dir.
func home(dir string) string { return filepath.Join(dir, "home") }

// Config returns the configuration for AWS clients of the emulator. It ignores the
// user's environment variables and files.
func (e *Emulator) Config() aws.Config { return ConfigFor(e.URL()) }

// ConfigFor returns the configuration for AWS clients of an emulator at url, such as
// MiniStack or moto.
func ConfigFor(url string) aws.Config {
	direct := awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) { t.Proxy = nil })
	return aws.Config{
		BaseEndpoint: &url,
		Region:       Region,
		Credentials:  aws.NewCredentialsCache(credentials.NewStaticCredentialsProvider("test", "test", "")),
		HTTPClient:   bodyReader{direct},
	}
}

// bodyReader hides WriteTo of request bodies from the transport, so that no request
// is sent twice. The SDK closes the body as soon as it has the response; an emulator
// on the same machine can respond before the transport has reached the body's end.
// With WriteTo, the transport treats that as an error and drops the connection and
// the response, so that the SDK retries.
type bodyReader struct{ aws.HTTPClient }

func (b bodyReader) Do(request *http.Request) (*http.Response, error) {
	if request.ContentLength > 0 {
		request.Body = struct{ io.ReadCloser }{request.Body} // without WriteTo
	}
	return b.HTTPClient.Do(request)
}
