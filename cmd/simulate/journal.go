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
	"slices"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// journal is a file that says what a simulation changes in a shop, each time
// before it does. Should the simulation be killed, the next one reads it and puts
// the shop back.
type journal struct {
	file string
	lock *os.File

	// People are on the staff for the simulation.
	People []string `json:"people"`
	// Before and Raised are the limits, nil while they are not touched.
	Before *coffee.Limits `json:"before,omitempty"`
	Raised *coffee.Limits `json:"raised,omitempty"`
	// Opened says that the shop was closed before.
	Opened bool `json:"opened,omitempty"`
}

// openJournal opens the journal of the shop with that user pool. The error says so
// if another simulation of it is running.
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

// close lets others simulate.
func (j *journal) close() { j.lock.Close() }

// empty reports whether the shop is as it was.
func (j *journal) empty() bool { return len(j.People) == 0 && j.Before == nil && !j.Opened }

// save writes the journal whole, or removes it when there is nothing in it.
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

func (j *journal) hiring(name string) error {
	j.People = append(j.People, name)
	return j.save()
}

func (j *journal) dismissed(name string) error {
	j.People = slices.DeleteFunc(j.People, func(one string) bool { return one == name })
	return j.save()
}

func (j *journal) raising(before, raised coffee.Limits) error {
	j.Before, j.Raised = &before, &raised
	return j.save()
}

func (j *journal) opening() error {
	j.Opened = true
	return j.save()
}

// putBack puts the shop back as it was before a simulation that did not do so
// itself.
func (j *journal) putBack(ctx context.Context, people pool, api *client.Client, say io.Writer) error {
	if j.empty() {
		return nil
	}
	fmt.Fprintln(say, "The last simulation was cut off: putting the shop back as it was before that.")
	c := &crew{pool: people, journal: j, hired: slices.Clone(j.People)}
	var err error
	if j.Before != nil || j.Opened {
		if c.manager, err = c.hire(ctx, api, "manager", coffee.GroupManager); err == nil {
			op := &opening{manager: c.manager, say: say, journal: j}
			err = op.restore(ctx)
		}
	}
	return errors.Join(err, c.dismiss(ctx))
}
