package emulator

import "os/exec"

// Faults makes the functions send their requests to the server at url, which passes them
// on to the emulator, and lets it decide about faults: see package chaos.
func Faults(url string) Option {
	return func(cmd *exec.Cmd) {
		cmd.Env = append(cmd.Env, "AWS_ENDPOINT_URL="+url, "COFFEESHOP_FAULTS_URL="+url)
	}
}
