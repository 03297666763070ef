package cost

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// Screens are the pages that follow the whole shop: a tablet, a wall display, and a phone
// that shows the board.
type Screens struct {
	pages    []*client.Live
	messages atomic.Int64
	open     sync.WaitGroup
}

// OpenScreens connects the screens. Their first messages do not count.
func (p Players) OpenScreens(ctx context.Context) (*Screens, error) {
	s := new(Screens)
	for _, page := range []struct {
		channel api.Channel
		token   string
	}{{api.BaristaChannel, p.TabletToken}, {api.DisplayChannel, p.WallToken}, {api.BoardChannel, ""}} {
		live, err := client.Connect(ctx, p.LiveURL, "")
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		s.pages = append(s.pages, live)
		if err := subscribe(ctx, live, page.channel, "", page.token); err != nil {
			return nil, errors.Join(err, s.Close())
		}
		s.open.Go(func() {
			for update := range live.Updates() {
				s.messages.Add(int64(units(update)))
			}
		})
	}
	return s, nil
}

// Messages returns how many messages the screens have received, in units of 32 KB.
func (s *Screens) Messages() int { return int(s.messages.Load()) }

// Close disconnects the screens.
func (s *Screens) Close() error {
	var errs []error
	for _, page := range s.pages {
		errs = append(errs, page.Close())
	}
	s.open.Wait()
	return errors.Join(errs...)
}
