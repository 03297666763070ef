// Package stack defines the CloudFormation stack of an environment.
package stack

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/shop"
	"github.com/serverless-coffee/coffeeshop/constructs/store"
	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
)

// New defines the stack of an environment: one shop.
func New(scope constructs.Construct, env config.Environment) awscdk.Stack {
	props := &awscdk.StackProps{
		StackName:             new(env.StackName()),
		Description:           new("A serverless coffee shop (" + env.Name + ")"),
		TerminationProtection: &env.Retain,
		Tags:                  &map[string]*string{"app": new("coffeeshop"), "env": &env.Name},
	}
	if env.Emulated {
		props.Synthesizer = awscdk.NewCliCredentialsStackSynthesizer(nil)
	}
	stack := awscdk.NewStack(scope, props.StackName, props)
	shop.New(stack, "Shop", shopProps(env)).DefineOutputs("")
	return stack
}

func shopProps(env config.Environment) shop.Props {
	p := shop.Props{
		Store: store.Props{
			ConfigTableName:     env.ConfigTable,
			CounterTableName:    env.CounterTable,
			PointInTimeRecovery: env.PointInTimeRecovery,
		},
		Bus:             eventbus.Props{Archive: env.Archive},
		CustomerTimeout: env.CustomerTimeout,
		BaristaTimeout:  env.BaristaTimeout,
		QueueLimit:      env.QueueLimit,
		Machines:        env.Machines,
		AlarmEmail:      env.AlarmEmail,
		LogRetention:    env.LogRetention,
		Emulated:        env.Emulated,
		Endpoint:        env.Endpoint,
		Retain:          env.Retain,
	}
	if env.ReserveSeats {
		p.Capacity = workflow.ReservedSeats
	}
	if env.Emulated {
		p.Target = gofunction.Host
	}
	return p
}
