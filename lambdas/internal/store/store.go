// Package store keeps what the shop knows, in its three tables: the orders, the QR
// codes and the reserved seats, and the settings with the menu. Package storetest
// has the same in memory, and the contract that both keep.
package store

import (
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// Tables names the tables. A function that needs not all of them leaves the others
// empty.
type Tables struct {
	Orders, Counter, Config string
	// Seats is the counter table where the workflow reserves seats, else empty.
	Seats string
}

// Store is the tables in DynamoDB.
type Store struct {
	client client
	tables Tables
}

// New returns a Store of the tables of those names.
func New(cfg aws.Config, tables Tables) *Store { return &Store{newClient(cfg), tables} }

// FromEnvironment returns a Store of the tables that the function's environment
// variables name.
func FromEnvironment(cfg aws.Config) *Store {
	return New(cfg, Tables{
		Orders: os.Getenv(envvar.OrdersTable), Counter: os.Getenv(envvar.CounterTable),
		Config: os.Getenv(envvar.ConfigTable), Seats: os.Getenv(envvar.SeatsTable),
	})
}
