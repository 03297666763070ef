package store

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// ConnectionRetention is how long the items of a connection are kept. API Gateway closes
// connections after 2 hours ("Quotas for configuring and running a WebSocket API").
const ConnectionRetention = 3 * time.Hour

// Connect stores a new connection, without subscriptions.
func (s *Store) Connect(ctx context.Context, connection string, at time.Time) error {
	return s.putConnection(ctx, schema.ConnectionChannel(connection), connection, at)
}

// Subscribe subscribes a connection to a channel, and reports whether it did. It does
// not if the connection is not stored, or not any more.
func (s *Store) Subscribe(ctx context.Context, connection, channel string, at time.Time) (bool, error) {
	w := writeTo(connectionKey(schema.ConnectionChannel(connection), connection))
	w.quiet = true
	w.adds = fmt.Sprintf("%s %s", w.name(schema.ChannelsAttribute), w.value("channel", &types.AttributeValueMemberSS{Value: []string{channel}}))
	w.condition = w.exists(schema.ChannelAttribute)
	_, connected, err := s.client.update(ctx, s.tables.Connections, w)
	if err != nil {
		return false, fmt.Errorf("channels of connection %s: %w", connection, err)
	}
	if !connected {
		return false, nil
	}
	return true, s.putConnection(ctx, channel, connection, at)
}

// Unsubscribe deletes one subscription of a connection that is gone.
func (s *Store) Unsubscribe(ctx context.Context, connection, channel string) error {
	_, err := s.deleteConnection(ctx, writeTo(connectionKey(channel, connection)))
	return err
}

// Subscribers lists the connections that are subscribed to a channel, with strong
// consistency.
func (s *Store) Subscribers(ctx context.Context, channel string) ([]string, error) {
	items, err := s.channel(ctx, channel)
	connections := make([]string, len(items))
	for i, found := range items {
		connections[i] = readText(found[schema.ConnectionAttribute])
	}
	return connections, err
}

// Disconnect deletes a connection and its subscriptions.
func (s *Store) Disconnect(ctx context.Context, connection string) error {
	own := schema.ConnectionChannel(connection)
	items, err := s.channel(ctx, own)
	if err != nil {
		return err
	}
	for _, channel := range readTexts(first(items)[schema.ChannelsAttribute]) {
		if err := s.Unsubscribe(ctx, connection, channel); err != nil {
			return err
		}
	}
	return s.Unsubscribe(ctx, connection, own)
}

// DisconnectIdle deletes a connection that is not subscribed to any channel, and reports
// whether it is gone. It cannot subscribe afterwards.
func (s *Store) DisconnectIdle(ctx context.Context, connection string) (bool, error) {
	w := writeTo(connectionKey(schema.ConnectionChannel(connection), connection))
	w.condition = w.missing(schema.ChannelsAttribute)
	return s.deleteConnection(ctx, w)
}

func connectionKey(channel, connection string) item {
	return item{schema.ChannelAttribute: text(channel), schema.ConnectionAttribute: text(connection)}
}

func (s *Store) putConnection(ctx context.Context, channel, connection string, at time.Time) error {
	created := connectionKey(channel, connection)
	created[schema.ConnectionExpiresAttribute] = number(at.Add(ConnectionRetention).Unix())
	if _, _, err := s.client.put(ctx, s.tables.Connections, writeTo(created)); err != nil {
		return fmt.Errorf("connection %s in channel %s: %w", connection, channel, err)
	}
	return nil
}

func (s *Store) deleteConnection(ctx context.Context, w *write) (bool, error) {
	held, err := s.client.delete(ctx, s.tables.Connections, w)
	if err != nil {
		return false, fmt.Errorf("connection %s: %w", readText(w.item[schema.ConnectionAttribute]), err)
	}
	return held, nil
}

// channel reads the items of a channel.
func (s *Store) channel(ctx context.Context, channel string) ([]item, error) {
	query := &dynamodb.QueryInput{
		TableName: &s.tables.Connections, ConsistentRead: new(true),
		KeyConditionExpression:    new("#channel = :channel"),
		ExpressionAttributeNames:  map[string]string{"#channel": schema.ChannelAttribute},
		ExpressionAttributeValues: item{":channel": text(channel)},
	}
	var items []item
	for {
		page, err := s.client.query(ctx, query)
		if err != nil {
			return nil, fmt.Errorf("channel %s: %w", channel, err)
		}
		items = append(items, page.Items...)
		if query.ExclusiveStartKey = page.LastEvaluatedKey; len(page.LastEvaluatedKey) == 0 {
			return items, nil
		}
	}
}
