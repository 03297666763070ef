// Package hours is the Lambda function that opens and closes the shop at its opening hours.
// EventBridge Scheduler invokes it every minute.
package hours

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Handler applies the switch that the opening hours have due. It is idempotent: invocations
// may be late, doubled or missing, as each looks at all switches since the last one.
type Handler struct {
	Store interface {
		Timetable(context.Context) (coffee.Timetable, error)
		PutScheduled(ctx context.Context, due coffee.Switch) (bool, error)
		NotePublished(ctx context.Context, at time.Time) error
	}
	Bus interface {
		Put(context.Context, coffee.Event) error
	}
	Log *slog.Logger
	Now func() time.Time
}

// Handle applies the switch that is due, if any, and publishes it. A switch that was applied
// before and could not be published is published first. The event's content does not matter.
func (h *Handler) Handle(ctx context.Context, _ json.RawMessage) error {
	table, err := h.Store.Timetable(ctx)
	if err != nil {
		return err
	}
	if table.Unpublished {
		if err := h.publish(ctx, coffee.Switch{At: table.LastSwitch, Open: table.Shop.Open}); err != nil {
			return err
		}
	}
	due, ok := table.Due(h.Now())
	if !ok {
		return nil
	}
	switched, err := h.Store.PutScheduled(ctx, due)
	if coffee.CodeOf(err) == coffee.EmptyMenu {
		h.Log.WarnContext(ctx, "the opening hours cannot open the shop, because its menu is empty", "due", due.At)
		return nil
	}
	if err != nil || !switched {
		return err
	}
	h.Log.InfoContext(ctx, "the opening hours switched the shop", "open", due.Open, "due", due.At)
	return h.publish(ctx, due)
}

// publish publishes a switch that was applied, and notes that it did.
func (h *Handler) publish(ctx context.Context, done coffee.Switch) error {
	detail := coffee.Detail{Version: coffee.Version, Time: h.Now().UTC().Truncate(time.Millisecond)}
	event := coffee.ShopStatusChanged{ShopDetail: coffee.ShopDetail{Detail: detail, By: coffee.ByHours}, Open: done.Open}
	if err := h.Bus.Put(ctx, event); err != nil {
		return fmt.Errorf("the shop was switched, but the event is unpublished until the next run: %w", err)
	}
	return h.Store.NotePublished(ctx, done.At)
}
