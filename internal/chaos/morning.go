package chaos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// Morning is the size of a simulated morning.
type Morning struct {
	Orders int
	// Rate is how many customers come in per second, while fewer than Inside are there.
	Rate     float64
	Inside   int
	Baristas int
	Seed     uint64
	// Live makes the customers follow their orders over WebSockets instead of asking for
	// them. Each change is then pushed to every customer, for their board.
	Live bool
	// Abandon is the share of customers who never place a drink, so that their orders
	// time out.
	Abandon float64
}

// report is what cmd/simulate prints with -json.
type report struct {
	Customers int
	Refused   map[string]int
	States    map[string]coffee.State // by order ID, the last one that a customer saw
	Outcomes  map[string]int
	Lost      []struct {
		OrderID string
		Outcome string
		Because []string
	}
}

// stuck is the outcome of an order whose customer lost patience. What became of it is in
// the shop's books.
const stuck = "stuck"

// contradictions returns the findings about answers that cannot all be true.
func (r report) contradictions() []Finding {
	var findings []Finding
	for _, order := range r.Lost {
		because := order.Because
		if order.Outcome == stuck {
			because = because[:len(because)-1] // that it never ended comes last
		}
		for _, reason := range because {
			findings = append(findings, Finding{Doubled, fmt.Sprintf("order %s: %s", order.OrderID, reason)})
		}
	}
	return findings
}

// simulate plays the morning at a site with the program cmd/simulate, which ends with an
// error if it finds an order lost. out gets what it prints besides its report.
func (m Morning) simulate(ctx context.Context, program, env string, site deployed.Site, variables []string, out io.Writer) (report, error) {
	cmd := exec.CommandContext(ctx, program, "-json", "-env", env, "-url", site.URL,
		"-orders", strconv.Itoa(m.Orders), "-rate", fmt.Sprint(m.Rate), "-seed", fmt.Sprint(m.Seed), "-abandon", fmt.Sprint(m.Abandon), fmt.Sprint("-poll=", !m.Live),
		"-inside", strconv.Itoa(m.Inside), "-baristas", strconv.Itoa(m.Baristas), "-making", "200ms", "-queue-limit", "399")
	cmd.Env, cmd.Stderr = variables, out
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 2 * time.Minute // it closes the shop
	content, failed := cmd.Output()
	var r report
	if err := json.Unmarshal(content, &r); err != nil {
		return report{}, errors.Join(fmt.Errorf("the simulation printed no report: %w", err), failed)
	}
	if ctx.Err() != nil {
		return report{}, errors.New("interrupted")
	}
	return r, nil
}
