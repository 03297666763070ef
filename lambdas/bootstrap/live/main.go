// Command live is the executable of the Lambda function live.
package main

import (
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/live"
)

func main() { boot.Function(live.Wire) }
