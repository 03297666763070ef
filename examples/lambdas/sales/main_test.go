package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
)

func TestEachDrinkIsLogged(t *testing.T) {
	for detailType, want := range map[string]string{
		"OrderCompleted":   "msg=sold cafe=campus.stadium orderNumber=7",
		"BaristaTimedOut":  "msg=lost cafe=campus.stadium orderNumber=7",
		"CustomerTimedOut": "",
	} {
		var lines strings.Builder
		log = slog.New(slog.NewTextHandler(&lines, nil))
		err := handle(context.Background(), events.EventBridgeEvent{
			Source: "campus.stadium", DetailType: detailType,
			Detail: json.RawMessage(`{"version":1,"orderId":"o-1","time":"2026-11-22T09:00:00.000Z","orderNumber":7}`),
		})
		if err != nil || !strings.Contains(lines.String(), want) || want == "" && lines.Len() > 0 {
			t.Errorf("%s: got %q, %v, want %q", detailType, lines.String(), err, want)
		}
	}
}

// Lambda retries an event that fails, and then makes it a dead letter.
func TestAnInvalidEventIsAnError(t *testing.T) {
	err := handle(context.Background(), events.EventBridgeEvent{ID: "e-1", DetailType: "OrderCompleted", Detail: json.RawMessage(`[]`)})
	if err == nil || !strings.Contains(err.Error(), "e-1") {
		t.Errorf("handle() = %v, want an error with e-1", err)
	}
}
