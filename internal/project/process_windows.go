package project

import (
	"errors"
	"os"
	"os/exec"
)

// errWindows is the error of everything below. The commands refuse to run on Windows
// before they get here.
var errWindows = errors.New("not supported on Windows: use WSL 2")

func StopWhole(*exec.Cmd)            {}
func Detach(*exec.Cmd)               {}
func Terminate(int) error            { return errWindows }
func Kill(int) error                 { return errWindows }
func TryLock(*os.File) (bool, error) { return false, errWindows }
