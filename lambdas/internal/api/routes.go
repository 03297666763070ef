package api

import (
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Route describes an operation that takes an I and answers an O.
type Route[I, O any] struct {
	ID, Method, Path, Summary string
	// Staff are the groups that may call it, none where everyone may.
	Staff []string
	// Secret is true where the order's secret opens it.
	Secret bool
	// Status is that of success, 200 if 0.
	Status int
	// MaxBody is how many bytes the body may have, the constant MaxBody if 0.
	MaxBody int
	// Errors are the codes it may answer with, besides those of any route.
	Errors []coffee.ErrorCode
}

// Security schemes, by their names in the OpenAPI document.
const (
	orderSecret = "orderSecret"
	staffToken  = "staffToken"
)

var (
	barista = []string{coffee.GroupBarista}
	manager = []string{coffee.GroupManager}
)

// The customer's routes.
var (
	ShopView = Route[struct{}, ShopOutput]{
		ID: "shop-view", Method: http.MethodGet, Path: "/api/shop",
		Summary: "Whether the shop is open, its menu and its queue",
	}
	OrderRedeem = Route[RedeemInput, RedeemOutput]{
		ID: "order-redeem", Method: http.MethodPost, Path: "/api/orders", Status: http.StatusCreated,
		Summary: "Take one of a QR code's drinks, and a place in the queue",
		Errors: []coffee.ErrorCode{coffee.CodeMalformed, coffee.CodeUnknown, coffee.CodeExpired, coffee.CodeUsedUp,
			coffee.ShopIsClosed, coffee.QueueIsFull, coffee.NothingToHave, coffee.WrongState},
	}
	OrderView = Route[OrderInput, OrderOutput]{
		ID: "order-view", Method: http.MethodGet, Path: "/api/orders/{id}", Secret: true,
		Summary: "How an order is doing",
		Errors:  []coffee.ErrorCode{coffee.UnknownOrder},
	}
	OrderPlace = Route[PlaceInput, OrderOutput]{
		ID: "order-place", Method: http.MethodPut, Path: "/api/orders/{id}", Secret: true,
		Summary: "Say what the drink shall be",
		Errors:  []coffee.ErrorCode{coffee.UnknownOrder, coffee.UnknownDrink, coffee.SoldOut, coffee.WrongModifier, coffee.WrongState},
	}
	OrderCancel = Route[OrderInput, OrderOutput]{
		ID: "order-cancel", Method: http.MethodDelete, Path: "/api/orders/{id}", Secret: true,
		Summary: "Give an order up, which is possible until it is claimed",
		Errors:  []coffee.ErrorCode{coffee.UnknownOrder, coffee.WrongState},
	}
)

// The barista's routes.
var (
	QueueView = Route[struct{}, QueueOutput]{
		ID: "queue-view", Method: http.MethodGet, Path: "/api/queue", Staff: barista,
		Summary: "The orders to be made, by number",
	}
	QueueAdd = Route[ByHandInput, QueuedOutput]{
		ID: "queue-add", Method: http.MethodPost, Path: "/api/queue", Staff: barista, Status: http.StatusCreated,
		Summary: "Take an order by hand, at the counter",
		Errors: []coffee.ErrorCode{coffee.UnknownDrink, coffee.SoldOut, coffee.WrongModifier,
			coffee.ShopIsClosed, coffee.QueueIsFull, coffee.NothingToHave, coffee.KeyReused, coffee.WrongState},
	}
	QueueClaim    = move("claim", "Begin to make a drink", coffee.ClaimedByOther)
	QueueRelease  = move("release", "Leave a claimed drink to the others", coffee.ClaimedByOther)
	QueueComplete = move("complete", "Say that a drink is ready", coffee.ClaimedByOther)
	QueueCollect  = move("collect", "Hand a drink over")
	QueueCancel   = Route[CancelInput, QueuedOutput]{
		ID: "queue-cancel", Method: http.MethodPost, Path: "/api/queue/{id}/cancel", Staff: barista,
		Summary: "Give an order up, with a reason",
		Errors:  []coffee.ErrorCode{coffee.UnknownOrder, coffee.WrongState},
	}
)

// move describes what a barista does to an order.
func move(verb, summary string, more ...coffee.ErrorCode) Route[OrderInput, QueuedOutput] {
	return Route[OrderInput, QueuedOutput]{
		ID: "queue-" + verb, Method: http.MethodPost, Path: "/api/queue/{id}/" + verb, Staff: barista, Summary: summary,
		Errors: append(more, coffee.UnknownOrder, coffee.WrongState),
	}
}

// The routes of whoever runs the shop.
var (
	CodeView = Route[struct{}, CodeOutput]{
		ID: "code-view", Method: http.MethodGet, Path: "/api/code", Staff: []string{coffee.GroupDisplay, coffee.GroupManager},
		Summary: "The current QR code",
	}
	ShopOpen = Route[OpenInput, OpenOutput]{
		ID: "shop-open", Method: http.MethodPut, Path: "/api/shop", Staff: []string{coffee.GroupBarista, coffee.GroupManager},
		Summary: "Open or close the shop",
		Errors:  []coffee.ErrorCode{coffee.EmptyMenu},
	}
	MenuReplace = Route[MenuInput, MenuOutput]{
		ID: "menu-replace", Method: http.MethodPut, Path: "/api/menu", Staff: manager, MaxBody: MaxMenuBody,
		Summary: "Replace the menu",
		Errors:  []coffee.ErrorCode{coffee.InvalidMenu, coffee.EmptyMenu},
	}
	DrinkAvailable = Route[AvailableInput, MenuOutput]{
		ID: "drink-available", Method: http.MethodPut, Path: "/api/menu/{drink}",
		Staff:   []string{coffee.GroupBarista, coffee.GroupManager},
		Summary: "Mark a drink as sold out, or as available again",
		Errors:  []coffee.ErrorCode{coffee.UnknownDrink},
	}
	SettingsView = Route[struct{}, LimitsOutput]{
		ID: "settings-view", Method: http.MethodGet, Path: "/api/settings", Staff: manager,
		Summary: "The limits",
	}
	SettingsReplace = Route[LimitsInput, LimitsOutput]{
		ID: "settings-replace", Method: http.MethodPut, Path: "/api/settings", Staff: manager,
		Summary: "Set the limits: of the queue from the next order on, of drinks at once, of the period from the next code on",
		Errors:  []coffee.ErrorCode{coffee.InvalidSettings},
	}
	OpenAPIView = Route[struct{}, DocumentOutput]{
		ID: "openapi-view", Method: http.MethodGet, Path: "/api/openapi.json",
		Summary: "This document",
	}
)

func (r Route[I, O]) operation() huma.Operation {
	op := huma.Operation{
		OperationID: r.ID, Method: r.Method, Path: r.Path, Summary: r.Summary, DefaultStatus: r.Status,
		Errors:       []int{http.StatusTooManyRequests}, // by API Gateway
		MaxBodyBytes: -1,                                // which ServeHTTP limits
	}
	switch {
	case r.Secret:
		op.Tags, op.Security = []string{"customer"}, []map[string][]string{{orderSecret: {}}}
	case len(r.Staff) > 0:
		op.Tags, op.Security = []string{"staff"}, []map[string][]string{{staffToken: {}}}
		op.Description = "For " + strings.Join(r.Staff, " or ") + "."
	default:
		op.Tags = []string{"anyone"}
	}
	for status := range r.codes() {
		op.Errors = append(op.Errors, status)
	}
	return op
}

// hasBody reports whether a request says something in its body.
func (r Route[I, O]) hasBody() bool {
	_, has := reflect.TypeFor[I]().FieldByName("Body")
	return has
}

// invalid is the code for what cannot be a request of the route, where there is
// anything in it to be wrong.
func (r Route[I, O]) invalid() []coffee.ErrorCode {
	if r.hasBody() || strings.Contains(r.Path, "{") {
		return []coffee.ErrorCode{coffee.InvalidRequest}
	}
	return nil
}
