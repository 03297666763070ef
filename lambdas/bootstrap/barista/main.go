// Command barista is the executable of the Lambda function barista.
package main

import (
	"github.com/serverless-coffee/coffeeshop/lambdas/barista"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
)

func main() { boot.Function(barista.Wire) }
