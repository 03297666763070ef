// Package store reads and writes the shop's four DynamoDB tables: orders; QR codes and
// reserved seats; settings and menu; connections of live updates. Package storetest has the same store in memory, and
// the contract test that both pass.
package store

import (
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// Tables has the names of the tables. Those that a function does not need may be empty.
type Tables struct {
	Orders, Counter, Config, Connections string
	// Seats is the counter table again if the workflow reserves seats there, else empty.
	Seats string
}

// Store is the shop's data in DynamoDB.
type Store struct {
	client client
	tables Tables
}

// New returns a Store of these tables.
func New(cfg aws.Config, tables Tables) *Store { return &Store{newClient(cfg), tables} }

// FromEnvironment returns a Store of the tables that the function's environment
// variables name.
func FromEnvironment(cfg aws.Config) *Store {
	return New(cfg, Tables{
		Orders: os.Getenv(envvar.OrdersTable), Counter: os.Getenv(envvar.CounterTable),
		Config: os.Getenv(envvar.ConfigTable), Seats: os.Getenv(envvar.SeatsTable),
		Connections: os.Getenv(envvar.ConnectionsTable),
	})
}
