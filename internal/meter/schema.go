package meter

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// table is what is known of a table.
type table struct {
	keys    []string
	indexes []index
}

func (t *tables) table(ctx context.Context, name string) (table, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known, ok := t.known[name]; ok {
		return known, nil
	}
	out, err := t.client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &name})
	if err != nil {
		return table{}, err
	}
	described := table{keys: names(out.Table.KeySchema)}
	for _, x := range out.Table.GlobalSecondaryIndexes {
		described.indexes = append(described.indexes, describe(described.keys, names(x.KeySchema), x.Projection))
	}
	for _, x := range out.Table.LocalSecondaryIndexes {
		described.indexes = append(described.indexes, describe(described.keys, names(x.KeySchema), x.Projection))
	}
	if t.known == nil {
		t.known = map[string]table{}
	}
	t.known[name] = described
	return described, nil
}

func describe(tableKeys, keys []string, projection *ddb.Projection) index {
	x := index{keys: keys}
	if projection.ProjectionType != ddb.ProjectionTypeAll {
		x.attributes = slices.Concat(tableKeys, keys, projection.NonKeyAttributes)
	}
	return x
}

func names(schema []ddb.KeySchemaElement) []string {
	names := make([]string, len(schema))
	for i, element := range schema {
		names[i] = *element.AttributeName
	}
	return names
}
