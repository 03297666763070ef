// Command site is the executable of the Lambda function site.
package main

import (
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/site"
)

func main() { boot.Function(site.Wire) }
