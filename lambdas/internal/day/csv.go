package day

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// byteOrderMark makes spreadsheets read the file as UTF-8.
const byteOrderMark = "\uFEFF"

// columns are those of the orders as CSV. Times of day are in the shop's time zone, and
// waits in seconds.
var columns = []string{
	"order id", "number", "taken", "outcome", "drink", "modifiers",
	"requested (UTC)", "requested", "placed", "ready", "collected", "ended",
	"scan to placed (s)", "placed to ready (s)", "ready to collected (s)",
}

// CSV returns the orders as CSV (RFC 4180) in UTF-8, with a byte order mark and a header:
// a row for each, without the names of staff. Drinks have the names that they have on the
// menu.
func CSV(orders []store.Order, menu coffee.Menu, zone *time.Location) ([]byte, error) {
	var file bytes.Buffer
	file.WriteString(byteOrderMark)
	rows := csv.NewWriter(&file)
	rows.UseCRLF = true
	if err := rows.Write(columns); err != nil {
		return nil, err
	}
	for _, o := range orders {
		if err := rows.Write(row(o, menu, zone)); err != nil {
			return nil, err
		}
	}
	rows.Flush()
	return file.Bytes(), rows.Error()
}

func row(o store.Order, menu coffee.Menu, zone *time.Location) []string {
	choice := cmp.Or(api.ChoiceOf(o.Order), &api.Chosen{})
	number, taken := "", "code"
	if o.Number != 0 {
		number = strconv.Itoa(o.Number)
	}
	if o.TakenBy != "" {
		taken = "counter"
	}
	cells := []string{
		harmless(o.ID), number, taken, string(outcomeOf(o)), harmless(nameOf(choice.Drink, menu)), harmless(inWords(choice.Modifiers)),
		o.ArrivedAt().UTC().Format(time.RFC3339),
	}
	for _, at := range []time.Time{o.ArrivedAt(), o.PlacedAt, o.ReadyAt, o.CollectedAt, o.EndedAt} {
		cells = append(cells, local(at, zone))
	}
	for _, s := range []span{scanToPlaced, placedToReady, readyToCollected} {
		took, known := s.of(o)
		cells = append(cells, map[bool]string{true: strconv.Itoa(seconds(took))}[known])
	}
	return cells
}

// local formats a time in the way that spreadsheets recognize, empty for none.
func local(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return at.In(zone).Format(time.DateTime)
}

func inWords(modifiers map[string]string) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(modifiers)) {
		all = append(all, fmt.Sprintf("%s: %s", name, modifiers[name]))
	}
	return strings.Join(all, "; ")
}

// formulaStarts are the characters with which spreadsheets begin a formula, also in the
// wide forms of East Asian keyboards, and the white space that they skip before one.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// harmless returns a text that no spreadsheet takes for a formula: one that begins like a
// formula gets an apostrophe in front.
func harmless(text string) string {
	if strings.IndexFunc(strings.TrimLeft(text, " "), func(r rune) bool { return strings.ContainsRune(formulaStarts, r) }) == 0 {
		return "'" + text
	}
	return text
}
