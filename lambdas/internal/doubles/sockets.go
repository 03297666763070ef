package doubles

import (
	"context"
	"slices"
	"sync"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/sockets"
)

// Sockets records the messages to connections. Every connection is open until it is in
// Gone or was closed.
type Sockets struct {
	// Gone lists the connections that are closed.
	Gone []string
	// Hook, if set, is called before each message is sent. The message fails with its
	// error.
	Hook func(ctx context.Context, connection string) error

	mu     sync.Mutex
	sent   map[string][]string
	all    []string
	closed []string
}

// Post records a message.
func (s *Sockets) Post(ctx context.Context, connection string, message []byte) error {
	if s.Hook != nil {
		if err := s.Hook(ctx, connection); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.Contains(s.Gone, connection) || slices.Contains(s.closed, connection) {
		return sockets.ErrGone
	}
	if s.sent == nil {
		s.sent = map[string][]string{}
	}
	s.sent[connection], s.all = append(s.sent[connection], string(message)), append(s.all, string(message))
	return nil
}

// Close records that a connection was closed.
func (s *Sockets) Close(_ context.Context, connection string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.Contains(s.Gone, connection) || slices.Contains(s.closed, connection) {
		return sockets.ErrGone
	}
	s.closed = append(s.closed, connection)
	return nil
}

// Take returns the messages to a connection that were not taken yet.
func (s *Sockets) Take(connection string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.sent[connection]
	delete(s.sent, connection)
	return taken
}

// All returns every message that was sent.
func (s *Sockets) All() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all)
}

// Closed reports whether Close was called for a connection.
func (s *Sockets) Closed(connection string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.closed, connection)
}
