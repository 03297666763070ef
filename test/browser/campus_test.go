package browser

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"

	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// The stack in examples has two shops. Their pages are opened below paths of one origin,
// as the emulator serves them, so that they share the browser's storage.
func TestTwoShopsInOneStack(t *testing.T) {
	outputs := deployCampus(t, startLocal(t))
	library, stadium := cafe(t, outputs, "Library"), cafe(t, outputs, "Stadium")
	library.Neighbour = &stadium
	runSpecs(t, "campus", library)
}

// deployCampus deploys the stack of examples with the bus and the tables that it takes
// as given, and returns its outputs.
func deployCampus(t *testing.T, at *emulator.Temporary) map[string]string {
	t.Helper()
	began := time.Now()
	if err := prepareCampus(t.Context(), at.Config()); err != nil {
		t.Fatal(err)
	}
	cli := cdkFor(at)
	cli.Dir = needs.Path("examples")
	outputs, err := cli.DeployStack(t.Context(), "Campus", "endpoint="+strings.Replace(at.URL(), "127.0.0.1", "localhost", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("deployed two shops in one stack (%.1f s)\n", time.Since(began).Seconds())
	return outputs
}

// prepareCampus creates the bus and the tables as examples/README.md says.
func prepareCampus(ctx context.Context, cfg aws.Config) error {
	_, err := eventbridge.NewFromConfig(cfg).CreateEventBus(ctx, &eventbridge.CreateEventBusInput{Name: new("campus")})
	tables := dynamodb.NewFromConfig(cfg)
	for name, keys := range map[string][]string{"campus-settings": {"pk", "sk"}, "campus-counters": {"id"}} {
		in := &dynamodb.CreateTableInput{TableName: &name, BillingMode: ddb.BillingModePayPerRequest}
		for i, key := range keys {
			in.AttributeDefinitions = append(in.AttributeDefinitions, ddb.AttributeDefinition{AttributeName: &key, AttributeType: ddb.ScalarAttributeTypeS})
			in.KeySchema = append(in.KeySchema, ddb.KeySchemaElement{AttributeName: &key, KeyType: []ddb.KeyType{ddb.KeyTypeHash, ddb.KeyTypeRange}[i]})
		}
		_, failed := tables.CreateTable(ctx, in)
		err = errors.Join(err, failed)
	}
	return err
}

// cafe returns the facts of one of the shops, whose outputs begin with its name.
func cafe(t *testing.T, outputs map[string]string, name string) facts {
	t.Helper()
	own := map[string]string{}
	for output, value := range outputs {
		if rest, ok := strings.CutPrefix(output, name); ok {
			own[rest] = value
		}
	}
	s := open(t, local, "Campus", own)
	return facts{Site: s.api, API: s.api, Control: s.control(t), Staff: s.staff}
}
