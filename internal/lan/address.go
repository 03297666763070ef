package lan

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Addresses returns the IPv4 addresses of the machine's interfaces that are up,
// without loopback and tunnels. The one that the machine uses for other networks comes
// first, because phones are usually on that network.
func Addresses() ([]netip.Addr, error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("cannot list this machine's network interfaces: %w", err)
	}
	var found []netip.Addr
	for _, i := range interfaces {
		if i.Flags&net.FlagUp == 0 || i.Flags&(net.FlagLoopback|net.FlagPointToPoint) != 0 {
			continue
		}
		addresses, err := i.Addrs()
		if err != nil {
			return nil, fmt.Errorf("cannot list the addresses of %s: %w", i.Name, err)
		}
		found = append(found, ipv4(addresses)...)
	}
	return first(outgoing(), found), nil
}

func ipv4(addresses []net.Addr) (found []netip.Addr) {
	for _, address := range addresses {
		if prefix, err := netip.ParsePrefix(address.String()); err == nil && prefix.Addr().Is4() {
			found = append(found, prefix.Addr())
		}
	}
	return found
}

// outgoing returns the address from which the machine would send to another network.
// It sends nothing: connecting a UDP socket only chooses a route. The result is
// invalid if there is no route.
func outgoing() netip.Addr {
	conn, err := net.Dial("udp4", "198.51.100.1:9") // reserved for documentation
	if err != nil {
		return netip.Addr{}
	}
	defer conn.Close()
	return conn.LocalAddr().(*net.UDPAddr).AddrPort().Addr()
}

// first returns the addresses with the wanted one, if it is among them, at the front.
func first(wanted netip.Addr, addresses []netip.Addr) []netip.Addr {
	if i := slices.Index(addresses, wanted); i > 0 {
		addresses = append([]netip.Addr{wanted}, slices.Delete(addresses, i, i+1)...)
	}
	return addresses
}

// Choose chooses the address to listen on, of those that the machine has: the wanted
// one, or the first private one if wanted is empty. Loopback may be wanted too. It also
// returns the other private addresses.
func Choose(wanted string, have []netip.Addr) (netip.Addr, []netip.Addr, error) {
	private := slices.DeleteFunc(slices.Clone(have), func(a netip.Addr) bool { return !a.IsPrivate() })
	if wanted != "" {
		address, err := netip.ParseAddr(wanted)
		if err != nil || !address.Is4() || !address.IsLoopback() && !slices.Contains(have, address) {
			return netip.Addr{}, nil, fmt.Errorf("ADDRESS=%s is not an IPv4 address of this machine%s", wanted, options(have))
		}
		return address, slices.DeleteFunc(private, func(a netip.Addr) bool { return a == address }), nil
	}
	if len(private) == 0 {
		if len(have) == 0 {
			return netip.Addr{}, nil, errors.New("this machine is in no network: connect it to the phones' network first")
		}
		return netip.Addr{}, nil, fmt.Errorf("this machine has no private IPv4 address%s", options(have))
	}
	return private[0], private[1:], nil
}

// options returns advice on which ADDRESS to choose, empty if the machine has none.
func options(have []netip.Addr) string {
	if len(have) == 0 {
		return ""
	}
	names := make([]string, len(have))
	for i, address := range have {
		names[i] = "ADDRESS=" + address.String()
	}
	return ": choose " + strings.Join(names, " or ")
}
