// Command tracker is the executable of the Lambda function tracker.
package main

import (
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/tracker"
)

func main() { boot.Function(tracker.Wire) }
