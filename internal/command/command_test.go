package command

import (
	"bytes"
	"errors"
	"flag"
	"strings"
	"testing"
)

func TestFlags(t *testing.T) {
	for _, row := range []struct {
		args    []string
		printed string
		err     string
	}{
		{args: []string{"-n", "3"}},
		{args: []string{"-help"}, printed: "usage: brew\n  -n int\n", err: flag.ErrHelp.Error()},
		{args: []string{"now"}, err: `unexpected argument "now"`},
		{args: []string{"-cups"}, printed: "flag provided but not defined: -cups", err: "not defined"},
	} {
		var out bytes.Buffer
		flags := Flags("brew", "usage: brew\n", &out)
		n := flags.Int("n", 1, "how many")
		err := Parse(flags, row.args)
		if (err == nil) != (row.err == "") || err != nil && !strings.Contains(err.Error(), row.err) {
			t.Errorf("Parse(%q) = %v, want %q", row.args, err, row.err)
		}
		if !strings.Contains(out.String(), row.printed) {
			t.Errorf("Parse(%q) printed %q, want %q", row.args, &out, row.printed)
		}
		if err == nil && *n != 3 || row.printed != "" && strings.HasPrefix(row.printed, "usage") != errors.Is(err, flag.ErrHelp) {
			t.Errorf("Parse(%q): n = %d, %v", row.args, *n, err)
		}
	}
}
