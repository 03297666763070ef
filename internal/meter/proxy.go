package meter

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// Proxy stands between the functions and an emulator. It passes on all that they
// ask as it is, signatures included, and shows it to whoever watches.
type Proxy struct {
	// URL is where the functions reach the proxy.
	URL string

	server  *http.Server
	forward *httputil.ReverseProxy

	mu     sync.Mutex
	target *url.URL
	watch  Watch
}

// Sent is a request of a function to a service of AWS.
type Sent struct {
	// Service and Operation are those of its X-Amz-Target, such as DynamoDB and
	// GetItem, or empty where it has none.
	Service, Operation string
	// Key is the access key that it is signed with, another for each function.
	Key string
	// Retry is true where the function's SDK sends it again.
	Retry bool
	Body  []byte
}

// Watch is called with each request before it is passed on. What it returns is
// called with the answer's status, before the function gets the answer.
type Watch func(Sent) (answered func(status int))

// NewProxy starts a Proxy on a free port of loopback, which refuses all requests
// until it has a target.
func NewProxy() (*Proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{URL: "http://" + listener.Addr().String()}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy, transport.DisableCompression = nil, true
	transport.MaxIdleConnsPerHost = transport.MaxIdleConns
	p.forward = &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.URL.Host = "http", p.aim().Host },
		Transport: transport,
		ModifyResponse: func(r *http.Response) error {
			answered(r.Request.Context(), r.StatusCode)
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			answered(r.Context(), http.StatusBadGateway)
			http.Error(w, err.Error(), http.StatusBadGateway)
		},
	}
	p.server = &http.Server{Handler: p}
	go func() { _ = p.server.Serve(listener) }() // until it is closed
	return p, nil
}

// Aim makes a URL the target.
func (p *Proxy) Aim(target string) error {
	to, err := url.Parse(target)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.target = to
	return err
}

func (p *Proxy) aim() *url.URL {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.target
}

// Watch shows the requests from now on to watch, or to nobody if that is nil.
func (p *Proxy) Watch(watch Watch) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watch = watch
}

// Close stops the proxy.
func (p *Proxy) Close() error { return p.server.Close() }

type answeredKey struct{}

func answered(ctx context.Context, status int) {
	if tell, ok := ctx.Value(answeredKey{}).(func(int)); ok {
		tell(status)
	}
}

func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	watch, target := p.watch, p.target
	p.mu.Unlock()
	if target == nil {
		http.Error(w, "the proxy has no target yet", http.StatusBadGateway)
		return
	}
	// Whole, since the transport drops the answer of who answers before it has
	// seen the end of a body that is still on its way.
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // whoever sent it is gone
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if watch != nil {
		if tell := watch(sent(r, body)); tell != nil {
			r = r.WithContext(context.WithValue(r.Context(), answeredKey{}, tell))
		}
	}
	p.forward.ServeHTTP(w, r)
}

// The access key in a signature, and the number of the attempt, as AWS's SDKs
// write them.
var (
	credential = regexp.MustCompile(`Credential=([^/]+)/`)
	attempt    = regexp.MustCompile(`attempt=(\d+)`)
)

func sent(r *http.Request, body []byte) Sent {
	s := Sent{Body: body}
	target, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	s.Service, s.Operation = service(target), operation
	if found := credential.FindStringSubmatch(r.Header.Get("Authorization")); found != nil {
		s.Key = found[1]
	}
	if found := attempt.FindStringSubmatch(r.Header.Get("Amz-Sdk-Request")); found != nil {
		s.Retry = found[1] != "1"
	}
	return s
}

// service is the name of a service without the version of its API.
func service(target string) string {
	name, _, _ := strings.Cut(target, "_")
	switch name {
	case "AWSStepFunctions":
		return StepFunctions
	case "AWSEvents":
		return EventBridge
	default:
		return name
	}
}
