// Command hours is the executable of the Lambda function hours.
package main

import (
	"github.com/serverless-coffee/coffeeshop/lambdas/hours"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
)

func main() { boot.Function(hours.Wire) }
