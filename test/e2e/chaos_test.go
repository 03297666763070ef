package e2e

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/chaos"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// injector stands between the functions of faulty and the emulator.
var injector = sync.OnceValue(func() *chaos.Injector {
	i, err := chaos.NewInjector()
	if err != nil {
		panic(err) // no port of this machine is free
	}
	return i
})

var faulty = deploy(running, "local-faults")

// The short version of `make chaos`.
func TestFaultsLoseNoOrder(t *testing.T) {
	s, err := faulty()
	if err != nil {
		t.Fatal(err)
	}
	program, err := buildSimulate()
	if err != nil {
		t.Fatal(err)
	}
	if err := injector().Target(running.URL()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	drill := chaos.Drill{
		Env: s.env, Injector: injector(), Program: program, Variables: running.Env(), Out: t.Output(),
		Site: deployed.Site{AWS: running.Config(), Outputs: s.Outputs, URL: running.API(s.Outputs["ApiUrl"])},
	}
	if err := drill.Open(ctx); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := drill.Close(context.WithoutCancel(ctx)); err != nil {
			t.Error(err)
		}
	}()
	fault := chaos.Fault{Name: "mixed", Text: "three at once", Refuse: 0.05, Drop: 0.05, Copies: 3}
	result, err := drill.Play(ctx, fault, chaos.Morning{Orders: 30, Rate: 10, Inside: 40, Baristas: 3, Seed: 1, Live: true})
	if err != nil {
		t.Fatal(err)
	}
	_ = chaos.Print(t.Output(), []chaos.Result{result})
	if err := result.Err(); err != nil {
		t.Error(err)
	}
}
