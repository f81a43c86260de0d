package world_test

import (
	"testing"

	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func TestLoopback(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.8.9.10": true, "::1": true, "[::1]": true, "::ffff:127.0.0.1": true,
		"localhost": true, "LOCALHOST": true, "x.localhost": true,
		"": false, "192.0.2.1": false, "2001:db8::1": false, "host.example.com": false, "localhost.example.com": false,
	} {
		if got := world.Loopback(host); got != want {
			t.Errorf("Loopback(%q) is %v", host, got)
		}
	}
}
