package storetest

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Connect stores a new connection.
func (m *Memory) Connect(_ context.Context, connection string, _ time.Time) error {
	unlock, err := m.lock("Connect")
	if err != nil {
		return err
	}
	defer unlock()
	m.join(schema.ConnectionChannel(connection), connection)
	return nil
}

func (m *Memory) join(channel, connection string) {
	if m.connections == nil {
		m.connections = map[string]map[string]bool{}
	}
	if m.connections[channel] == nil {
		m.connections[channel] = map[string]bool{}
	}
	m.connections[channel][connection] = true
}

// Subscribe subscribes a stored connection to a channel.
func (m *Memory) Subscribe(_ context.Context, connection, channel string, _ time.Time) (bool, error) {
	unlock, err := m.lock("Subscribe")
	if err != nil {
		return false, err
	}
	defer unlock()
	if !m.connections[schema.ConnectionChannel(connection)][connection] {
		return false, nil
	}
	m.join(channel, connection)
	return true, nil
}

// Unsubscribe deletes one subscription of a connection.
func (m *Memory) Unsubscribe(_ context.Context, connection, channel string) error {
	unlock, err := m.lock("Unsubscribe")
	if err != nil {
		return err
	}
	defer unlock()
	delete(m.connections[channel], connection)
	return nil
}

// Subscribers lists the connections that are subscribed to a channel, sorted.
func (m *Memory) Subscribers(_ context.Context, channel string) ([]string, error) {
	unlock, err := m.lock("Subscribers")
	if err != nil {
		return nil, err
	}
	defer unlock()
	return slices.Sorted(maps.Keys(m.connections[channel])), nil
}

// Disconnect deletes a connection and its subscriptions.
func (m *Memory) Disconnect(_ context.Context, connection string) error {
	unlock, err := m.lock("Disconnect")
	if err != nil {
		return err
	}
	defer unlock()
	for _, connections := range m.connections {
		delete(connections, connection)
	}
	return nil
}

// DisconnectIdle deletes a connection without subscriptions.
func (m *Memory) DisconnectIdle(_ context.Context, connection string) (bool, error) {
	unlock, err := m.lock("DisconnectIdle")
	if err != nil {
		return false, err
	}
	defer unlock()
	own := schema.ConnectionChannel(connection)
	for channel, connections := range m.connections {
		if channel != own && connections[connection] {
			return false, nil
		}
	}
	delete(m.connections[own], connection)
	return true, nil
}
