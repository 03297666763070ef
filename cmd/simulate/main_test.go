package main

import (
	"errors"
	"flag"
	"strings"
	"testing"
	"time"
)

func TestMistakesGetOneMessage(t *testing.T) {
	for args, want := range map[string]string{
		"-orders 0":                  "-orders is 0: want 1 to 100000",
		"-orders many":               "invalid value",
		"-rate 0":                    "-rate is 0: want more than 0",
		"-rate NaN":                  "-rate is NaN",
		"-baristas -1":               "-baristas is -1",
		"-cancel 1.1":                "-cancel is 1.1: want a share from 0 to 1",
		"-abandon -0.5":              "-abandon is -0.5: want a share",
		"-cancel 0.7 -abandon 0.5":   "at most 1 together with -cancel, which is 0.7",
		"-making 0s":                 "-making is 0s",
		"-patience -1s":              "-patience is -1s",
		"-queue-limit 400":           "-queue-limit is 400: want 1 to 399",
		"-drinks-per-code 1001":      "-drinks-per-code is 1001: want 1 to 1000",
		"-url coffee.example.com":    "-url is coffee.example.com",
		"-env moon":                  "choose one of dev, local, ",
		"now":                        "unexpected",
		"-orders 3 -baristas 2 -sed": "flag provided but not defined",
	} {
		var out strings.Builder
		_, err := parse(strings.Fields(args), &out)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") || out.Len() > 0 {
			t.Errorf("parse(%s) = %v and printed %q, want one line with %q", args, err, &out, want)
		}
	}
}

func TestHelpListsTheFlags(t *testing.T) {
	var out strings.Builder
	if _, err := parse([]string{"-help"}, &out); !errors.Is(err, flag.ErrHelp) || !strings.Contains(out.String(), "-abandon") {
		t.Errorf("parse(-help) = %v and printed %q, want the flags", err, &out)
	}
}

func TestPatienceIsLongerThanTheShopsTimeouts(t *testing.T) {
	for args, want := range map[string]time.Duration{
		"":                              17 * time.Minute,
		"-env local-hasty":              2*time.Minute + 4*time.Second,
		"-env local-hasty -patience 1m": time.Minute,
	} {
		if o, err := parse(strings.Fields(args), &strings.Builder{}); err != nil || o.patience != want {
			t.Errorf("parse(%s) has patience for %v (%v), want %v", args, o.patience, err, want)
		}
	}
}
