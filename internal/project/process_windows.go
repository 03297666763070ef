package project

import (
	"errors"
	"os"
	"os/exec"
)

// The local AWS does not run on Windows itself; its commands say so before they
// come here.
var errWindows = errors.New("this does not work on Windows: use WSL 2")

func StopWhole(*exec.Cmd)            {}
func Detach(*exec.Cmd)               {}
func Terminate(int) error            { return errWindows }
func Kill(int) error                 { return errWindows }
func TryLock(*os.File) (bool, error) { return false, errWindows }
