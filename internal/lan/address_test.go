package lan

import (
	"net/netip"
	"strings"
	"testing"
)

func TestChoose(t *testing.T) {
	for name, c := range map[string]struct {
		wanted, have string
		// want is the address and the others, or a part of the error.
		want string
	}{
		"the only one":              {"", "192.168.1.5", "192.168.1.5"},
		"the first of several":      {"", "192.168.1.5 10.0.0.3 172.16.0.9", "192.168.1.5 10.0.0.3 172.16.0.9"},
		"a private before a public": {"", "203.0.113.7 10.0.0.3", "10.0.0.3"},
		"another one":               {"10.0.0.3", "192.168.1.5 10.0.0.3", "10.0.0.3 192.168.1.5"},
		"a public one, on request":  {"203.0.113.7", "203.0.113.7 10.0.0.3", "203.0.113.7 10.0.0.3"},
		"loopback, on request":      {"127.0.0.1", "192.168.1.5", "127.0.0.1 192.168.1.5"},
		"no network":                {"", "", "connect it to the phones' network"},
		"only a public one":         {"", "203.0.113.7", "no private IPv4 address: choose ADDRESS=203.0.113.7"},
		"another machine's":         {"192.168.1.6", "192.168.1.5 10.0.0.3", "ADDRESS=192.168.1.6 is not an IPv4 address of this machine: choose ADDRESS=192.168.1.5 or ADDRESS=10.0.0.3"},
		"every interface":           {"0.0.0.0", "192.168.1.5", "ADDRESS=0.0.0.0 is not"},
		"a name":                    {"laptop.local", "192.168.1.5", "ADDRESS=laptop.local is not"},
		"IPv6":                      {"::1", "192.168.1.5", "ADDRESS=::1 is not"},
	} {
		address, others, err := Choose(c.wanted, parse(c.have))
		got := strings.TrimSpace(address.String() + " " + join(others))
		if err != nil {
			got = err.Error()
		}
		if err == nil && got != c.want || !strings.Contains(got, c.want) {
			t.Errorf("%s: Choose(%q, %s) = %s, want %s", name, c.wanted, c.have, got, c.want)
		}
	}
}

func TestTheAddressInUseForOtherNetworksComesFirst(t *testing.T) {
	have := "10.0.0.3 192.168.1.5 172.17.0.1"
	for wanted, want := range map[string]string{
		"10.0.0.3":    have,
		"192.168.1.5": "192.168.1.5 10.0.0.3 172.17.0.1",
		"172.17.0.1":  "172.17.0.1 10.0.0.3 192.168.1.5",
		"192.168.9.9": have,
	} {
		if got := join(first(netip.MustParseAddr(wanted), parse(have))); got != want {
			t.Errorf("first(%s, %s) = %s, want %s", wanted, have, got, want)
		}
	}
}

func TestAddressesHaveNoLoopback(t *testing.T) {
	addresses, err := Addresses()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses {
		if address.IsLoopback() || !address.Is4() {
			t.Errorf("Addresses() has %s, want IPv4 addresses of networks", address)
		}
	}
}

func TestAPortInUseGetsAdvice(t *testing.T) {
	listener, err := Listen(netip.MustParseAddrPort("127.0.0.1:0"))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if _, err := Listen(netip.MustParseAddrPort(listener.Addr().String())); err == nil || !strings.Contains(err.Error(), "choose another port, such as PORT=") {
		t.Errorf("Listen on a port in use = %v, want advice", err)
	}
}

func parse(text string) (addresses []netip.Addr) {
	for _, address := range strings.Fields(text) {
		addresses = append(addresses, netip.MustParseAddr(address))
	}
	return addresses
}

func join(addresses []netip.Addr) string {
	names := make([]string, len(addresses))
	for i, address := range addresses {
		names[i] = address.String()
	}
	return strings.Join(names, " ")
}
