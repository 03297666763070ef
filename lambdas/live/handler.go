package live

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/token"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
)

// handler serves the WebSocket API and sends the changes to its clients.
type handler struct {
	store interface {
		Connect(ctx context.Context, connection string, at time.Time) error
		Subscribe(ctx context.Context, connection, channel string, at time.Time) (bool, error)
		Unsubscribe(ctx context.Context, connection, channel string) error
		Subscribers(ctx context.Context, channel string) ([]string, error)
		Disconnect(ctx context.Context, connection string) error
		DisconnectIdle(ctx context.Context, connection string) (bool, error)

		Order(ctx context.Context, id string) (store.Order, bool, error)
		InState(context.Context, coffee.State) ([]store.Order, error)
		Latest(ctx context.Context, state coffee.State, since time.Time, most int) ([]store.Order, error)
		Timetable(context.Context) (coffee.Timetable, error)
		Menu(context.Context) (coffee.Menu, error)
		CurrentCode(ctx context.Context, now time.Time, drinks int, period time.Duration) (store.QRCode, error)
	}
	sockets interface {
		Post(ctx context.Context, connection string, message []byte) error
		Close(ctx context.Context, connection string) error
	}
	idle interface {
		CheckLater(ctx context.Context, connection string) error
	}
	tokens interface {
		Verify(ctx context.Context, text string) (token.Claims, error)
	}
	// staffClient and displayClient are the IDs of the app clients whose tokens are
	// accepted; the latter's only for the display.
	staffClient, displayClient string
	// allows reports whether pages of an origin may connect.
	allows func(origin string) bool
	// placeWithin is how long a customer has to choose a drink.
	placeWithin time.Duration
	log         *slog.Logger
	metrics     metric.Namespace
	now         func() time.Time

	wait   view.Recent[time.Duration]
	recent recent
}

// event is what tells the events apart that invoke the function.
type event struct {
	RequestContext struct {
		EventType string `json:"eventType"`
	} `json:"requestContext"`
	Records    []json.RawMessage `json:"Records"`
	DetailType string            `json:"detail-type"`
}

// handle handles an event of the WebSocket API, the orders table's stream, the idle
// queue or the event bus.
func (h *handler) handle(ctx context.Context, raw json.RawMessage) (any, error) {
	var e event
	if err := json.Unmarshal(raw, &e); err != nil {
		return nil, fmt.Errorf("event: %w", err)
	}
	switch {
	case e.RequestContext.EventType != "":
		var request events.APIGatewayWebsocketProxyRequest
		if err := json.Unmarshal(raw, &request); err != nil {
			return nil, fmt.Errorf("request: %w", err)
		}
		return h.serve(ctx, request), nil
	case len(e.Records) > 0 && sourceOf(e.Records[0]) == "aws:dynamodb":
		return h.sendChanges(ctx, e.Records), nil
	case len(e.Records) > 0 && sourceOf(e.Records[0]) == "aws:sqs":
		return h.closeIdle(ctx, e.Records), nil
	case e.DetailType != "":
		return nil, h.sendShop(ctx)
	default:
		return nil, fmt.Errorf("an event from an unknown source")
	}
}

func sourceOf(record json.RawMessage) string {
	var r struct {
		EventSource string `json:"eventSource"`
	}
	_ = json.Unmarshal(record, &r)
	return r.EventSource
}

// serve handles a request of the WebSocket API. A client's message is answered by a
// message of its own, not by the response.
func (h *handler) serve(ctx context.Context, request events.APIGatewayWebsocketProxyRequest) events.APIGatewayProxyResponse {
	status, err := 200, error(nil)
	connection := request.RequestContext.ConnectionID
	switch request.RequestContext.EventType {
	case "CONNECT":
		h.log.InfoContext(ctx, "a client connects", "connectionId", connection)
		status, err = h.connect(ctx, connection, request.Headers)
	case "DISCONNECT":
		h.log.InfoContext(ctx, "a client disconnected", "connectionId", connection)
		err = h.store.Disconnect(ctx, connection)
	default:
		err = h.receive(ctx, connection, request)
	}
	if err != nil {
		h.log.ErrorContext(ctx, "could not serve a request", "connectionId", connection, "type", request.RequestContext.EventType, "error", err)
		status = 500
	}
	return events.APIGatewayProxyResponse{StatusCode: status}
}
