// Command customer is the executable of the Lambda function customer.
package main

import (
	"github.com/serverless-coffee/coffeeshop/lambdas/customer"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
)

func main() { boot.Function(customer.Wire) }
