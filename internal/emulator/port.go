package emulator

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"
)

// CheckPort returns an error with advice if an emulator cannot listen on the port.
func CheckPort(port int) error {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	switch {
	case err == nil:
		return listener.Close()
	case errors.Is(err, syscall.EADDRINUSE) && isEmulator(port):
		return fmt.Errorf("port %d is in use by another emulator, perhaps that of another folder: run `make down` there, or choose another port, such as PORT=%d", port, otherPort(port))
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("port %d is in use by another program: stop it, or choose another port, such as PORT=%d", port, otherPort(port))
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("no permission to listen on port %d: ports below 1024 need administrator rights; choose another, such as PORT=4577", port)
	default:
		return fmt.Errorf("cannot listen on port %d: %w", port, err)
	}
}

func otherPort(port int) int {
	if port == 4577 {
		return 4588
	}
	return 4577
}

// isEmulator reports whether an emulator answers on the port.
func isEmulator(port int) bool {
	client := http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d/_ministack/health", port))
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}
