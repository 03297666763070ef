package emulator

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// A running emulator holds a lock on a file next to its state, inherited from the
// process that starts it. So neither a stale state file nor another process with the
// same PID is mistaken for the emulator.

var errLocked = errors.New("locked by a running emulator")

// lock locks the file in dir and returns it, or errLocked if it is locked already. The
// lock lasts until the last process that inherited the file ends.
func lock(dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, "emulator.lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	locked, err := project.TryLock(file)
	if !locked {
		file.Close()
		return nil, errors.Join(errLocked, err)
	}
	return file, nil
}

// running reports whether the emulator in dir is running.
func running(dir string) bool {
	file, err := lock(dir)
	if err == nil {
		file.Close()
	}
	return errors.Is(err, errLocked)
}
