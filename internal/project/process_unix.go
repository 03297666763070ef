//go:build unix

package project

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// StopWhole makes the end of its context kill a program with all its children. The
// program gets a process group of its own, and so cannot read from the terminal.
func StopWhole(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return Kill(cmd.Process.Pid) }
}

// Detach lets a program outlive the process that starts it. The program gets a
// session and a process group of its own.
func Detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// Terminate sends SIGTERM to a process group.
func Terminate(group int) error { return syscall.Kill(-group, syscall.SIGTERM) }

// Kill sends SIGKILL to a process group.
func Kill(group int) error { return syscall.Kill(-group, syscall.SIGKILL) }

// TryLock locks an open file, for this process and those that inherit the file. It
// returns false if another process has the lock.
func TryLock(file *os.File) (bool, error) {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
