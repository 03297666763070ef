package chaos

import (
	"maps"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/emulator"
)

// Injector is an HTTP server between a shop's functions and the emulator. It passes
// their requests on, and injects the current fault. It also answers the emulator's
// questions about deliveries and invocations, see internal/emulator/faults.py.
type Injector struct {
	// URL is where the server listens.
	URL string

	server *http.Server

	mu       sync.Mutex
	proxy    *httputil.ReverseProxy // nil until the emulator runs
	fault    Fault
	began    time.Time
	injected map[Kind]int
	active   time.Time // when an invocation last began
}

// NewInjector starts an Injector without a fault, on a free port of 127.0.0.1. Call
// Close when done.
func NewInjector() (*Injector, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	i := &Injector{URL: "http://" + listener.Addr().String(), injected: map[Kind]int{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /faults/{about}", i.decide)
	mux.HandleFunc("/", i.forward)
	i.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = i.server.Serve(listener) }()
	return i, nil
}

// Option makes an emulator inject faults, into the stacks of the environments local-faults
// and local-faults-seats. Call Target once it runs.
func (i *Injector) Option() emulator.Option { return emulator.Faults(i.URL, "CoffeeShop-local-faults") }

// Target sets the URL of the emulator.
func (i *Injector) Target(emulator string) error {
	target, err := url.Parse(emulator)
	if err != nil {
		return err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.proxy = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // which the request's signature covers
		},
		Transport:      &http.Transport{MaxIdleConnsPerHost: 100, DisableCompression: true},
		ModifyResponse: i.loseAnswer,
		ErrorHandler:   func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	return nil
}

// Begin makes fault the current one, and counts from zero.
func (i *Injector) Begin(fault Fault) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.fault, i.began, i.injected = fault, time.Now(), map[Kind]int{}
}

// End ends the current fault, and returns how often each kind was injected.
func (i *Injector) End() map[Kind]int {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.fault = Fault{}
	return maps.Clone(i.injected)
}

// Idle returns how long no invocation has begun.
func (i *Injector) Idle() time.Duration {
	i.mu.Lock()
	defer i.mu.Unlock()
	return time.Since(i.active)
}

// Close stops the server.
func (i *Injector) Close() error { return i.server.Close() }

// count adds n injected faults of a kind. The caller holds the lock.
func (i *Injector) count(kind Kind, n int) { i.injected[kind] += n }
