package deployed

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
)

type logged struct {
	Message   string `json:"message"`
	Timestamp int64  `json:"timestamp"`
}

// logService returns a client of a service that has these lines and answers with the first
// maxLines of them, as the emulator does.
func logService(t *testing.T, all []logged) *cloudwatchlogs.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct{ StartTime int64 }
		_ = json.NewDecoder(r.Body).Decode(&in)
		found := []logged{}
		for _, line := range all {
			if line.Timestamp >= in.StartTime && len(found) < maxLines {
				found = append(found, line)
			}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"events": found})
	}))
	t.Cleanup(server.Close)
	return cloudwatchlogs.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("key", "secret", ""),
	})
}

func TestEachLineOfALongLogIsReadOnce(t *testing.T) {
	for name, test := range map[string]struct {
		lines, perMillisecond int
		since                 time.Time
		want                  int
	}{
		"an empty log":           {0, 1, time.Time{}, 0},
		"one line":               {1, 1, time.Time{}, 1},
		"as many as an answer":   {maxLines, 3, time.Time{}, maxLines},
		"more than two answers":  {2*maxLines + 7, 3, time.Time{}, 2*maxLines + 7},
		"from a time on":         {maxLines + 10, 1, time.UnixMilli(1005), maxLines + 5},
		"many in a millisecond":  {2 * maxLines, maxLines - 1, time.Time{}, 2 * maxLines},
		"one more than can be":   {maxLines + 1, maxLines + 1, time.UnixMilli(1000), -1},
		"from the end of a long": {maxLines + 10, 1, time.UnixMilli(1000 + maxLines + 10), 0},
	} {
		t.Run(name, func(t *testing.T) {
			var all []logged
			for i := range test.lines {
				all = append(all, logged{strings.Repeat("x", i%3), int64(1000 + i/test.perMillisecond)})
			}
			read := 0
			err := EachLine(t.Context(), logService(t, all), "a-log", test.since, func(string) { read++ })
			if test.want < 0 && err == nil || test.want >= 0 && (err != nil || read != test.want) {
				t.Errorf("EachLine read %d lines, %v, want %d", read, err, test.want)
			}
		})
	}
}
