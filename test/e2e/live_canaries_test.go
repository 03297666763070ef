package e2e

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// morning is a shop with a viewer of every channel, and of every order, and with copies of
// its answers and of what its bus logs and archives.
type morning struct {
	*counter
	code                    string
	board, display, barista *viewer
	customers               map[string]*viewer // by order ID
	answers                 *answers
	log                     *logCopy
	secrets                 secrets
}

// The logs of the functions are searched at the end of the run, with those of all tests.
func TestAMorningShowsNoSecretAndNoOtherCustomersOrder(t *testing.T) {
	newMorning(t, listing).showsNoSecret((*morning).playBusy)
}

func TestAForgetfulMorningShowsNoSecretAndNoOtherCustomersOrder(t *testing.T) {
	newMorning(t, hasty).showsNoSecret((*morning).playForgetful)
}

// showsNoSecret plays a morning, which returns how its orders end, and looks for secrets in
// all that clients saw, and in the log and the archive where these are copied.
func (m *morning) showsNoSecret(play func(*morning) []coffee.State) {
	ended := play(m)
	slices.Sort(ended)
	m.learnSecrets()
	m.misuse()
	checked, answered, logged := m.check(), m.checkAnswers(), 0
	if m.log != nil {
		logged = m.checkLog()
	}
	m.secrets.keep()
	m.t.Logf("%d updates, %d answers, and %d events in log and archive searched for %s", checked, answered, logged, m.secrets.count())
	if got := m.endings(); !slices.Equal(got, ended) {
		m.t.Errorf("the customers saw their orders end as %v, want %v", got, ended)
	}
}

func newMorning(t *testing.T, get func() (*stack, error)) *morning {
	t.Helper()
	c := staffedShop(t, get)
	m := &morning{counter: c, answers: new(answers), customers: map[string]*viewer{}, secrets: secrets{password: "a password"}}
	c.customer = client.New(c.url, m.answers.add)
	for group, as := range map[string]**client.Client{
		coffee.GroupBarista: &c.barista, coffee.GroupDisplay: &c.display, coffee.GroupManager: &c.manager,
	} {
		tokens := c.badges[group]
		*as = c.customer.As(tokens.Access)
		m.secrets[tokens.Access], m.secrets[tokens.ID] = "an access token", "an ID token"
	}
	m.code = c.newCode(12)
	m.secrets[m.code] = qrCode
	if c.at != nil { // which has neither, so the test copies their rules
		m.log = c.copyLog()
		c.copyArchive()
	}
	m.board = c.follow(api.BoardChannel, "", "")
	m.display = c.follow(api.DisplayChannel, "", c.badges[coffee.GroupDisplay].Access)
	m.barista = c.follow(api.BaristaChannel, "", c.badges[coffee.GroupBarista].Access)
	return m
}

// qrCode is what a QR code is among the secrets.
const qrCode = "a QR code"

// scan redeems the code and follows the order.
func (m *morning) scan() api.Ticket {
	m.t.Helper()
	key := rand.Text()
	ticket, err := m.counter.scan(m.code, key)
	m.must(err)
	m.secrets[ticket.Secret], m.secrets[key] = "an order's secret", "an idempotency key"
	m.customers[ticket.OrderID] = m.followOrder(ticket)
	return ticket
}

// order scans the code, places a drink and waits until its customer sees it QUEUED.
func (m *morning) order(choice coffee.Choice) api.Ticket {
	m.t.Helper()
	ticket := m.scan()
	m.customers[ticket.OrderID].showsState(coffee.Started)
	m.learnSecrets() // the table keeps a token only until it is answered
	_, err := m.customer.Place(m.ctx, ticket, choice)
	m.must(err)
	m.customers[ticket.OrderID].showsState(coffee.Queued)
	m.learnSecrets()
	return ticket
}

// playBusy plays orders to every end but those of time-outs, and returns the ends.
func (m *morning) playBusy() []coffee.State {
	collected, turnedDown, failed := m.order(flatWhite), m.order(espresso), m.order(espresso)
	steps := []func() error{
		func() error { _, err := m.customer.Cancel(m.ctx, m.scan()); return err },
		func() error { _, err := m.counter.barista.Claim(m.ctx, collected.OrderID); return err },
		func() error { _, err := m.counter.barista.Release(m.ctx, collected.OrderID); return err },
		func() error { _, err := m.counter.barista.Complete(m.ctx, collected.OrderID); return err },
		func() error { _, err := m.counter.barista.Recall(m.ctx, collected.OrderID); return err },
		func() error { _, err := m.counter.barista.Complete(m.ctx, collected.OrderID); return err },
		func() error { _, err := m.counter.barista.Collect(m.ctx, collected.OrderID); return err },
		func() error {
			_, err := m.counter.barista.TurnDown(m.ctx, turnedDown.OrderID, "we are out of beans")
			return err
		},
		func() error { // an answer whose error has a name of Step Functions fails the order
			return order{m.shop, failed.OrderID}.cancel(coffee.AwaitingCompletion{}, "States.Runtime", "no such field")
		},
		func() error { m.limitQueue(1); return nil },
		func() error { m.byHand(); return nil },
		func() error { m.customers[m.scan().OrderID].showsState(coffee.Rejected); return nil },
		func() error { return m.counter.barista.SetOpen(m.ctx, false) },
	}
	for _, step := range steps {
		m.must(step())
	}
	m.customers[failed.OrderID].showsState(coffee.Failed)
	m.board.showsBoard("a closed shop", func(b api.LiveBoard) bool { return !b.Open })
	return []coffee.State{coffee.Collected, coffee.Cancelled, coffee.Cancelled, coffee.Failed, coffee.Rejected}
}

// byHand takes an order at the counter, and follows it as its barista sees it.
func (m *morning) byHand() {
	taken, err := m.takeByHand("")
	m.must(err)
	m.barista.showsQueued(taken.OrderID, coffee.Queued)
	m.learnSecrets()
}

// playForgetful plays two orders that time out.
func (m *morning) playForgetful() []coffee.State {
	m.customers[m.scan().OrderID].showsState(coffee.Started)
	m.learnSecrets()
	m.order(flatWhite)
	for _, v := range m.customers {
		v.showsState(coffee.TimedOut)
	}
	return []coffee.State{coffee.TimedOut, coffee.TimedOut}
}

// learnSecrets reads the orders' secrets from their table.
func (m *morning) learnSecrets() {
	m.t.Helper()
	for _, order := range m.orders {
		stored := m.stored(order.id)
		for _, attribute := range []string{
			schema.CustomerTokenAttribute, schema.BaristaTokenAttribute, schema.SecretHashAttribute, schema.SaltAttribute,
		} {
			for _, value := range spellings(stored[attribute]) {
				m.secrets[value] = "an order's " + attribute
			}
		}
	}
	tokens := 0
	heard, _ := m.tap.Events()
	for _, h := range heard {
		if token := h.TaskToken(); token != "" {
			m.secrets[token] = "a task token"
			tokens++
		}
	}
	if tokens == 0 || len(m.secrets) <= tokens {
		m.t.Fatalf("the shop has %d task tokens among %d secrets, want both", tokens, len(m.secrets))
	}
}

// stored returns the item of an order.
func (m *morning) stored(orderID string) item {
	out, err := m.Tables.GetItem(m.ctx, &dynamodb.GetItemInput{
		TableName: new(m.Outputs["OrdersTable"]), Key: item{schema.OrderIDAttribute: text(orderID)}, ConsistentRead: new(true),
	})
	m.must(err)
	return out.Item
}

// spellings lists how an attribute may be written in JSON.
func spellings(value ddb.AttributeValue) []string {
	switch v := value.(type) {
	case *ddb.AttributeValueMemberS:
		return []string{v.Value}
	case *ddb.AttributeValueMemberB:
		return []string{
			hex.EncodeToString(v.Value), base64.RawStdEncoding.EncodeToString(v.Value), base64.RawURLEncoding.EncodeToString(v.Value),
		}
	default:
		return nil
	}
}

// check reports each secret in an update, and each update of an order to the customer
// of another. It returns the number of updates.
func (m *morning) check() (checked int) {
	m.t.Helper()
	viewers := map[string]*viewer{"board": m.board, "display": m.display, "barista": m.barista}
	for id, v := range m.customers {
		viewers["order "+id] = v
	}
	for name, v := range viewers {
		heard, _ := v.updates()
		for _, update := range heard {
			checked++
			for _, leak := range m.leaks(name, update.Text) {
				m.t.Errorf("%s hears %s: %s", name, leak, update.Text)
			}
		}
		if len(heard) < 2 {
			m.t.Errorf("%s hears %d updates, want a snapshot and changes", name, len(heard))
		}
	}
	return checked
}

// leaks lists what a viewer should not hear.
func (m *morning) leaks(viewer, text string) []string {
	leaks := m.secrets.leaked(text)
	if viewer == "display" {
		leaks = slices.DeleteFunc(leaks, func(what string) bool { return what == qrCode })
	}
	for id := range maps.Keys(m.customers) {
		if viewer != "barista" && viewer != "order "+id && strings.Contains(text, id) {
			leaks = append(leaks, fmt.Sprintf("order %s", id))
		}
	}
	return leaks
}

// endings lists the states in which the customers saw their orders last, sorted.
func (m *morning) endings() []coffee.State {
	var endings []coffee.State
	for _, v := range m.customers {
		order, err := newest(v, anything[api.Order])
		m.must(err)
		endings = append(endings, order.State)
	}
	slices.Sort(endings)
	return endings
}
