package manager

import (
	"cmp"
	"context"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

// Handler serves the routes of the overhead display and of the manager. If a change is
// stored but its event cannot be published, a repeated request publishes it.
type Handler struct {
	Store interface {
		CurrentCode(ctx context.Context, now time.Time, drinks int, period time.Duration) (store.QRCode, error)
		LimitCode(ctx context.Context, now time.Time, drinks int) error
		Shop(context.Context) (coffee.ShopSettings, error)
		PutOpen(ctx context.Context, open bool, at time.Time) error
		Timetable(context.Context) (coffee.Timetable, error)
		PutHours(context.Context, coffee.Hours) error
		PutLimits(context.Context, coffee.Limits) error
		Arrived(ctx context.Context, from, to time.Time) ([]store.Order, error)
		Menu(context.Context) (coffee.Menu, error)
		PutMenu(context.Context, coffee.Menu) error
		SetAvailable(ctx context.Context, drink string, available bool) (coffee.Menu, error)
	}
	Bus interface {
		Put(context.Context, coffee.Event) error
	}
	Now func() time.Time
}

// Serve adds the handler's routes to an API.
func (h *Handler) Serve(a *web.API) web.Handler {
	web.Handle(a, api.CodeView, h.code)
	web.Handle(a, api.ShopOpen, h.setOpen)
	web.Handle(a, api.MenuReplace, h.replaceMenu)
	web.Handle(a, api.DrinkAvailable, h.setAvailable)
	web.Handle(a, api.SettingsView, h.limits)
	web.Handle(a, api.SettingsReplace, h.replaceLimits)
	web.Handle(a, api.HoursView, h.hours)
	web.Handle(a, api.HoursReplace, h.replaceHours)
	web.Handle(a, api.DayView, h.day)
	web.Handle(a, api.DayOrders, h.dayOrders)
	return a.Serve
}

func (h *Handler) code(ctx context.Context, _ *struct{}) (*api.CodeOutput, error) {
	shop, err := h.Store.Shop(ctx)
	if err != nil {
		return nil, err
	}
	code, err := h.Store.CurrentCode(ctx, h.Now().UTC(), shop.DrinksPerCode, shop.CodePeriod())
	if err != nil {
		return nil, err
	}
	return &api.CodeOutput{Body: view.QRCode(code)}, nil
}

func (h *Handler) setOpen(ctx context.Context, in *api.OpenInput) (*api.OpenOutput, error) {
	if err := h.Store.PutOpen(ctx, in.Body.Open, h.Now()); err != nil {
		return nil, err
	}
	return &api.OpenOutput{Body: in.Body}, h.publish(ctx, coffee.ShopStatusChanged{ShopDetail: h.shopDetail(ctx), Open: in.Body.Open})
}

func (h *Handler) replaceMenu(ctx context.Context, in *api.MenuInput) (*api.MenuOutput, error) {
	menu := in.Body.Menu()
	if err := menu.Validate(); err != nil {
		return nil, err
	}
	if err := h.Store.PutMenu(ctx, menu); err != nil {
		return nil, err
	}
	return h.publishMenu(ctx, menu)
}

func (h *Handler) setAvailable(ctx context.Context, in *api.AvailableInput) (*api.MenuOutput, error) {
	menu, err := h.Store.SetAvailable(ctx, in.Drink, in.Body.Available)
	if err != nil {
		return nil, err
	}
	return h.publishMenu(ctx, menu)
}

func (h *Handler) publishMenu(ctx context.Context, menu coffee.Menu) (*api.MenuOutput, error) {
	return &api.MenuOutput{Body: api.MenuOf(menu)}, h.publish(ctx, coffee.MenuChanged{ShopDetail: h.shopDetail(ctx), Menu: menu})
}

func (h *Handler) limits(ctx context.Context, _ *struct{}) (*api.LimitsOutput, error) {
	shop, err := h.Store.Shop(ctx)
	return &api.LimitsOutput{Body: api.Limits(shop.Limits())}, err
}

func (h *Handler) replaceLimits(ctx context.Context, in *api.LimitsInput) (*api.LimitsOutput, error) {
	limits := coffee.Limits(in.Body)
	if err := limits.Validate(); err != nil {
		return nil, err
	}
	shop, err := h.Store.Shop(ctx)
	if err != nil {
		return nil, err
	}
	limits.TimeZone = cmp.Or(limits.TimeZone, shop.TimeZone)
	if err := h.Store.PutLimits(ctx, limits); err != nil {
		return nil, err
	}
	if err := h.Store.LimitCode(ctx, h.Now().UTC(), limits.DrinksPerCode); err != nil {
		return nil, err
	}
	return &api.LimitsOutput{Body: api.Limits(limits)}, h.publish(ctx, coffee.SettingsChanged{ShopDetail: h.shopDetail(ctx), Limits: limits})
}

func (h *Handler) publish(ctx context.Context, event coffee.Event) error {
	if err := h.Bus.Put(ctx, event); err != nil {
		return web.Busy(err)
	}
	return nil
}

func (h *Handler) shopDetail(ctx context.Context) coffee.ShopDetail {
	now := h.Now().UTC().Truncate(time.Millisecond)
	return coffee.ShopDetail{Detail: coffee.Detail{Version: coffee.Version, Time: now}, By: web.Person(ctx)}
}
