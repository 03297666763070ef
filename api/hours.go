package api

import (
	"net/http"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Routes of the opening hours.
var (
	HoursView = define[struct{}, HoursOutput](Operation{
		ID: "hours-view", Method: http.MethodGet, Path: "/api/hours", Function: Manager, Staff: managers,
		Summary:     "View the opening hours",
		Description: "The hours of each day of the week, and those of single dates, on the clock of the shop's time zone.",
	})
	HoursReplace = define[HoursInput, HoursOutput](Operation{
		ID: "hours-replace", Method: http.MethodPut, Path: "/api/hours", Function: Manager, Staff: managers,
		Summary: "Replace the opening hours",
		Description: "The shop opens and closes by itself at these times, within a minute. Opening or closing it by hand holds until the next of these times. " +
			"New hours apply at once: of the times that they have since the shop was last opened or closed, the last one decides. Without hours, the shop opens and closes by hand only.",
		Errors: []coffee.ErrorCode{coffee.InvalidHours},
	})
)

// Hours are the opening hours, with the bounds of coffee.Hours.
type Hours struct {
	Week       Week             `json:"week"`
	Exceptions []HoursException `json:"exceptions" nullable:"false" maxItems:"100" doc:"Dates with other hours than their day of the week has, each at most once."`
}

// Week has the intervals of each day of the week.
type Week struct {
	Monday    []Interval `json:"monday" nullable:"false" maxItems:"6" doc:"The intervals of the day, in order and without overlap. None means closed."`
	Tuesday   []Interval `json:"tuesday" nullable:"false" maxItems:"6"`
	Wednesday []Interval `json:"wednesday" nullable:"false" maxItems:"6"`
	Thursday  []Interval `json:"thursday" nullable:"false" maxItems:"6"`
	Friday    []Interval `json:"friday" nullable:"false" maxItems:"6"`
	Saturday  []Interval `json:"saturday" nullable:"false" maxItems:"6"`
	Sunday    []Interval `json:"sunday" nullable:"false" maxItems:"6"`
}

// HoursException has the intervals of one date.
type HoursException struct {
	Date      string     `json:"date" pattern:"^\\d{4}-\\d{2}-\\d{2}$" example:"2026-12-24"`
	Intervals []Interval `json:"intervals" nullable:"false" maxItems:"6" doc:"The intervals of the date, in order and without overlap. None means closed."`
}

// Interval is a time of the day during which the shop is open.
type Interval struct {
	From string `json:"from" pattern:"^([01]\\d|2[0-3]):[0-5]\\d$" doc:"When the shop opens." example:"08:00"`
	To   string `json:"to" pattern:"^([01]\\d|2[0-3]):[0-5]\\d$" doc:"When the shop closes: on the next day if it is not after from, so 00:00 to 00:00 is the whole day." example:"18:00"`
}

// HoursInput holds new opening hours.
type HoursInput struct{ Body Hours }

// HoursOutput holds the current opening hours.
type HoursOutput struct{ Body Hours }

// HoursOf converts the domain's opening hours to the API's.
func HoursOf(h coffee.Hours) Hours {
	w := h.Week
	return Hours{
		Week: Week{
			Monday: convert[Interval](w.Monday), Tuesday: convert[Interval](w.Tuesday), Wednesday: convert[Interval](w.Wednesday),
			Thursday: convert[Interval](w.Thursday), Friday: convert[Interval](w.Friday), Saturday: convert[Interval](w.Saturday), Sunday: convert[Interval](w.Sunday),
		},
		Exceptions: each(h.Exceptions, func(e coffee.HoursException) HoursException {
			return HoursException{Date: e.Date, Intervals: convert[Interval](e.Intervals)}
		}),
	}
}

// Hours converts the opening hours to the domain's.
func (h Hours) Hours() coffee.Hours {
	w := h.Week
	return coffee.Hours{
		Week: coffee.Week{
			Monday: convert[coffee.Interval](w.Monday), Tuesday: convert[coffee.Interval](w.Tuesday), Wednesday: convert[coffee.Interval](w.Wednesday),
			Thursday: convert[coffee.Interval](w.Thursday), Friday: convert[coffee.Interval](w.Friday), Saturday: convert[coffee.Interval](w.Saturday), Sunday: convert[coffee.Interval](w.Sunday),
		},
		Exceptions: each(h.Exceptions, func(e HoursException) coffee.HoursException {
			return coffee.HoursException{Date: e.Date, Intervals: convert[coffee.Interval](e.Intervals)}
		}),
	}
}

// convert converts intervals to those of the API or of the domain.
func convert[To, From Interval | coffee.Interval](intervals []From) []To {
	return each(intervals, func(i From) To { return To(i) })
}

func each[To, From any](list []From, convert func(From) To) []To {
	converted := make([]To, len(list))
	for i, one := range list {
		converted[i] = convert(one)
	}
	return converted
}
