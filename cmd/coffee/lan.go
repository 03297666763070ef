package main

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/lan"
)

// defaultLANPort is the port of lan's proxy.
const defaultLANPort = 8080

// shareOnLAN serves the local shop to the local network, until it is interrupted.
func shareOnLAN(ctx context.Context, o options) error {
	if _, err := runningEmulator(o); err != nil {
		return err
	}
	site, err := localSite(ctx, o)
	if err != nil {
		return err
	}
	addresses, err := lan.Addresses()
	if err != nil {
		return err
	}
	address, others, err := lan.Choose(o.address, addresses)
	if err != nil {
		return err
	}
	siteURL, err := url.Parse(site.URL)
	if err != nil {
		return err
	}
	liveURL, err := url.Parse(site.LiveURL)
	if err != nil {
		return err
	}
	listener, err := lan.Listen(netip.AddrPortFrom(address, uint16(cmp.Or(o.port, defaultLANPort))))
	if err != nil {
		return err
	}
	host := listener.Addr().String()
	printShared(host, others)
	go showCodes(ctx, o.root, site, "http://"+host+"/")
	return lan.Serve(ctx, listener, lan.New(lan.Shop{Site: siteURL, Live: liveURL}, host))
}

func printShared(host string, others []netip.Addr) {
	fmt.Printf(`Devices in this machine's network reach the shop at http://%s/ until you press Ctrl-C.
They reach its pages, its API and its live updates, and nothing else in the emulator.
`, host)
	if len(others) > 0 {
		names := make([]string, len(others))
		for i, other := range others {
			names[i] = "ADDRESS=" + other.String()
		}
		fmt.Printf("This machine has other addresses too: %s.\n", strings.Join(names, ", "))
	}
	fmt.Print(`Staff sign in on this machine only, at the addresses that make up prints: browsers allow it over HTTPS or on the machine itself.
If a phone cannot connect, check that it is in the same network and that this machine's firewall allows the port.
`)
}

// showCodes prints each QR code of the shop when it becomes the current one.
func showCodes(ctx context.Context, root string, site deployed.Site, customers string) {
	last, failure := "", ""
	for ctx.Err() == nil {
		code, err := currentCode(ctx, root, site)
		wait := time.Until(code.ExpiresAt) + time.Second
		switch {
		case err != nil:
			wait = 10 * time.Second
			if err.Error() != failure && ctx.Err() == nil {
				failure = err.Error()
				fmt.Printf("\nThe QR code cannot be read, and is tried again every %v: %v\n", wait, err)
			}
		case code.Code != last:
			last, failure = code.Code, ""
			printCode(customers, code)
		}
		select {
		case <-ctx.Done():
		case <-time.After(max(wait, time.Second)):
		}
	}
}

// currentCode reads the current QR code as the display does.
func currentCode(ctx context.Context, root string, site deployed.Site) (api.QRCode, error) {
	tokens, err := signInLocally(ctx, root, site.AWS, site.Outputs, coffee.GroupDisplay)
	if err != nil {
		return api.QRCode{}, err
	}
	return client.New(site.URL, nil).As(tokens.Access).Code(ctx)
}

func printCode(customers string, code api.QRCode) {
	fmt.Println()
	lan.PrintQR(os.Stdout, customers+"#"+code.Code, term.IsTerminal(int(os.Stdout.Fd())))
	fmt.Printf("%s#%s\n%d drinks are left on this QR code. The next one follows at %s.\n",
		customers, code.Code, code.Remaining, code.ExpiresAt.Local().Format("15:04:05"))
}
