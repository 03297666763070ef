package manager

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/day"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// found is a day with its orders, and the menu for the names of the drinks.
type found struct {
	day          coffee.Day
	first, today coffee.Day
	orders       []store.Order
	menu         coffee.Menu
}

func (h *Handler) day(ctx context.Context, in *api.DayInput) (*api.DayOutput, error) {
	f, err := h.find(ctx, in.Date)
	if err != nil {
		return nil, err
	}
	numbers := day.Count(f.day, f.orders, f.menu)
	numbers.Date, numbers.First, numbers.Today = f.day.Date(), f.first.Date(), f.today.Date()
	numbers.TimeZone = f.day.From.Location().String()
	return &api.DayOutput{Body: numbers}, nil
}

func (h *Handler) dayOrders(ctx context.Context, in *api.DayInput) (*api.DayOrdersOutput, error) {
	f, err := h.find(ctx, in.Date)
	if err != nil {
		return nil, err
	}
	file, err := day.CSV(f.orders, f.menu, f.day.From.Location())
	return &api.DayOrdersOutput{
		ContentType: api.CSV + "; charset=utf-8",
		Disposition: `attachment; filename="orders-` + f.day.Date() + `.csv"`,
		Body:        file,
	}, err
}

// find reads the day of a date in the shop's time zone.
func (h *Handler) find(ctx context.Context, date string) (found, error) {
	shop, err := h.Store.Shop(ctx)
	if err != nil {
		return found{}, err
	}
	now := h.Now().In(shop.Location())
	f := found{first: coffee.FirstDay(now)}
	if f.today, err = coffee.FindDay(coffee.Today, now); err != nil {
		return found{}, err
	}
	if f.day, err = coffee.FindDay(date, now); err != nil {
		return found{}, err
	}
	var both errgroup.Group
	both.Go(func() (err error) { f.orders, err = h.Store.Arrived(ctx, f.day.From, f.day.To); return err })
	both.Go(func() (err error) { f.menu, err = h.Store.Menu(ctx); return err })
	return f, both.Wait()
}
