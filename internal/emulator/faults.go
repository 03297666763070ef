package emulator

import "os/exec"

// Faults makes the functions of the stacks whose names begin with stacks send their
// requests to the server at url, which passes them on to the emulator, and lets it decide
// about faults: see package chaos.
func Faults(url, stacks string) Option {
	return func(cmd *exec.Cmd) {
		cmd.Env = append(cmd.Env, "COFFEESHOP_FAULTS_URL="+url, "COFFEESHOP_FAULTS_STACKS="+stacks)
	}
}
