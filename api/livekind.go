package api

import "reflect"

// LiveKind describes one kind of message to clients.
type LiveKind struct {
	// Name names the message in the documents, such as BoardMessage.
	Name string
	// Channel is empty if the message belongs to the connection.
	Channel Channel
	// Types are the values of the message's field type.
	Types []LiveType
	// Message is the Go type of the message.
	Message reflect.Type
	// Summary and Description document the message for people.
	Summary, Description string
}

// LiveKinds returns every kind of message to clients. docs/asyncapi.json and the pages'
// types are generated from it.
func LiveKinds() []LiveKind {
	return []LiveKind{
		kind[BoardMessage]("BoardMessage", BoardChannel, "The board", "With the menu in snapshots, and when the menu changed.", Snapshot, Change),
		kind[DisplayMessage]("DisplayMessage", DisplayChannel, "The board and the current QR code", "Subscribe again when the code expires. There is no change for a new code.", Snapshot, Change),
		kind[QueueSnapshot]("QueueSnapshot", BaristaChannel, "The baristas' queue", "", Snapshot),
		kind[QueueChange]("QueueChange", BaristaChannel, "One order of the baristas' queue", "An order that ended moves to the finished ones.", Change),
		kind[OrderMessage]("OrderMessage", OrderChannel, "One order", "", Snapshot, Change),
		kind[LivePong]("LivePong", "", "The answer to a ping", "", Pong),
		kind[LiveError]("LiveError", "", "Why a request is refused", "The connection is closed after it.", Failure),
	}
}

func kind[Message any](name string, channel Channel, summary, description string, types ...LiveType) LiveKind {
	return LiveKind{
		Name: name, Channel: channel, Types: types, Message: reflect.TypeFor[Message](),
		Summary: summary, Description: description,
	}
}
