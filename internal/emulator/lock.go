package emulator

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// A running emulator holds a lock on a file beside its state, which it inherits
// from the process that starts it. So a state file that was left behind, or a
// process that got its PID, is never taken for the emulator.

var errLocked = errors.New("locked by a running emulator")

// lock returns the locked file. The lock lasts until the last process that
// inherited the file is gone.
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

func running(dir string) bool {
	file, err := lock(dir)
	if err == nil {
		file.Close()
	}
	return errors.Is(err, errLocked)
}
