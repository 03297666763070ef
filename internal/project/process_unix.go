//go:build unix

package project

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// StopWhole gives a program a process group of its own, and has its context end
// all of the group, so that Ctrl-C leaves none of the program's own children
// behind. Such a program cannot read from the terminal.
func StopWhole(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return Kill(cmd.Process.Pid) }
}

// Detach lets a program go on when the one that starts it ends. It gets a
// process group of its own.
func Detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// Terminate asks the processes of a group to end.
func Terminate(group int) error { return syscall.Kill(-group, syscall.SIGTERM) }

// Kill ends the processes of a group.
func Kill(group int) error { return syscall.Kill(-group, syscall.SIGKILL) }

// TryLock locks a file for whoever has it open, this process and those that it
// hands the file to. It reports whether it did: others may have locked it.
func TryLock(file *os.File) (bool, error) {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
