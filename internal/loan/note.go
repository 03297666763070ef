package loan

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// kind is what a note is about.
type kind string

const (
	configItem kind = "config"
	qrCode     kind = "code"
	user       kind = "user"
	tap        kind = "tap"
	// began is the note that the shop is lent. It sorts after the others, so that it is
	// deleted last.
	began kind = "~began"
)

type item = map[string]ddb.AttributeValue

// noted is a note about an item, a user or a tap, given its name.
type noted struct {
	kind kind
	name string
	item item // nil if there was none
}

// Notes are items of the config table, under a partition key of their own.
const (
	notesPK       = "loan"
	itemAttribute = "item"
)

func noteKey(k kind, name string) item {
	return item{schema.ConfigPKAttribute: text(notesPK), schema.ConfigSKAttribute: text(string(k) + "#" + name)}
}

// save writes a note. A nil item says that there was none.
func (l *Loan) save(ctx context.Context, k kind, name string, saved item) error {
	note := noteKey(k, name)
	if saved != nil {
		note[itemAttribute] = &ddb.AttributeValueMemberM{Value: saved}
	}
	_, err := l.shop.Tables.PutItem(ctx, &dynamodb.PutItemInput{TableName: l.config(), Item: note})
	return err
}

// notes returns all notes, sorted, with began as the last one.
func (l *Loan) notes(ctx context.Context) (all []noted, err error) {
	pages := dynamodb.NewQueryPaginator(l.shop.Tables, &dynamodb.QueryInput{
		TableName: l.config(), ConsistentRead: new(true),
		KeyConditionExpression:    new("pk = :loan"),
		ExpressionAttributeValues: item{":loan": text(notesPK)},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, found := range page.Items {
			all = append(all, read(found))
		}
	}
	return all, nil
}

func read(found item) noted {
	var n noted
	if sk, ok := found[schema.ConfigSKAttribute].(*ddb.AttributeValueMemberS); ok {
		k, name, _ := strings.Cut(sk.Value, "#")
		n.kind, n.name = kind(k), name
	}
	if saved, ok := found[itemAttribute].(*ddb.AttributeValueMemberM); ok {
		n.item = saved.Value
	}
	return n
}

func (l *Loan) config() *string { return new(l.shop.Outputs["ConfigTable"]) }

func configKey(sk string) item {
	return item{schema.ConfigPKAttribute: text(schema.ConfigPK), schema.ConfigSKAttribute: text(sk)}
}

// idOf returns the key of an item of the counter table.
func idOf(code item) string {
	id, _ := code[schema.CounterIDAttribute].(*ddb.AttributeValueMemberS)
	if id == nil {
		return ""
	}
	return id.Value
}

func text(s string) ddb.AttributeValue { return &ddb.AttributeValueMemberS{Value: s} }
