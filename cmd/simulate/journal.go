package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// journal is a file that lists what a simulation changes in a shop. Each entry is
// saved before the change, so that the next simulation can undo it after a kill.
type journal struct {
	file string
	lock *os.File

	// People are the names of the simulation's staff.
	People []string `json:"people"`
	// Before and Raised are the limits before and during the simulation, nil while
	// they are unchanged.
	Before *coffee.Limits `json:"before,omitempty"`
	Raised *coffee.Limits `json:"raised,omitempty"`
	// Opened says that the shop was closed before.
	Opened bool `json:"opened,omitempty"`
}

// openJournal opens and locks the journal of the shop with this user pool. It
// returns an error while another simulation of the shop is running.
func openJournal(root, pool string) (*journal, error) {
	j := &journal{file: filepath.Join(project.LocalDir(root), "simulations", pool+".json")}
	if err := os.MkdirAll(filepath.Dir(j.file), 0o755); err != nil {
		return nil, err
	}
	var err error
	if j.lock, err = os.OpenFile(j.file+".lock", os.O_CREATE|os.O_RDWR, 0o644); err != nil {
		return nil, err
	}
	if locked, err := project.TryLock(j.lock); !locked {
		j.lock.Close()
		return nil, errors.Join(errors.New("another simulation is running in this shop: wait for its end, or interrupt it"), err)
	}
	content, err := os.ReadFile(j.file)
	if errors.Is(err, fs.ErrNotExist) {
		return j, nil
	}
	if err == nil {
		err = json.Unmarshal(content, j)
	}
	if err != nil {
		j.lock.Close()
		return nil, fmt.Errorf("the journal of an earlier simulation, %s: %w", j.file, err)
	}
	return j, nil
}

// close unlocks the journal.
func (j *journal) close() { j.lock.Close() }

// empty reports whether the journal lists nothing to undo.
func (j *journal) empty() bool { return len(j.People) == 0 && j.Before == nil && !j.Opened }

// save replaces the file, or removes it when the journal is empty.
func (j *journal) save() error {
	if j.empty() {
		err := os.Remove(j.file)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	content, err := json.Marshal(j)
	if err != nil {
		return err
	}
	if err := os.WriteFile(j.file+".part", content, 0o644); err != nil {
		return err
	}
	return os.Rename(j.file+".part", j.file)
}

// putBack undoes what the last simulation left in the journal.
func (j *journal) putBack(ctx context.Context, people pool, api *client.Client, say io.Writer) error {
	if j.empty() {
		return nil
	}
	fmt.Fprintln(say, "The last simulation was cut off: restoring the shop.")
	c := newCrew(people, j, api)
	var err error
	if j.Before != nil || j.Opened {
		var manager *person
		if manager, err = c.add(ctx, "manager", coffee.GroupManager); err == nil {
			op := &opening{manager: manager, say: say, journal: j}
			err = op.restore(ctx)
		}
	}
	return errors.Join(err, c.dismiss(ctx))
}

// codePeriodSeconds is how long each QR code is shown during a simulation. A code
// keeps the number of drinks that was the limit at its start, so that raised limits
// take effect with the next code: changing the period starts one at once.
const codePeriodSeconds = 60

// opening prepares a shop for a simulation, and restores it from the journal.
type opening struct {
	manager *person
	say     io.Writer
	journal *journal
}

// open raises the limits, opens the shop if it is closed, and returns the menu. Call
// restore afterwards, even after an error.
func (op *opening) open(ctx context.Context, o options) (coffee.Menu, error) {
	var shop api.Shop
	err := op.manager.do(ctx, func(c *client.Client) (err error) { shop, err = c.Shop(ctx); return err })
	if err != nil {
		return coffee.Menu{}, fmt.Errorf("the shop cannot be read: %w", err)
	}
	menu := shop.Menu.Menu()
	if len(available(menu)) == 0 {
		return menu, errors.New("the menu is empty or sold out: a manager changes it with PUT /api/menu")
	}
	if err := op.raise(ctx, coffee.Limits{
		QueueLimit: o.queueLimit, DrinksPerCode: o.drinksPerCode, CodePeriodSeconds: codePeriodSeconds,
	}); err != nil {
		return menu, err
	}
	if shop.Open {
		return menu, nil
	}
	op.journal.Opened = true
	if err := op.journal.save(); err != nil {
		return menu, err
	}
	fmt.Fprintln(op.say, "The shop is closed: opening it for the simulation.")
	return menu, op.setOpen(ctx, true)
}

// restore undoes the changes in the journal, except for the people.
func (op *opening) restore(ctx context.Context) error {
	var errs []error
	if op.journal.Opened {
		errs = append(errs, op.close(ctx))
	}
	if op.journal.Before != nil {
		errs = append(errs, op.lower(ctx))
	}
	return errors.Join(errs...)
}

func (op *opening) raise(ctx context.Context, limits coffee.Limits) error {
	before, err := op.limits(ctx)
	if err != nil {
		return fmt.Errorf("the limits cannot be read: %w", err)
	}
	limits.CollectWithinSeconds, limits.TimeZone = before.CollectWithinSeconds, before.TimeZone
	op.journal.Before, op.journal.Raised = &before, &limits
	if err := op.journal.save(); err != nil {
		return err
	}
	if err := op.setLimits(ctx, limits); err != nil {
		return fmt.Errorf("the limits cannot be raised: %w", err)
	}
	fmt.Fprintf(op.say, "Limits during the simulation: %s.\n", inWords(limits))
	return nil
}

// lower restores the limits, unless someone else has changed them meanwhile.
func (op *opening) lower(ctx context.Context) error {
	before, raised := *op.journal.Before, *op.journal.Raised
	if now, err := op.limits(ctx); err == nil && now != raised && now != before {
		fmt.Fprintln(op.say, "Someone else has changed the limits meanwhile: leaving them.")
	} else if err := op.setLimits(ctx, before); err != nil {
		return fmt.Errorf("the limits were not restored to %s: %w", inWords(before), err)
	} else {
		fmt.Fprintf(op.say, "Limits restored: %s.\n", inWords(before))
	}
	op.journal.Before, op.journal.Raised = nil, nil
	return op.journal.save()
}

func (op *opening) close(ctx context.Context) error {
	if err := op.setOpen(ctx, false); err != nil {
		return fmt.Errorf("the shop was not closed again: %w", err)
	}
	op.journal.Opened = false
	return op.journal.save()
}

func (op *opening) limits(ctx context.Context) (limits coffee.Limits, err error) {
	err = op.manager.do(ctx, func(c *client.Client) (err error) { limits, err = c.Limits(ctx); return err })
	return limits, err
}

func (op *opening) setLimits(ctx context.Context, limits coffee.Limits) error {
	return op.manager.do(ctx, func(c *client.Client) error { return c.SetLimits(ctx, limits) })
}

func (op *opening) setOpen(ctx context.Context, open bool) error {
	return op.manager.do(ctx, func(c *client.Client) error { return c.SetOpen(ctx, open) })
}

func inWords(l coffee.Limits) string {
	queue := fmt.Sprint(l.QueueLimit, " orders at once")
	if l.QueueLimit == 0 {
		queue = "as many orders at once as the workflow allows"
	}
	return fmt.Sprintf("%s, %d drinks per code, a new code every %d s", queue, l.DrinksPerCode, l.CodePeriodSeconds)
}
