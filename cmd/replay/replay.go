package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/deadletter"
)

// filter chooses letters. Empty fields choose all.
type filter struct{ queue, order, what, id string }

func (f filter) matches(l deadletter.Letter) bool {
	return (f.order == "" || l.OrderID == f.order) && (f.what == "" || l.What == f.what) && strings.HasPrefix(l.ID, f.id)
}

// replay is one run of the command.
type replay struct {
	options
	shop interface {
		List(ctx context.Context, queue string) ([]deadletter.Letter, error)
		Send(ctx context.Context, queue string, wanted map[string]bool, report func(deadletter.Letter, error)) error
		Discard(ctx context.Context, queue string, wanted map[string]bool, report func(deadletter.Letter)) error
	}
	out io.Writer
	// in is the terminal, nil if there is none.
	in io.Reader
}

func (r *replay) run(ctx context.Context) error {
	letters, err := r.list(ctx)
	if err != nil {
		return err
	}
	if len(letters) == 0 {
		fmt.Fprintln(r.out, "There are no dead letters"+r.amongWhich()+".")
		return nil
	}
	if err := r.print(letters); err != nil {
		return err
	}
	stuck := count(letters, func(l deadletter.Letter) bool { return !l.Retryable })
	switch {
	case r.discard:
		return r.discardAll(ctx, letters)
	case r.send:
		return r.sendAll(ctx, letters, stuck)
	}
	fmt.Fprintf(r.out, "\n%s, of which %d cannot be sent again. Nothing was changed.\n"+
		"Once the cause is fixed: make replay ENV=%s ARGS=-send (or -discard; -help lists more)\n", plural(len(letters)), stuck, r.env.Name)
	return nil
}

// list returns the chosen letters of all chosen queues.
func (r *replay) list(ctx context.Context) (chosen []deadletter.Letter, err error) {
	for _, queue := range r.queues() {
		letters, err := r.shop.List(ctx, queue)
		if err != nil {
			return nil, err
		}
		for _, l := range letters {
			if r.chosen.matches(l) {
				chosen = append(chosen, l)
			}
		}
	}
	return chosen, nil
}

func (r *replay) queues() []string {
	if r.chosen.queue != "" {
		return []string{r.chosen.queue}
	}
	return deadletter.Queues()
}

// amongWhich says in a sentence that letters were filtered.
func (r *replay) amongWhich() string {
	if r.chosen == (filter{}) {
		return ""
	}
	return " that match the flags"
}

func (r *replay) print(letters []deadletter.Letter) error {
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "QUEUE\tAGE\tWHAT\tORDER\tFUNCTION\tID\tERROR")
	for _, l := range letters {
		why := l.Error
		if !l.Retryable {
			why += " (cannot be sent again)"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", l.Queue, age(time.Since(l.Sent)), l.What, dash(l.OrderID),
			dash(strings.TrimPrefix(l.Function, r.env.StackName()+"-")), l.ID, strings.TrimSpace(why))
	}
	return table.Flush()
}

// sendAll sends the letters again. Its error counts those that failed again.
func (r *replay) sendAll(ctx context.Context, letters []deadletter.Letter, stuck int) error {
	if stuck == len(letters) {
		return errors.New("none of these letters can be sent again: -discard deletes them")
	}
	if err := r.confirm(fmt.Sprintf("Send %s again?", plural(len(letters)-stuck))); err != nil {
		return err
	}
	sent, failed := 0, 0
	for _, queue := range r.queues() {
		err := r.shop.Send(ctx, queue, ids(letters, queue), func(l deadletter.Letter, err error) {
			if err != nil {
				failed++
				fmt.Fprintf(r.out, "failed   %s: %v\n", name(l), err)
				return
			}
			sent++
			fmt.Fprintf(r.out, "handled  %s\n", name(l))
		})
		if err != nil {
			return err
		}
	}
	gone := len(letters) - stuck - sent - failed
	fmt.Fprintf(r.out, "%d handled and deleted, %d failed again, %d cannot be sent again, %d gone or held by another reader.\n", sent, failed, stuck, gone)
	if err := ctx.Err(); err != nil {
		return errors.New("interrupted; the rest is still in the queue")
	}
	if failed > 0 {
		return fmt.Errorf("%d of %s failed again and stay in the queue", failed, plural(len(letters)))
	}
	return nil
}

func (r *replay) discardAll(ctx context.Context, letters []deadletter.Letter) error {
	if err := r.confirm(fmt.Sprintf("Delete %s without sending?", plural(len(letters)))); err != nil {
		return err
	}
	for _, queue := range r.queues() {
		err := r.shop.Discard(ctx, queue, ids(letters, queue), func(l deadletter.Letter) { fmt.Fprintf(r.out, "deleted  %s\n", name(l)) })
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// confirm returns an error unless the question is answered with yes.
func (r *replay) confirm(question string) error {
	if r.yes {
		return nil
	}
	if r.in == nil {
		return errors.New("nothing was changed: this asks for confirmation, so run it in a terminal, or with -yes")
	}
	fmt.Fprintf(r.out, "\n%s [y/N] ", question)
	answer, _ := bufio.NewReader(r.in).ReadString('\n')
	if answer = strings.ToLower(strings.TrimSpace(answer)); answer != "y" && answer != "yes" {
		return errors.New("nothing was changed")
	}
	return nil
}

// ids returns the IDs of the letters that are in a queue.
func ids(letters []deadletter.Letter, queue string) map[string]bool {
	ids := map[string]bool{}
	for _, l := range letters {
		if l.Queue == queue {
			ids[l.ID] = true
		}
	}
	return ids
}

func count(letters []deadletter.Letter, matches func(deadletter.Letter) bool) int {
	return len(slices.DeleteFunc(slices.Clone(letters), func(l deadletter.Letter) bool { return !matches(l) }))
}

// name describes a letter in a line.
func name(l deadletter.Letter) string {
	text := l.What
	if l.OrderID != "" {
		text += " of order " + l.OrderID
	}
	return text + " (" + l.ID + ")"
}

// age returns a duration in its largest two units.
func age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", int(d.Minutes()), int(d.Seconds())%60)
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh%02dm", int(d.Hours()), int(d.Minutes())%60)
	default:
		return fmt.Sprintf("%dd%02dh", int(d.Hours())/24, int(d.Hours())%24)
	}
}

func plural(letters int) string {
	if letters == 1 {
		return "1 letter"
	}
	return fmt.Sprintf("%d letters", letters)
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
