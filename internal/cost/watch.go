package cost

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// A watching customer is connected for watchTime. The count takes less time, since how
// long a connection stays open changes nothing else.
const (
	watchTime = 4 * time.Minute
	// lastMessage is how long after the last message no further one is awaited.
	lastMessage = 3 * time.Second
	// messageUnit is the size of a billed WebSocket message, in bytes.
	messageUnit = 32 << 10
)

// watchers are the pages that follow an order: the customer's phone, a barista's tablet
// and the wall display.
type watchers struct {
	phone, tablet, wall *client.Live
	connected           time.Time
	pages               int // requests for the phone's page
	messages            int // in units, to and from all three
}

// watch loads the customer's page, connects the three pages, and subscribes the tablet
// and the wall display, whose first messages do not count.
func (p Players) watch(ctx context.Context) (w *watchers, err error) {
	w = &watchers{connected: time.Now()}
	if w.pages, err = loadPage(ctx, p.SiteURL); err != nil {
		return nil, err
	}
	for _, page := range []struct {
		live    **client.Live
		channel api.Channel
		token   string
	}{{&w.phone, "", ""}, {&w.tablet, api.BaristaChannel, p.TabletToken}, {&w.wall, api.DisplayChannel, p.WallToken}} {
		if *page.live, err = client.Connect(ctx, p.LiveURL, ""); err != nil {
			return nil, errors.Join(err, w.close())
		}
		if page.channel == "" {
			continue
		}
		if err = subscribe(ctx, *page.live, page.channel, "", page.token); err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	return w, nil
}

// subscribe subscribes to a channel and waits for its snapshot.
func subscribe(ctx context.Context, live *client.Live, channel api.Channel, orderID, token string) error {
	if err := live.Subscribe(ctx, channel, orderID, token); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case update, ok := <-live.Updates():
		if !ok || update.Type == api.Failure {
			return fmt.Errorf("the subscription to %s was refused: %s", channel, update.Text)
		}
		return nil
	}
}

// follow subscribes the phone to its order and to the board.
func (w *watchers) follow(ctx context.Context, ticket api.Ticket) error {
	w.messages += 2 // the phone's requests
	return errors.Join(
		w.phone.Subscribe(ctx, api.OrderChannel, ticket.OrderID, ticket.Secret),
		w.phone.Subscribe(ctx, api.BoardChannel, "", ""))
}

// leave counts the messages, until none has come for a while and the check for idle
// connections is over, and disconnects.
func (w *watchers) leave(ctx context.Context, counted *Live) error {
	checked := time.After(time.Until(w.connected.Add(api.SubscribeWithin + lastMessage)))
	for quiet := false; !quiet; {
		var update client.Update
		ok := true
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), w.close())
		case update, ok = <-w.phone.Updates():
		case update, ok = <-w.tablet.Updates():
		case update, ok = <-w.wall.Updates():
		case <-time.After(lastMessage):
			quiet = true
		}
		if !ok {
			return errors.Join(errors.New("a connection ended while the order was watched"), w.close())
		}
		w.count(update)
	}
	<-checked
	counted.Pages, counted.Messages, counted.Minutes = w.pages, w.messages, watchTime.Minutes()
	return w.close()
}

func (w *watchers) count(update client.Update) { w.messages += units(update) }

// units returns how many messages AWS bills for an update.
func units(update client.Update) int { return (len(update.Text) + messageUnit - 1) / messageUnit }

func (w *watchers) close() error {
	var errs []error
	for _, live := range []*client.Live{w.phone, w.tablet, w.wall} {
		if live != nil {
			errs = append(errs, live.Close())
		}
	}
	return errors.Join(errs...)
}

// files finds the files that a page links to.
var files = regexp.MustCompile(`(?:src|href)="(?:\./)?(assets/[^"]+)"`)

// loadPage gets the customer's page, its files and its configuration, as a browser does
// on the first visit. It returns the number of requests.
func loadPage(ctx context.Context, url string) (requests int, err error) {
	url = strings.TrimSuffix(url, "/")
	page, err := fetch(ctx, url+string(api.CustomerPage))
	if err != nil {
		return 0, err
	}
	paths := []string{string(api.ConfigPath)}
	for _, match := range files.FindAllStringSubmatch(page, -1) {
		paths = append(paths, "/"+match[1])
	}
	for _, path := range paths {
		if _, err := fetch(ctx, url+path); err != nil {
			return 0, err
		}
	}
	return 1 + len(paths), nil
}

func fetch(ctx context.Context, url string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s: %s", url, response.Status)
	}
	return string(content), err
}
