package store

import (
	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// OrderOfImage returns the order in an image of the orders table's stream. The order is
// zero if there is no image.
func OrderOfImage(image map[string]events.DynamoDBAttributeValue) Order {
	converted := make(item, len(image))
	for name, value := range image {
		converted[name] = attributeOf(value)
	}
	return orderOf(converted)
}

// attributeOf converts an attribute of a type that orders have. Others are read as
// missing, but still present.
func attributeOf(value events.DynamoDBAttributeValue) types.AttributeValue {
	switch value.DataType() {
	case events.DataTypeString:
		return text(value.String())
	case events.DataTypeNumber:
		return &types.AttributeValueMemberN{Value: value.Number()}
	case events.DataTypeBinary:
		return binary(value.Binary())
	default:
		return &types.AttributeValueMemberNULL{Value: true}
	}
}
