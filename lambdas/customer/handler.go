package customer

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

// Handler serves the customers' routes.
type Handler struct {
	Store interface {
		Redeem(context.Context, store.Redemption) (store.Order, error)
		GiveBack(ctx context.Context, order store.Order, at time.Time) error
		Order(ctx context.Context, id string) (store.Order, bool, error)
		OrderWithMenu(ctx context.Context, id string) (store.Order, coffee.Menu, error)
		Place(ctx context.Context, id string, choice coffee.Choice, at time.Time) (store.Order, error)
		Cancel(ctx context.Context, id, by, reason string, from []coffee.State, at time.Time) (store.Order, error)
		InState(context.Context, coffee.State) ([]store.Order, error)
		Latest(ctx context.Context, state coffee.State, since time.Time, most int) ([]store.Order, error)
		PlacesTaken(context.Context) (int, error)
		Shop(context.Context) (coffee.ShopSettings, error)
		Timetable(context.Context) (coffee.Timetable, error)
		Menu(context.Context) (coffee.Menu, error)
	}
	Workflow interface {
		Start(ctx context.Context, orderID string) error
		Succeed(ctx context.Context, token string, output any) error
		Fail(ctx context.Context, token, failure, cause string) error
	}
	// PlaceWithin is how long a customer has to choose a drink.
	PlaceWithin time.Duration
	Metrics     metric.Namespace
	Now         func() time.Time

	queue  view.Recent[queue]
	wait   view.Recent[time.Duration]
	boards view.Recent[api.Board]
	taken  view.Recent[int]
}

// Serve adds the handler's routes to an API.
func (h *Handler) Serve(a *web.API) web.Handler {
	web.Handle(a, api.ShopView, h.shop)
	web.Handle(a, api.BoardView, h.board)
	web.Handle(a, api.OrderRedeem, h.redeem)
	web.Handle(a, api.OrderView, h.view)
	web.Handle(a, api.OrderPlace, h.place)
	web.Handle(a, api.OrderCancel, h.cancel)
	web.ServeDocument(a)
	return a.Serve
}

func (h *Handler) shop(ctx context.Context, _ *struct{}) (*api.ShopOutput, error) {
	var (
		at    = h.Now()
		table coffee.Timetable
		menu  coffee.Menu
		taken int
		wait  time.Duration
		all   errgroup.Group
	)
	all.Go(func() (err error) { table, err = h.Store.Timetable(ctx); return err })
	all.Go(func() (err error) { menu, err = h.Store.Menu(ctx); return err })
	all.Go(func() (err error) { taken, err = h.placesTaken(ctx); return err })
	all.Go(func() (err error) { wait, err = h.usualWait(ctx); return err })
	if err := all.Wait(); err != nil {
		return nil, err
	}
	out := new(api.ShopOutput)
	out.Body.Open, out.Body.NextSwitch, out.Body.Menu = table.Shop.Open, view.NextSwitch(table, at), api.MenuOf(menu)
	out.Body.QueueLength, out.Body.EstimatedWait = taken, view.Seconds(wait)
	return out, nil
}
