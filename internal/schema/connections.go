package schema

import "github.com/serverless-coffee/coffeeshop/api"

// Keys and attributes of the connections table. It has one item for each connection, in
// the channel ConnectionChannel, and one for each subscription of a connection.
const (
	ChannelAttribute           = "channel"    // partition key
	ConnectionAttribute        = "connection" // sort key: the connection ID
	ChannelsAttribute          = "channels"   // of a connection: the channels that it is subscribed to, as a string set
	ConnectionExpiresAttribute = "expiresAt"  // when DynamoDB deletes the item, epoch seconds
)

// ConnectionChannel returns the partition key of a connection's own item.
func ConnectionChannel(connection string) string { return "connection#" + connection }

// OrderChannel returns the partition key of the subscriptions to an order.
func OrderChannel(orderID string) string { return string(api.OrderChannel) + "#" + orderID }
