package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
)

func TestEachDrinkIsALineInTheBooks(t *testing.T) {
	for detailType, want := range map[string]string{
		"OrderCompleted":   "msg=sold cafe=campus.stadium orderNumber=7",
		"BaristaTimedOut":  "msg=lost cafe=campus.stadium orderNumber=7",
		"CustomerTimedOut": "",
	} {
		var books strings.Builder
		log = slog.New(slog.NewTextHandler(&books, nil))
		err := handle(context.Background(), events.EventBridgeEvent{
			Source: "campus.stadium", DetailType: detailType,
			Detail: json.RawMessage(`{"version":1,"orderId":"o-1","time":"2026-11-22T09:00:00.000Z","orderNumber":7}`),
		})
		if err != nil || !strings.Contains(books.String(), want) || want == "" && books.Len() > 0 {
			t.Errorf("%s: got %q, %v, want %q", detailType, books.String(), err, want)
		}
	}
}

func TestBrokenEventIsAnErrorSoThatItBecomesADeadLetter(t *testing.T) {
	err := handle(context.Background(), events.EventBridgeEvent{ID: "e-1", DetailType: "OrderCompleted", Detail: json.RawMessage(`[]`)})
	if err == nil || !strings.Contains(err.Error(), "e-1") {
		t.Errorf("got error %v, want one that names e-1", err)
	}
}
