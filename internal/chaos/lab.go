package chaos

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
)

// Lab is an emulator with an Injector, for shops that are tried with faults.
type Lab struct {
	root     string
	injector *Injector
	emulator *emulator.Temporary
	cleanup  []func(ok bool) error // run last to first
}

// OpenLab starts an emulator. Call Close when done, even after an error.
func OpenLab(ctx context.Context, root string) (l *Lab, err error) {
	l = &Lab{root: root}
	if l.injector, err = NewInjector(); err != nil {
		return l, err
	}
	l.cleanup = append(l.cleanup, func(bool) error { return l.injector.Close() })
	done := progress.Step("Starting an emulator")
	// Pauses between the workflow's retries are ten times shorter.
	l.emulator, err = emulator.StartTemporary(ctx, root, l.injector.Option(), emulator.Setting("SFN_WAIT_SCALE=0.1"))
	if done(err) != nil {
		return l, err
	}
	l.cleanup = append(l.cleanup, l.emulator.End)
	if err := l.injector.Target(l.emulator.URL()); err != nil {
		return l, err
	}
	cli := l.cli()
	return l, cli.Bootstrap(ctx, emulator.Account, emulator.Region)
}

func (l *Lab) cli() cdk.CLI {
	return cdk.CLI{Root: l.root, Env: l.emulator.Env(), OutputDir: filepath.Join(l.emulator.Dir, "cdk.out")}
}

// Deploy deploys an environment and returns its Drill, which plays mornings with the
// program cmd/simulate at a path, and prints to out what happens.
func (l *Lab) Deploy(ctx context.Context, name, program string, out io.Writer) (*Drill, error) {
	env, err := config.For(name)
	if err != nil {
		return nil, err
	}
	done := progress.Step("Building the functions and deploying %s", env.StackName())
	outputs, err := l.cli().Deploy(ctx, env, nil)
	if done(err) != nil {
		return nil, err
	}
	d := &Drill{
		Env: env, Injector: l.injector, Program: program, Variables: l.emulator.Env(), Out: out,
		Site: deployed.Site{AWS: l.emulator.Config(), Outputs: outputs, URL: l.emulator.API(outputs["ApiUrl"])},
	}
	if err := d.Open(ctx); err != nil {
		return nil, err
	}
	l.cleanup = append(l.cleanup, func(bool) error { return d.Close(context.WithoutCancel(ctx)) })
	return d, nil
}

// Close stops the emulator and removes its files. Unless ok, its log is kept.
func (l *Lab) Close(ok bool) error {
	var errs []error
	for _, undo := range slices.Backward(l.cleanup) {
		errs = append(errs, undo(ok))
	}
	return errors.Join(errs...)
}
