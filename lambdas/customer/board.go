package customer

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
)

// board lists the order numbers that are being prepared and those that are ready. Anyone
// may call it.
func (h *Handler) board(ctx context.Context, _ *struct{}) (*api.BoardOutput, error) {
	board, err := h.boards.Get(h.Now(), queueTTL, func() (board api.Board, err error) {
		var (
			at    = h.Now()
			queue queue
			ready []store.Order
			table coffee.Timetable
			wait  time.Duration
			all   errgroup.Group
		)
		all.Go(func() (err error) { queue, err = h.readQueue(ctx); return err })
		all.Go(func() (err error) { ready, err = h.Store.InState(ctx, coffee.Ready); return err })
		all.Go(func() (err error) { table, err = h.Store.Timetable(ctx); return err })
		all.Go(func() (err error) { wait, err = h.usualWait(ctx); return err })
		err = all.Wait()
		return view.Board(slices.Concat(queue.queued, queue.making, ready), table, wait, at), err
	})
	return &api.BoardOutput{Body: board}, err
}
