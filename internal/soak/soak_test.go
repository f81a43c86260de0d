package main

import (
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk/call"
)

func TestNothingIsLostOrDoneTwice(t *testing.T) {
	for _, tt := range []struct {
		name string
		o    options
	}{
		{"HTTP/1.1", options{calls: 8000, seed: 1, workers: 64, faults: 0.2}},
		{"HTTP/2", options{calls: 8000, seed: 2, workers: 64, faults: 0.2, http2: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := run(t.Context(), tt.o)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.broken) > 0 || r.writes == 0 || r.reads == 0 || r.unsure == 0 || r.refused == 0 {
				t.Errorf("the run was\n%s", r.summary())
			}
			for _, f := range []fault{busy, throttled, dropped, expired, slow, gateway, silent, cut, webpage} {
				if r.failed[f] == 0 {
					t.Errorf("no request failed by %s", f)
				}
			}
		})
	}
}

// TestBrokenRulesAreFound shows that the run would notice a client or an engine that does things twice.
func TestBrokenRulesAreFound(t *testing.T) {
	for _, tt := range []struct {
		name string
		o    options
	}{
		{"engine", options{calls: 200, seed: 1, workers: 4, twice: true}},
		{"client", options{calls: 2000, seed: 1, workers: 16, faults: 0.5, extra: []call.Option{call.RetryUnsafe()}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := run(t.Context(), tt.o)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(r.summary(), " times: ") {
				t.Errorf("the run was\n%s", r.summary())
			}
		})
	}
}
