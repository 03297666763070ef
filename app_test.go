package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/stack"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// explained is what is said of the panic of define.
func explained(define func()) (err error) {
	defer func() { err = explain(recover()) }()
	define()
	return nil
}

func TestARefusalIsOneLine(t *testing.T) {
	err := explained(func() {
		env, _ := config.For("local")
		env.QueueLimit = -1
		stack.New(synth.App(), env)
	})
	if want := "CoffeeShop-local/Shop/Workflow: QueueLimit is -1, want at least 1"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestAFunctionThatDoesNotCompileIsToldWithoutATrace(t *testing.T) {
	err := explained(func() {
		app := synth.App()
		app.Node().SetContext(new("aws:cdk:bundling-stacks"), []string{"**"})
		gofunction.New(awscdk.NewStack(app, new("Test"), nil), "Function", gofunction.Props{ImportPath: "example.com/nowhere"})
	})
	if text := err.Error(); !strings.HasPrefix(text, "Test/Function: ") || strings.Contains(text, "goroutine") {
		t.Errorf("got %q, want what the compiler says of Function", text)
	}
}

func TestAnyOtherPanicShowsWhereItComesFrom(t *testing.T) {
	for name, define := range map[string]func(){
		"of ours":      func() { panic(errors.New("broken")) },
		"of no error":  func() { panic("broken") },
		"of the CDK's": func() { broken() },
		"of Go's own":  func() { var none *config.Environment; _ = none.StackName() },
	} {
		t.Run(name, func(t *testing.T) {
			text := explained(define).Error()
			if strings.HasPrefix(text, "goroutine") || !strings.Contains(text, "app_test.go:") {
				t.Errorf("got %q, want a message and then a stack trace to this test", text)
			}
		})
	}
}

// broken uses a construct in a way that the CDK itself refuses.
func broken() {
	s := synth.Stack()
	gofunction.New(s, "Twice", gofunction.Props{ImportPath: "example.com/function"})
	gofunction.New(s, "Twice", gofunction.Props{ImportPath: "example.com/function"})
}
