package deadletter

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// Shop has the dead-letter queues and the functions of a deployed shop.
type Shop struct {
	outputs map[string]string

	queues interface {
		ReceiveMessage(context.Context, *sqs.ReceiveMessageInput, ...func(*sqs.Options)) (*sqs.ReceiveMessageOutput, error)
		DeleteMessage(context.Context, *sqs.DeleteMessageInput, ...func(*sqs.Options)) (*sqs.DeleteMessageOutput, error)
		SendMessage(context.Context, *sqs.SendMessageInput, ...func(*sqs.Options)) (*sqs.SendMessageOutput, error)
		ChangeMessageVisibilityBatch(context.Context, *sqs.ChangeMessageVisibilityBatchInput, ...func(*sqs.Options)) (*sqs.ChangeMessageVisibilityBatchOutput, error)
	}
	functions interface {
		Invoke(context.Context, *lambda.InvokeInput, ...func(*lambda.Options)) (*lambda.InvokeOutput, error)
	}
	streams interface {
		GetShardIterator(context.Context, *dynamodbstreams.GetShardIteratorInput, ...func(*dynamodbstreams.Options)) (*dynamodbstreams.GetShardIteratorOutput, error)
		GetRecords(context.Context, *dynamodbstreams.GetRecordsInput, ...func(*dynamodbstreams.Options)) (*dynamodbstreams.GetRecordsOutput, error)
	}
	// owned has the physical ID of each function and queue of the stack by its name: a
	// letter must not make this command call anything else.
	owned map[string]string
}

// Open returns the shop of a stack, given the stack's outputs.
func Open(ctx context.Context, cfg aws.Config, stack string, outputs map[string]string) (*Shop, error) {
	s := &Shop{
		outputs: outputs, owned: map[string]string{},
		queues: sqs.NewFromConfig(cfg), functions: lambda.NewFromConfig(cfg), streams: dynamodbstreams.NewFromConfig(cfg),
	}
	pages := cloudformation.NewListStackResourcesPaginator(cloudformation.NewFromConfig(cfg), &cloudformation.ListStackResourcesInput{StackName: &stack})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("cannot list the resources of %s: %w", stack, err)
		}
		for _, r := range page.StackResourceSummaries {
			switch id := aws.ToString(r.PhysicalResourceId); aws.ToString(r.ResourceType) {
			case "AWS::Lambda::Function", "AWS::SQS::Queue":
				s.owned[lastPart(id)] = id
			}
		}
	}
	return s, nil
}

// own returns the physical ID of a function or queue of the stack, given its ARN.
func (s *Shop) own(arn string) (string, error) {
	id, ok := s.owned[lastPart(unqualified(arn))]
	if !ok {
		return "", fmt.Errorf("%s is not, or no longer, part of this shop", line(arn))
	}
	return id, nil
}

// ownStream returns an error unless a stream is that of the orders table.
func (s *Shop) ownStream(arn string) error {
	if !strings.Contains(arn, ":table/"+s.outputs["OrdersTable"]+"/stream/") {
		return fmt.Errorf("%s is not the stream of this shop's orders", line(arn))
	}
	return nil
}
