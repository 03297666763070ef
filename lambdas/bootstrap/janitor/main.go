// Command janitor is the executable of the Lambda function janitor.
package main

import (
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/janitor"
)

func main() { boot.Function(janitor.Wire) }
