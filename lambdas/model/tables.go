package model

import (
	"context"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// tables is the store, with writes whose answers may get lost. The store itself calls
// World.before.
type tables struct {
	*storetest.Memory
	w *World
}

func (t tables) Redeem(ctx context.Context, r store.Redemption) (store.Order, error) {
	o, err := t.Memory.Redeem(ctx, r)
	t.w.checkRedeemed(r.Code)
	return o, t.w.after("Redeem", err)
}

func (t tables) TakeByHand(ctx context.Context, id, by string, choice coffee.Choice, at time.Time) (store.Order, error) {
	o, err := t.Memory.TakeByHand(ctx, id, by, choice, at)
	t.w.current.ticket.id = id
	return o, t.w.after("TakeByHand", err)
}

func (t tables) GiveBack(ctx context.Context, o store.Order, at time.Time) error {
	if err := t.w.outage(&t.w.keepDrinks, KeepDrink); err != nil {
		return err
	}
	return t.w.after("GiveBack", t.Memory.GiveBack(ctx, o, at))
}

func (t tables) GiveBackSeat(ctx context.Context, id string) error {
	if err := t.w.outage(&t.w.keepSeats, KeepSeat); err != nil {
		return err
	}
	return t.w.after("GiveBackSeat", t.Memory.GiveBackSeat(ctx, id))
}

func (t tables) Place(ctx context.Context, id string, choice coffee.Choice, at time.Time) (store.Order, error) {
	o, err := t.Memory.Place(ctx, id, choice, at)
	return o, t.w.after("Place", err)
}

func (t tables) Cancel(ctx context.Context, id, by, reason string, from []coffee.State, at time.Time) (store.Order, error) {
	o, err := t.Memory.Cancel(ctx, id, by, reason, from, at)
	return o, t.w.after("Cancel", err)
}

func (t tables) Claim(ctx context.Context, id, by string, at time.Time) (store.Order, error) {
	o, err := t.Memory.Claim(ctx, id, by, at)
	return o, t.w.after("Claim", err)
}

func (t tables) Release(ctx context.Context, id, by string, at time.Time) (store.Order, error) {
	o, err := t.Memory.Release(ctx, id, by, at)
	return o, t.w.after("Release", err)
}

func (t tables) Complete(ctx context.Context, id, by string, at time.Time) (store.Order, error) {
	o, err := t.Memory.Complete(ctx, id, by, at)
	return o, t.w.after("Complete", err)
}

func (t tables) Recall(ctx context.Context, id, by string, at time.Time) (store.Order, error) {
	o, err := t.Memory.Recall(ctx, id, by, at)
	return o, t.w.after("Recall", err)
}

func (t tables) Collect(ctx context.Context, id string, at time.Time) (store.Order, error) {
	o, err := t.Memory.Collect(ctx, id, at)
	return o, t.w.after("Collect", err)
}

func (t tables) Remind(ctx context.Context, id string, since, at time.Time) (store.Order, error) {
	o, err := t.Memory.Remind(ctx, id, since, at)
	return o, t.w.after("Remind", err)
}

func (t tables) Unclaim(ctx context.Context, id string, since, at time.Time) (store.Order, error) {
	o, err := t.Memory.Unclaim(ctx, id, since, at)
	return o, t.w.after("Unclaim", err)
}

func (t tables) Apply(ctx context.Context, c coffee.Change) (store.Order, store.Outcome, error) {
	o, outcome, err := t.Memory.Apply(ctx, c)
	return o, outcome, t.w.after("Apply", err)
}

func (t tables) NoteFull(ctx context.Context, until time.Time) error {
	err := t.Memory.NoteFull(ctx, until)
	t.w.board.noteFull(until, err)
	return t.w.after("NoteFull", err)
}

func (t tables) PutOpen(ctx context.Context, open bool, at time.Time) error {
	err := t.Memory.PutOpen(ctx, open, at)
	t.w.board.putOpen(open, err)
	return t.w.after("PutOpen", err)
}

func (t tables) PutLimits(ctx context.Context, limits coffee.Limits) error {
	err := t.Memory.PutLimits(ctx, limits)
	t.w.board.putLimits(limits, err)
	return t.w.after("PutLimits", err)
}

func (t tables) LimitCode(ctx context.Context, now time.Time, drinks int) error {
	err := t.Memory.LimitCode(ctx, now, drinks)
	t.w.board.limitCode(now, drinks, err)
	return t.w.after("LimitCode", err)
}

func (t tables) PutMenu(ctx context.Context, menu coffee.Menu) error {
	err := t.Memory.PutMenu(ctx, menu)
	t.w.board.putMenu(menu, err)
	return t.w.after("PutMenu", err)
}

func (t tables) SetAvailable(ctx context.Context, drink string, available bool) (coffee.Menu, error) {
	menu, err := t.Memory.SetAvailable(ctx, drink, available)
	t.w.board.putMenu(menu, err)
	return menu, t.w.after("SetAvailable", err)
}

// steps is the workflow as functions call it.
type steps struct{ w *World }

func (s steps) Start(ctx context.Context, id string) error {
	if err := s.w.before("Start"); err != nil {
		return err
	}
	return s.w.after("Start", s.w.machine.Start(ctx, id))
}

func (s steps) Succeed(ctx context.Context, token string, output any) error {
	if err := s.w.before("Succeed"); err != nil {
		return err
	}
	return s.w.after("Succeed", s.w.machine.Succeed(ctx, token, output))
}

func (s steps) Fail(ctx context.Context, token, failure, cause string) error {
	if err := s.w.before("Fail"); err != nil {
		return err
	}
	return s.w.after("Fail", s.w.machine.Fail(ctx, token, failure, cause))
}

func (s steps) Running(ctx context.Context, most int) ([]string, error) {
	if err := s.w.before("Running"); err != nil {
		return nil, err
	}
	return s.w.machine.Running(ctx, most)
}

func (s steps) Execution(ctx context.Context, id string) (workflow.Execution, bool, error) {
	if err := s.w.before("Execution"); err != nil {
		return workflow.Execution{}, false, err
	}
	return s.w.machine.Execution(ctx, id)
}

// seats is the store's seats as the workflow uses them. It may fail to give one back.
type seats struct{ w *World }

func (s seats) Seat(id string) { s.w.store.Seat(id) }

func (s seats) Seated() []string { return s.w.store.Seated() }

func (s seats) GiveBackSeat(ctx context.Context, id string) error {
	if s.w.refuse(&s.w.keepSeats, KeepSeat) {
		return errRefused
	}
	_, err := outside(s.w, func() (struct{}, error) { return struct{}{}, s.w.store.GiveBackSeat(ctx, id) })
	return err
}
