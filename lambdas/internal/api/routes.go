package api

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

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
	// Errors are the codes it may answer with, besides those of any route.
	Errors []coffee.Code
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
		Errors: []coffee.Code{coffee.CodeMalformed, coffee.CodeUnknown, coffee.CodeExpired, coffee.CodeUsedUp,
			coffee.ShopIsClosed, coffee.QueueIsFull, coffee.WrongState},
	}
	OrderView = Route[OrderInput, OrderOutput]{
		ID: "order-view", Method: http.MethodGet, Path: "/api/orders/{id}", Secret: true,
		Summary: "How an order is doing",
		Errors:  []coffee.Code{coffee.UnknownOrder},
	}
	OrderPlace = Route[PlaceInput, OrderOutput]{
		ID: "order-place", Method: http.MethodPut, Path: "/api/orders/{id}", Secret: true,
		Summary: "Say what the drink shall be",
		Errors:  []coffee.Code{coffee.UnknownOrder, coffee.UnknownDrink, coffee.SoldOut, coffee.WrongModifier, coffee.WrongState},
	}
	OrderCancel = Route[OrderInput, OrderOutput]{
		ID: "order-cancel", Method: http.MethodDelete, Path: "/api/orders/{id}", Secret: true,
		Summary: "Give an order up, which is possible until it is claimed",
		Errors:  []coffee.Code{coffee.UnknownOrder, coffee.WrongState},
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
		Errors: []coffee.Code{coffee.UnknownDrink, coffee.SoldOut, coffee.WrongModifier,
			coffee.ShopIsClosed, coffee.QueueIsFull, coffee.KeyReused, coffee.WrongState},
	}
	QueueClaim    = move("claim", "Begin to make a drink", coffee.ClaimedByOther)
	QueueRelease  = move("release", "Leave a claimed drink to the others", coffee.ClaimedByOther)
	QueueComplete = move("complete", "Say that a drink is ready", coffee.ClaimedByOther)
	QueueCollect  = move("collect", "Hand a drink over")
	QueueCancel   = Route[CancelInput, QueuedOutput]{
		ID: "queue-cancel", Method: http.MethodPost, Path: "/api/queue/{id}/cancel", Staff: barista,
		Summary: "Give an order up, with a reason",
		Errors:  []coffee.Code{coffee.UnknownOrder, coffee.WrongState},
	}
)

// move describes what a barista does to an order.
func move(verb, summary string, more ...coffee.Code) Route[OrderInput, QueuedOutput] {
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
	}
	MenuReplace = Route[MenuInput, MenuOutput]{
		ID: "menu-replace", Method: http.MethodPut, Path: "/api/menu", Staff: manager,
		Summary: "Replace the menu",
		Errors:  []coffee.Code{coffee.InvalidMenu},
	}
	DrinkAvailable = Route[AvailableInput, MenuOutput]{
		ID: "drink-available", Method: http.MethodPut, Path: "/api/menu/{drink}",
		Staff:   []string{coffee.GroupBarista, coffee.GroupManager},
		Summary: "Mark a drink as sold out, or as available again",
		Errors:  []coffee.Code{coffee.UnknownDrink},
	}
	SettingsView = Route[struct{}, LimitsOutput]{
		ID: "settings-view", Method: http.MethodGet, Path: "/api/settings", Staff: manager,
		Summary: "The limits",
	}
	SettingsReplace = Route[LimitsInput, LimitsOutput]{
		ID: "settings-replace", Method: http.MethodPut, Path: "/api/settings", Staff: manager,
		Summary: "Set the limits, from the next order on",
		Errors:  []coffee.Code{coffee.InvalidSettings},
	}
	OpenAPIView = Route[struct{}, DocumentOutput]{
		ID: "openapi-view", Method: http.MethodGet, Path: "/api/openapi.json",
		Summary: "This document",
	}
)

func (r Route[I, O]) operation() huma.Operation {
	op := huma.Operation{
		OperationID: r.ID, Method: r.Method, Path: r.Path, Summary: r.Summary, DefaultStatus: r.Status,
		Errors: []int{http.StatusServiceUnavailable},
	}
	codes := r.Errors
	switch {
	case r.Secret:
		op.Tags, op.Security = []string{"customer"}, []map[string][]string{{orderSecret: {}}}
		codes = append(slices.Clip(codes), coffee.Unauthenticated)
	case len(r.Staff) > 0:
		op.Tags, op.Security = []string{"staff"}, []map[string][]string{{staffToken: {}}}
		op.Description = "For " + strings.Join(r.Staff, " or ") + "."
		codes = append(slices.Clip(codes), coffee.Unauthenticated, coffee.Forbidden)
	default:
		op.Tags = []string{"anyone"}
	}
	if r.Method != http.MethodGet {
		codes = append(slices.Clip(codes), coffee.TooLarge, coffee.InvalidRequest)
		op.Errors = append(op.Errors, http.StatusUnsupportedMediaType)
	}
	for _, code := range codes {
		op.Errors = append(op.Errors, statuses[code])
	}
	// Throttled by API Gateway before it gets here.
	op.Errors = append(op.Errors, http.StatusTooManyRequests)
	return op
}

// documentGateway adds to an operation what API Gateway answers before or
// instead of the function, which is not for us to shape.
func (a *API) documentGateway(op *huma.Operation) {
	refused := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[GatewayRefusal](), true, "")
	for _, status := range []int{
		http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusServiceUnavailable,
	} {
		if response := op.Responses[strconv.Itoa(status)]; response != nil {
			response.Content["application/json"] = &huma.MediaType{Schema: refused}
		}
	}
}

// GatewayRefusal is an error of API Gateway's own, such as for a token that has
// expired or for too many requests.
type GatewayRefusal struct {
	Message string `json:"message"`
}

// description begins the OpenAPI document.
func description() *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Coffee shop", Version: "1",
			Description: "Order a coffee with a QR code, make it, and run the shop. " +
				"Every error is a problem document (RFC 9457) with a code, except those of API Gateway itself.",
		},
		Components: &huma.Components{
			Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				orderSecret: {Type: "http", Scheme: "bearer", Description: "The secret that came with the order."},
				staffToken:  {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "An access token of the staff's user pool."},
			},
		},
	}
}

// whole has all routes, whichever function answers them. It answers none.
var whole = sync.OnceValue(func() *API {
	a := New(slog.New(slog.DiscardHandler))
	describe(a, ShopView)
	describe(a, OrderRedeem)
	describe(a, OrderView)
	describe(a, OrderPlace)
	describe(a, OrderCancel)
	describe(a, QueueView)
	describe(a, QueueAdd)
	for _, route := range []Route[OrderInput, QueuedOutput]{QueueClaim, QueueRelease, QueueComplete, QueueCollect} {
		describe(a, route)
	}
	describe(a, QueueCancel)
	describe(a, CodeView)
	describe(a, ShopOpen)
	describe(a, MenuReplace)
	describe(a, DrinkAvailable)
	describe(a, SettingsView)
	describe(a, SettingsReplace)
	describe(a, OpenAPIView)
	return a
})

// Document is the OpenAPI document of all routes.
func Document() (map[string]any, error) {
	text, err := json.Marshal(whole().huma.OpenAPI())
	if err != nil {
		return nil, err
	}
	var document map[string]any
	return document, json.Unmarshal(text, &document)
}

func describe[I, O any](a *API, route Route[I, O]) {
	Handle(a, route, nil)
	for _, op := range operations(a.huma.OpenAPI().Paths[route.Path]) {
		if op != nil && op.OperationID == route.ID {
			a.documentGateway(op)
		}
	}
}

func operations(path *huma.PathItem) []*huma.Operation {
	return []*huma.Operation{path.Get, path.Post, path.Put, path.Delete}
}
