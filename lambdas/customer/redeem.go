package customer

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

// redeem takes one drink from a QR code and starts the order's workflow. A repeated
// request with the same key and code gets the same order, and completes any step that
// failed the first time.
func (h *Handler) redeem(ctx context.Context, in *api.RedeemInput) (*api.RedeemOutput, error) {
	code := strings.TrimSpace(in.Body.Code) // a scanner adds a line break
	key := cmp.Or(in.IdempotencyKey, rand.Text())
	id, salt := store.OrderID(code, key), store.NewSalt()
	web.Note(ctx, "orderId", id)
	order, err := h.Store.Redeem(ctx, store.Redemption{
		Code: code, OrderID: id, At: h.Now().UTC(),
		Salt: salt, SecretHash: store.HashSecret(store.Secret(salt, key)),
	})
	if err != nil {
		h.countRefusal(ctx, err)
		return nil, err
	}
	switch {
	case order.State == coffee.Requested:
		err = h.start(ctx, order)
	case order.EndedEarly():
		err = h.refuseEnded(ctx, order)
	}
	if err != nil {
		return nil, err
	}
	out := new(api.RedeemOutput)
	out.Body.OrderID, out.Body.Secret, out.Body.PlaceBy = id, store.Secret(order.Salt, key), view.PlaceBy(order, h.PlaceWithin)
	return out, nil
}

// countRefusal records that a customer was turned away, if that is what an error means.
func (h *Handler) countRefusal(ctx context.Context, err error) {
	if refusal, counted := metrics.Refusal(coffee.CodeOf(err)); counted {
		web.NoteAttr(ctx, h.Metrics.Record(h.Now(), metric.Values{refusal: 1}))
	}
}

// refuseEnded returns the error for a repeated scan whose order ended without a drink,
// with the reason. It also gives the drink back to the code, in case that failed when
// the order ended.
func (h *Handler) refuseEnded(ctx context.Context, order store.Order) error {
	if order.LosesDrink() {
		if err := h.Store.GiveBack(ctx, order, h.Now().UTC()); err != nil {
			return err
		}
	}
	switch {
	case order.Reason == coffee.ShopClosed{}.DetailType():
		return coffee.NewError(coffee.ShopIsClosed, "The shop is closed.")
	case order.Reason == coffee.QueueFull{}.DetailType():
		return coffee.NewError(coffee.QueueIsFull, "The queue was full. Please scan again.")
	case order.State == coffee.TimedOut:
		return coffee.NewError(coffee.WrongState, "This order ran out of time. Please scan again.")
	case order.By == store.ByCustomer:
		return coffee.NewError(coffee.WrongState, "You cancelled this order. Please scan again.")
	default:
		return coffee.NewError(coffee.WrongState, "Something went wrong with this order. Please scan again.")
	}
}

// start starts the order's workflow. If that fails, it cancels the order and gives the
// drink back to the code. The order is then over: a request with the same key cannot
// revive it.
func (h *Handler) start(ctx context.Context, order store.Order) error {
	failure := h.Workflow.Start(ctx, order.ID)
	if failure == nil {
		return nil
	}
	// Clean up even if Start failed because the request ran out of time.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	now := h.Now().UTC()
	order, err := h.Store.Cancel(ctx, order.ID, store.ByShop, "the workflow did not start", []coffee.State{coffee.Requested}, now)
	if err == nil {
		err = h.Store.GiveBack(ctx, order, now)
	}
	return web.Busy(errors.Join(failure, err))
}
