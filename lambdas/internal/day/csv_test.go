package day_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/day"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func TestCSVHasARowForEachOrder(t *testing.T) {
	zone := dayOf(t, "2026-10-25", "Europe/Berlin").From.Location()
	at := time.Date(2026, 10, 25, 0, 59, 0, 0, time.UTC)
	order := collected(at, time.Minute, `{"drink":"flat-white","modifiers":{"size":"big","milk":"\"oat\", warm"}}`)
	order.ID, order.Number, order.Barista = "id-1", 12, "mia"
	byHand := store.Order{ID: "id-2", State: coffee.Cancelled, By: "mia", TakenBy: "mia", RequestedAt: at, PlacedAt: at, EndedAt: at.Add(time.Hour), Order: `{"drink":"mocha"}`}
	got, err := day.CSV([]store.Order{order, byHand}, menu, zone)
	must(t, err)
	want := "\uFEFF" + strings.Join([]string{
		`order id,number,taken,outcome,drink,modifiers,requested (UTC),requested,placed,ready,collected,ended,scan to placed (s),placed to ready (s),ready to collected (s)`,
		`id-1,12,code,collected,Flat White,"milk: ""oat"", warm; size: big",2026-10-25T00:59:00Z,2026-10-25 02:59:00,2026-10-25 02:00:00,2026-10-25 02:02:00,2026-10-25 02:05:00,,60,120,180`,
		`id-2,,counter,cancelledByStaff,mocha,,2026-10-25T00:59:00Z,2026-10-25 02:59:00,2026-10-25 02:59:00,,,2026-10-25 02:59:00,,,`,
		``,
	}, "\r\n")
	if string(got) != want {
		t.Errorf("CSV =\n%s\nwant\n%s", got, want)
	}
	if strings.Contains(string(got), "mia") {
		t.Error("CSV has the name of a barista")
	}
}

func TestNoCellOfTheCSVIsAFormula(t *testing.T) {
	for _, text := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "＋1", "－1", "＠1", `=HYPERLINK("http://evil.example","x")`} {
		named := coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: text}}}
		order := store.Order{ID: text, Order: `{"drink":"tea"}`}
		file, err := day.CSV([]store.Order{order}, named, time.UTC)
		must(t, err)
		rows, err := csv.NewReader(strings.NewReader(string(file))).ReadAll()
		must(t, err)
		if rows[1][0] == text || !strings.HasPrefix(rows[1][0], "'") || rows[1][4] != rows[1][0] {
			t.Errorf("cells of %q = %q, want an apostrophe in front", text, rows[1])
		}
	}
	file, err := day.CSV([]store.Order{{ID: "plain", Order: `{"drink":"tea","modifiers":{"=1":"-2"}}`}}, menu, time.UTC)
	must(t, err)
	if rows := string(file); !strings.Contains(rows, "\r\nplain,") || !strings.Contains(rows, ",Tea,'=1: -2,") {
		t.Errorf("CSV = %s, want plain texts as they are, and modifiers as one harmless text", rows)
	}
}

func TestTheCSVOfADayWithoutOrdersHasAHeader(t *testing.T) {
	file, err := day.CSV(nil, menu, time.UTC)
	must(t, err)
	if lines := slices.Collect(strings.Lines(string(file))); len(lines) != 1 || !strings.HasPrefix(lines[0], "\uFEFForder id,") {
		t.Errorf("CSV = %q, want the header alone", file)
	}
}
