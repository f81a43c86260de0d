package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBuildsReportTheirProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lines := make(chan string)
		go func() {
			defer close(lines)
			time.Sleep(7 * time.Second)
			lines <- "internal/abi"
			lines <- "runtime"
			time.Sleep(5 * time.Second)
			lines <- "# example.com/p"
			lines <- "p.go:1:1: it is wrong"
			time.Sleep(time.Second)
		}()
		var out strings.Builder
		report(&out, lines)
		const want = `  5 s: looking for what has changed
  10 s: packages compiled: 2, now runtime
# example.com/p
p.go:1:1: it is wrong
  13 s: done, packages compiled: 2
`
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("progress differs (-want +got):\n%s", diff)
		}
	})
}

func TestFailedBuildIsAnError(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := build(t.Context(), &out, "./moon", "moon"); err == nil {
		t.Error("no error")
	}
	if !strings.Contains(out.String(), "moon") {
		t.Errorf("the go command's words are missing in %q", out.String())
	}
}
