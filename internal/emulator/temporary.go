package emulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Temporary is an emulator on a free port, with its state in a temporary folder. Both
// are removed when the process that started it ends, even by a panic, a timeout or a
// signal.
type Temporary struct {
	*Emulator
	// Dir is the folder. Other files in it are removed as well.
	Dir string

	root    string
	guard   *exec.Cmd
	verdict io.WriteCloser
}

// guardScript is a process that outlives this one and cleans up after it. It reads
// from standard input: "group" and a number for a restarted emulator, and at last the
// verdict; an end of input means that this process died. It
// prints last, since standard error may be closed, which would end the script.
const guardScript = `
group=$1 dir=$2 kept=$3
while read -r verdict next && [ "$verdict" = group ]; do group=$next; done
[ "$verdict" = well ] || { mkdir -p "${kept%/*}" && cp "$dir/emulator.log" "$kept"; }
kill -9 -"$group"
rm -rf "$dir"
[ "$verdict" = well ] || {
	echo "the emulator's log is kept as $kept; the last of its warnings:"
	grep -e WARN -e ERROR "$kept" | grep -v 'unsupported target type' | tail -n 20
} >&2
`

// StartTemporary starts a Temporary. Call End when done.
func StartTemporary(ctx context.Context, root string, options ...Option) (*Temporary, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "coffeeshop-")
	if err != nil {
		return nil, err
	}
	e, err := Start(ctx, root, dir, port, options...)
	if err != nil {
		log, _ := os.ReadFile(Log(dir))
		return nil, errors.Join(err, errors.New(string(log)), os.RemoveAll(dir))
	}
	t := &Temporary{Emulator: e, Dir: dir, root: root}
	if err := t.startGuard(); err != nil {
		return nil, errors.Join(err, e.Stop(), os.RemoveAll(dir))
	}
	return t, nil
}

// guards counts the guards of this process, to give each log its own name.
var guards atomic.Int32

func (t *Temporary) startGuard() error {
	name := filepath.Base(os.Args[0]) + ".emulator"
	if n := guards.Add(1); n > 1 {
		name += fmt.Sprintf("-%d", n)
	}
	log := filepath.Join(project.LocalDir(t.root), name+".log")
	t.guard = exec.Command("sh", "-c", guardScript, "guard", strconv.Itoa(t.PID), t.Dir, log)
	t.guard.Stderr = os.Stderr
	project.Detach(t.guard) // out of reach of Ctrl-C
	var err error
	if t.verdict, err = t.guard.StdinPipe(); err != nil {
		return err
	}
	return t.guard.Start()
}

// Restart stops the emulator, in order or by kill -9, and starts it again on the same port
// and in the same folder. What it keeps depends on its settings.
func (t *Temporary) Restart(ctx context.Context, kill bool, options ...Option) error {
	if kill {
		_ = project.Kill(t.PID)
	}
	if err := t.Stop(); err != nil {
		return err
	}
	e, err := Start(ctx, t.root, t.Dir, t.Port, options...)
	if err != nil {
		return err
	}
	t.Emulator = e
	_, err = fmt.Fprintln(t.verdict, "group", e.PID)
	return err
}

// End stops the emulator and removes its folder. If passed is false, it first copies
// the log to the project's .local folder and prints its last 20 warnings.
func (t *Temporary) End(passed bool) error {
	if passed {
		fmt.Fprintln(t.verdict, "well")
	}
	t.verdict.Close()
	return t.guard.Wait()
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
