package deployed

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Codes returns the items of the shop's QR codes, and the item that says which one is on
// display.
func (s *Shop) Codes(ctx context.Context) (codes []map[string]ddb.AttributeValue, err error) {
	pages := dynamodb.NewScanPaginator(s.Tables, &dynamodb.ScanInput{
		TableName: new(s.Outputs["CounterTable"]), FilterExpression: new("begins_with(#id, :code)"), ConsistentRead: new(true),
		ExpressionAttributeNames:  map[string]string{"#id": schema.CounterIDAttribute},
		ExpressionAttributeValues: map[string]ddb.AttributeValue{":code": &ddb.AttributeValueMemberS{Value: schema.CodeIDPrefix}},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		codes = append(codes, page.Items...)
	}
	return codes, nil
}

// ForgetCodes deletes all QR codes. The next one that is shown is new.
func (s *Shop) ForgetCodes(ctx context.Context) error {
	codes, err := s.Codes(ctx)
	for _, code := range codes {
		if err == nil {
			_, err = s.Tables.DeleteItem(ctx, &dynamodb.DeleteItemInput{
				TableName: new(s.Outputs["CounterTable"]),
				Key:       map[string]ddb.AttributeValue{schema.CounterIDAttribute: code[schema.CounterIDAttribute]},
			})
		}
	}
	return err
}
