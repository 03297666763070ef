package live

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
)

// snapshot reads the state of a channel, and returns it as a message.
func (h *handler) snapshot(ctx context.Context, request api.LiveRequest) ([]byte, error) {
	switch request.Channel {
	case api.BoardChannel:
		board, _, err := h.readBoard(ctx, true)
		if err != nil {
			return nil, err
		}
		return boardMessage(api.Snapshot, h.now(), board)
	case api.DisplayChannel:
		board, shop, err := h.readBoard(ctx, false)
		if err != nil {
			return nil, err
		}
		display, err := h.addCode(ctx, board.Board, shop)
		if err != nil {
			return nil, err
		}
		return displayMessage(api.Snapshot, h.now(), display)
	case api.BaristaChannel:
		at := h.now()
		queue, err := h.readQueue(ctx, at)
		if err != nil {
			return nil, err
		}
		return queueMessage(at, queue)
	default:
		order, _, err := h.store.Order(ctx, request.OrderID)
		if err != nil {
			return nil, err
		}
		return orderMessage(api.Snapshot, h.now(), view.Order(order, h.placeWithin))
	}
}

// readQueue reads the baristas' queue at a time.
func (h *handler) readQueue(ctx context.Context, at time.Time) (api.Queue, error) {
	current, finished, err := view.ListOrders(ctx, h.store, at)
	if err != nil {
		return api.Queue{}, err
	}
	orders, err := h.newest(ctx, append(current, finished...), at)
	if err != nil {
		return api.Queue{}, err
	}
	current, finished = split(orders)
	return view.Queue(current, finished, at), nil
}

// split returns the orders that are QUEUED, MAKING or READY, and those that have ended.
func split(orders []store.Order) (current, finished []store.Order) {
	for _, order := range orders {
		switch {
		case order.State.Terminal():
			finished = append(finished, order)
		case onBoard(order):
			current = append(current, order)
		}
	}
	return current, finished
}

// readBoard reads the board, the menu if withMenu, and the shop's settings.
func (h *handler) readBoard(ctx context.Context, withMenu bool) (board api.LiveBoard, shop coffee.ShopSettings, err error) {
	var both errgroup.Group
	both.Go(func() (err error) { board.Board, shop, err = h.readOrders(ctx); return err })
	if withMenu {
		both.Go(func() error {
			menu, err := h.store.Menu(ctx)
			board.Menu = new(api.MenuOf(menu))
			return err
		})
	}
	err = both.Wait()
	return board, shop, err
}

// addCode returns the board with the current QR code if the shop is open.
func (h *handler) addCode(ctx context.Context, board api.Board, shop coffee.ShopSettings) (api.LiveDisplay, error) {
	display := api.LiveDisplay{Board: board}
	if !shop.Open {
		return display, nil
	}
	code, err := h.store.CurrentCode(ctx, h.now().UTC(), shop.DrinksPerCode, shop.CodePeriod())
	if err != nil {
		return display, err
	}
	display.Code = new(view.QRCode(code))
	return display, nil
}

// readOrders reads the orders on the board and the shop's settings.
func (h *handler) readOrders(ctx context.Context) (api.Board, coffee.ShopSettings, error) {
	var (
		at     = h.now()
		states = []coffee.State{coffee.Queued, coffee.Making, coffee.Ready}
		lists  = make([][]store.Order, len(states))
		table  coffee.Timetable
		wait   time.Duration
		all    errgroup.Group
	)
	for i, state := range states {
		all.Go(func() (err error) { lists[i], err = h.store.InState(ctx, state); return err })
	}
	all.Go(func() (err error) { table, err = h.store.Timetable(ctx); return err })
	all.Go(func() (err error) {
		wait, err = h.wait.Get(at, view.WaitTTL, func() (time.Duration, error) { return view.UsualWait(ctx, h.store.Latest) })
		return err
	})
	if err := all.Wait(); err != nil {
		return api.Board{}, table.Shop, err
	}
	var orders []store.Order
	for _, list := range lists {
		orders = append(orders, list...)
	}
	orders, err := h.newest(ctx, orders, at)
	if err != nil {
		return api.Board{}, table.Shop, err
	}
	return view.Board(orders, table, wait, at), table.Shop, nil
}
