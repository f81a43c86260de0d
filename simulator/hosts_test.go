package simulator_test

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
)

// TestOnlyOwnNamesReachTheControlEndpoint sends requests as a browser does in which the name of
// another site leads to the simulator.
func TestOnlyOwnNamesReachTheControlEndpoint(t *testing.T) {
	t.Parallel()
	e, err := simulator.New(simulator.Options{Control: true, Hosts: []string{"sim.example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := e.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ask := func(method, path, host string) int {
		t.Helper()
		r, err := http.NewRequest(method, strings.TrimSuffix(s.URL, "/ovirt-engine/api")+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		io.Copy(io.Discard, resp.Body)
		return resp.StatusCode
	}
	for host, known := range map[string]bool{
		"127.0.0.1": true, "127.0.0.1:80": true, "[::1]:8443": true, "::1": true, "10.1.2.3:80": true, "localhost": true, "LOCALHOST:1": true,
		"localhost.": true, "a.localhost": true, "sim.example.com": true, "Sim.Example.Com.:8080": true,
		"evil.example.com": false, "evil.example.com:80": false, "127.0.0.1.evil.com": false, "localhost.evil.com": false, "evillocalhost": false,
		"sim.example.com.evil.com": false, "127.0.0.1@evil.com": false, "0x7f.1": false,
	} {
		for _, path := range []string{"/ovirt-simulator", "/ovirt-simulator/", "/ovirt-simulator/clock", "/ovirt-simulator/inventory"} {
			if status := ask("GET", path, host); (status == 200) != known || !known && status != 403 {
				t.Errorf("GET %s of host %s: status %d", path, host, status)
			}
		}
		if status := ask("POST", "/ovirt-simulator/tokens/expire", host); (status == 200) != known {
			t.Errorf("POST of host %s: status %d", host, status)
		}
		if status := ask("DELETE", "/ovirt-simulator/requests", host); (status == 200) != known {
			t.Errorf("DELETE of host %s: status %d", host, status)
		}
		// The API asks for a login.
		if status := ask("GET", "/ovirt-engine/api/vms", host); status != 401 {
			t.Errorf("API by host %s: status %d", host, status)
		}
	}
	everywhere, err := e.Start(":0")
	if err != nil {
		t.Fatal(err)
	}
	defer everywhere.Close()
	s = everywhere
	machine, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	if status := ask("GET", "/ovirt-simulator/clock", machine); status != 200 {
		t.Errorf("the machine's own name %s: status %d", machine, status)
	}
}
