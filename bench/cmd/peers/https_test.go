package main

import (
	"io"
	"os"
	"strings"
	"testing"
)

func testEnv(t *testing.T) *env {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &env{self: self, bench: "../..", temp: t.TempDir(), log: io.Discard}
}

func TestClientsInProcessesOfTheirOwn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		side        int
		goroutines  int
		logins      float64
		fewest, top float64 // connections
	}{
		{"ours", 0, 1, 1, 1, 2},
		// Of several goroutines each has a connection, and the login one. There may be as many more: on a busy machine net/http
		// replaces a connection whose request it hasn't seen written 50 ms after the answer.
		{"ours, several goroutines", 0, 4, 1, 1, 9},
		{"go-ovirt connects for each request, the login and the logout", 1, 1, 1, 7, 8},
		{"net/http", 2, 1, 0, 1, 1},
		{"net/http, several goroutines", 2, 4, 0, 1, 8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sides, stop, err := callers(t.Context(), testEnv(t), calling{goroutines: tt.goroutines, calls: 5, warm: 1, peerCalls: 5, peerWarm: 1})
			if err != nil {
				t.Fatal(err)
			}
			defer stop()
			got, err := sides[tt.side].run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got[logins] != tt.logins {
				t.Errorf("%v logins, want %v", got[logins], tt.logins)
			}
			if got[conns] < tt.fewest || got[conns] > tt.top {
				t.Errorf("%v connections, want %v to %v", got[conns], tt.fewest, tt.top)
			}
			for _, m := range []metric{wall, cpu, rate, allocs, heap} {
				if got[m] <= 0 {
					t.Errorf("%s is %v, want more than 0", m, got[m])
				}
			}
		})
	}
}

func TestGzipReachesClientsThatAskForIt(t *testing.T) {
	t.Parallel()
	sides, stop, err := callers(t.Context(), testEnv(t), calling{goroutines: 1, calls: 5, warm: 1, peerCalls: 5, peerWarm: 1, compress: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	for _, s := range sides {
		if _, err := s.run(t.Context()); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

func TestARoleThatFailsSaysWhy(t *testing.T) {
	t.Parallel()
	_, err := testEnv(t).spawn(t.Context(), "call", "-kind", "nobody", "-ca", "/dev/null")
	if err == nil || !strings.HasSuffix(err.Error(), "exit status 2: peers: /dev/null has no certificate") {
		t.Errorf("error is %v", err)
	}
}

func TestTheServerCountsConnections(t *testing.T) {
	t.Parallel()
	s, err := testEnv(t).serve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.stop()
	c, err := dial(floor, s.url+"/nowhere", s.caFile, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.get(t.Context()); err == nil || err.Error() != "status 404" {
		t.Errorf("error is %v, want status 404", err)
	}
	if err := c.close(); err != nil {
		t.Error(err)
	}
	got, err := s.counts()
	if err != nil {
		t.Fatal(err)
	}
	if want := (counts{Connections: 1}); got != want {
		t.Errorf("counts are %+v, want %+v", got, want)
	}
}
