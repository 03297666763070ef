package barista

import (
	"context"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// Handler serves the baristas' routes. If a step after the write to the store fails, a
// repeated request completes it.
type Handler struct {
	Store interface {
		CheckAdmission(ctx context.Context, at time.Time) (coffee.Menu, error)
		TakeByHand(ctx context.Context, id, barista string, choice coffee.Choice, at time.Time) (store.Order, error)
		Order(ctx context.Context, id string) (store.Order, bool, error)
		Claim(ctx context.Context, id, barista string, at time.Time) (store.Order, error)
		Release(ctx context.Context, id, barista string, at time.Time) (store.Order, error)
		Complete(ctx context.Context, id, barista string, at time.Time) (store.Order, error)
		Recall(ctx context.Context, id, barista string, at time.Time) (store.Order, error)
		Collect(ctx context.Context, id string, at time.Time) (store.Order, error)
		Cancel(ctx context.Context, id, by, reason string, from []coffee.State, at time.Time) (store.Order, error)
		GiveBack(ctx context.Context, order store.Order, at time.Time) error
		InState(context.Context, coffee.State) ([]store.Order, error)
		Latest(ctx context.Context, state coffee.State, since time.Time, most int) ([]store.Order, error)
	}
	Workflow interface {
		Start(ctx context.Context, orderID string) error
		Succeed(ctx context.Context, token string, output any) error
		Fail(ctx context.Context, token, failure, cause string) error
	}
	Bus interface {
		Put(context.Context, coffee.Event) error
	}
	Now func() time.Time
}

// Serve adds the handler's routes to an API.
func (h *Handler) Serve(a *web.API) web.Handler {
	web.Handle(a, api.QueueView, h.queue)
	web.Handle(a, api.QueueAdd, h.byHand)
	web.Handle(a, api.QueueOrderView, h.view)
	web.Handle(a, api.QueueClaim, h.claim)
	web.Handle(a, api.QueueRelease, h.release)
	web.Handle(a, api.QueueComplete, h.complete)
	web.Handle(a, api.QueueRecall, h.recall)
	web.Handle(a, api.QueueCollect, h.collect)
	web.Handle(a, api.QueueCancel, h.cancel)
	return a.Serve
}

func (h *Handler) claim(ctx context.Context, in *api.OrderInput) (*api.QueuedOutput, error) {
	order, err := h.Store.Claim(ctx, logID(ctx, in.ID), web.Person(ctx), h.Now().UTC())
	if err != nil {
		return nil, err
	}
	return h.publish(ctx, order, coffee.OrderClaimed{BaristaDetail: h.baristaDetail(ctx, order)})
}

func (h *Handler) release(ctx context.Context, in *api.OrderInput) (*api.QueuedOutput, error) {
	order, err := h.Store.Release(ctx, logID(ctx, in.ID), web.Person(ctx), h.Now().UTC())
	if err != nil {
		return nil, err
	}
	return h.publish(ctx, order, coffee.OrderReleased{BaristaDetail: h.baristaDetail(ctx, order)})
}

func (h *Handler) collect(ctx context.Context, in *api.OrderInput) (*api.QueuedOutput, error) {
	order, err := h.Store.Collect(ctx, logID(ctx, in.ID), h.Now().UTC())
	if err != nil {
		return nil, err
	}
	if err := h.finish(ctx, order); err != nil {
		return nil, err
	}
	return h.publish(ctx, order, coffee.OrderCollected{BaristaDetail: h.baristaDetail(ctx, order)})
}

// complete makes an order READY. It publishes no event, since the workflow publishes
// OrderCompleted.
func (h *Handler) complete(ctx context.Context, in *api.OrderInput) (*api.QueuedOutput, error) {
	order, err := h.Store.Complete(ctx, logID(ctx, in.ID), web.Person(ctx), h.Now().UTC())
	if err != nil {
		return nil, err
	}
	return &api.QueuedOutput{Body: h.show(order)}, h.finish(ctx, order)
}

// recall takes a completed order back to MAKING. It first completes the workflow's wait
// if that is still open, since no later step does.
func (h *Handler) recall(ctx context.Context, in *api.OrderInput) (*api.QueuedOutput, error) {
	order, err := h.Store.Recall(ctx, logID(ctx, in.ID), web.Person(ctx), h.Now().UTC())
	if err != nil {
		return nil, err
	}
	if err := h.finish(ctx, order); err != nil {
		return nil, err
	}
	return h.publish(ctx, order, coffee.OrderRecalled{BaristaDetail: h.baristaDetail(ctx, order)})
}

// finish completes the workflow's wait for the barista, unless it is over. Recall and
// collect call it too, in case that failed when the order was completed.
func (h *Handler) finish(ctx context.Context, order store.Order) error {
	if order.BaristaToken == "" {
		return nil
	}
	return callbackError(h.Workflow.Succeed(ctx, order.BaristaToken, struct{}{}))
}

// cancel cancels an order that is QUEUED or, for a barista, MAKING. The tracker returns the drink to its
// code when the workflow ends; for a recalled order, whose workflow is over, cancel does
// so itself.
func (h *Handler) cancel(ctx context.Context, in *api.CancelInput) (*api.QueuedOutput, error) {
	waiting := []coffee.State{coffee.Queued, coffee.Making}
	if web.IsMachine(ctx) {
		if _, err := h.reach(ctx, in.ID); err != nil {
			return nil, err
		}
		waiting = []coffee.State{coffee.Queued}
	}
	now := h.Now().UTC()
	order, err := h.Store.Cancel(ctx, logID(ctx, in.ID), web.Person(ctx), in.Body.Reason, waiting, now)
	if err != nil {
		return nil, err
	}
	if order.BaristaToken != "" {
		err = callbackError(h.Workflow.Fail(ctx, order.BaristaToken, order.Failure(), in.Body.Reason))
	} else if !order.Unconfirmed {
		err = h.Store.GiveBack(ctx, order, now)
	}
	return &api.QueuedOutput{Body: h.show(order)}, err
}

// callbackError turns the error of a workflow callback into a Busy one. It is nil if the
// wait was answered already.
func callbackError(err error) error {
	if err = workflow.UnlessSpent(err); err != nil {
		return web.Busy(err)
	}
	return nil
}

// publish publishes an event about an order, and returns the order as the answer.
func (h *Handler) publish(ctx context.Context, order store.Order, event coffee.Event) (*api.QueuedOutput, error) {
	if err := h.Bus.Put(ctx, event); err != nil {
		return nil, web.Busy(err)
	}
	return &api.QueuedOutput{Body: h.show(order)}, nil
}

// logID adds the order ID to the request's log line, and returns it.
func logID(ctx context.Context, orderID string) string {
	web.Note(ctx, "orderId", orderID)
	return orderID
}

// baristaDetail returns the detail of an event about the barista's action, at the present
// time. The order's Since would be wrong for a released order, which keeps its place in
// the queue and so its old time.
func (h *Handler) baristaDetail(ctx context.Context, order store.Order) coffee.BaristaDetail {
	return coffee.BaristaDetail{
		OrderDetail: coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: h.Now().UTC()}, OrderID: order.ID},
		OrderNumber: order.Number,
		Barista:     web.Person(ctx),
	}
}

// show returns the order as baristas see it.
func (h *Handler) show(order store.Order) api.QueuedOrder { return view.Queued(order, h.Now()) }
