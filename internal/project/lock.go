package project

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Lock waits until no other command that installs, starts or deploys is at work
// in the project's folder, and keeps others waiting until unlock is called or
// this process ends. If it has to wait, it calls waiting with the other's process
// id.
func Lock(ctx context.Context, root string, waiting func(process string)) (unlock func(), err error) {
	if err := os.MkdirAll(LocalDir(root), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(LocalDir(root), "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	for told := false; ; {
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
		if !told {
			process, _ := os.ReadFile(file.Name())
			waiting(strings.TrimSpace(string(process)))
			told = true
		}
		select {
		case <-ctx.Done():
			file.Close()
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}
