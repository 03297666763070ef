package asyncapi

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"github.com/serverless-coffee/coffeeshop/api"
)

// CheckMessage returns an error if text is not a message to a client as the document
// describes it: of a known kind, without missing, wrong or unknown fields, and not
// larger than api.MaxLiveMessage.
func CheckMessage(text []byte) error {
	if len(text) > api.MaxLiveMessage {
		return fmt.Errorf("message has %d bytes, want at most %d", len(text), api.MaxLiveMessage)
	}
	kind, err := kindOf(text)
	if err != nil {
		return err
	}
	return check(text, registry().Map()[kind.Name])
}

// kindOf returns the kind of a message by its type and channel.
func kindOf(text []byte) (api.LiveKind, error) {
	var head struct {
		Type    api.LiveType
		Channel api.Channel
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return api.LiveKind{}, fmt.Errorf("message %q: %w", text, err)
	}
	for _, kind := range api.LiveKinds() {
		for _, t := range kind.Types {
			if t == head.Type && (kind.Channel == "" || kind.Channel == head.Channel) {
				return kind, nil
			}
		}
	}
	return api.LiveKind{}, fmt.Errorf("no message has type %q on channel %q", head.Type, head.Channel)
}

// check validates a JSON text against a schema.
func check(text []byte, schema *huma.Schema) error {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	var result huma.ValidateResult
	huma.Validate(registry(), schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, value, &result)
	return errors.Join(result.Errors...)
}
