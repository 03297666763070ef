package project

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Lock locks the project's folder against other commands that install, start or
// deploy, until unlock is called or this process ends. If it has to wait, it calls
// waiting once with the ID of the process that has the lock.
func Lock(ctx context.Context, root string, waiting func(process string)) (unlock func(), err error) {
	if err := os.MkdirAll(LocalDir(root), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(LocalDir(root), "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	for waited := false; ; {
		locked, err := TryLock(file)
		if locked {
			_ = file.Truncate(0)
			_, _ = file.WriteAt(fmt.Append(nil, os.Getpid()), 0)
			return func() { file.Close() }, nil
		}
		if err != nil {
			file.Close()
			return nil, fmt.Errorf("%s: %w", file.Name(), err)
		}
		if !waited {
			process, _ := os.ReadFile(file.Name())
			waiting(strings.TrimSpace(string(process)))
			waited = true
		}
		select {
		case <-ctx.Done():
			file.Close()
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}
