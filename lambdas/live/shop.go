package live

import (
	"context"
	"errors"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// sendShop sends the board with the menu, and the display, after an event about the shop:
// it was opened or closed, or its menu or settings changed. The state is read from the
// tables, since events may arrive in any order.
func (h *handler) sendShop(ctx context.Context) error {
	deliveries, err := h.shopDeliveries(ctx, true, true, true)
	h.deliver(ctx, deliveries)
	return err
}

// shopDeliveries returns the messages for the channels board and display, as far as
// anybody is subscribed.
func (h *handler) shopDeliveries(ctx context.Context, board, display, withMenu bool) ([]delivery, error) {
	watchers, displays, err := h.watchers(ctx, board, display)
	if err != nil || len(watchers)+len(displays) == 0 {
		return nil, err
	}
	shown, shop, err := h.readBoard(ctx, withMenu)
	if err != nil {
		return nil, err
	}
	onDisplay, codeErr := h.displayDelivery(ctx, displays, shown.Board, shop)
	message, err := boardMessage(api.Change, h.now(), shown)
	return append(onDisplay, delivery{string(api.BoardChannel), watchers, message}), errors.Join(codeErr, err)
}

// watchers returns the subscribers of the channels board and display, of each if it is
// asked for.
func (h *handler) watchers(ctx context.Context, board, display bool) (watchers, displays []string, err error) {
	if board {
		watchers, err = h.store.Subscribers(ctx, string(api.BoardChannel))
	}
	if display && err == nil {
		displays, err = h.store.Subscribers(ctx, string(api.DisplayChannel))
	}
	return watchers, displays, err
}

// displayDelivery returns the message for the displays, if there are any.
func (h *handler) displayDelivery(ctx context.Context, displays []string, board api.Board, shop coffee.ShopSettings) ([]delivery, error) {
	if len(displays) == 0 {
		return nil, nil
	}
	display, err := h.addCode(ctx, board, shop)
	if err != nil {
		return nil, err
	}
	message, err := displayMessage(api.Change, h.now(), display)
	return []delivery{{string(api.DisplayChannel), displays, message}}, err
}
