//go:build exampletest

package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
)

// tunnels is a proxy that counts the connections that it makes.
func tunnels(t *testing.T) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	made := new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		there, err := net.Dial("tcp", r.Host)
		if r.Method != http.MethodConnect || err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		made.Add(1)
		w.WriteHeader(http.StatusOK)
		here, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			there.Close()
			return
		}
		go func() {
			io.Copy(there, buffered)
			there.Close()
		}()
		io.Copy(here, there)
		here.Close()
	}))
	t.Cleanup(server.Close)
	return server, made
}

func TestEngineIsReachedByWayOfTheProxy(t *testing.T) {
	t.Parallel()
	engine, err := exampletest.StartEngine(time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	server, made := tunnels(t)
	for _, tt := range []struct {
		proxy string
		used  bool
	}{{"direct", false}, {server.URL, true}} {
		var out strings.Builder
		if err := run(t.Context(), engine.Config, &out, tt.proxy); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff("reached an engine of version 4.5\n", out.String()); diff != "" {
			t.Errorf("output by way of %s differs (-want +got):\n%s", tt.proxy, diff)
		}
		if used := made.Swap(0) > 0; used != tt.used {
			t.Errorf("proxy %s: used %t", tt.proxy, used)
		}
	}
}
