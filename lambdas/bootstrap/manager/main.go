// Command manager is the executable of the Lambda function manager.
package main

import (
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/manager"
)

func main() { boot.Function(manager.Wire) }
