package live

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
)

// posts is a group of messages that are sent side by side, and counts them.
type posts struct {
	errgroup.Group

	mu               sync.Mutex
	messages, failed int
	connections      map[string]bool
}

func newPosts() *posts {
	p := &posts{connections: map[string]bool{}}
	p.SetLimit(postsAtOnce)
	return p
}

// add counts a message to a connection.
func (p *posts) add(connection string, sent bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.messages++
	p.connections[connection] = true
	if !sent {
		p.failed++
	}
}

// finish waits for the messages of a group, and records how many they were.
func (h *handler) finish(ctx context.Context, p *posts) {
	_ = p.Wait()
	if p.messages == 0 {
		return
	}
	h.log.InfoContext(ctx, "sent messages", h.metrics.Record(h.now(), metric.Values{
		metrics.Messages:       float64(p.messages),
		metrics.FailedMessages: float64(p.failed),
		metrics.Connections:    float64(len(p.connections)),
	}))
}
