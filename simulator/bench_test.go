package simulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
)

// benchEngine returns an engine with VMs, and a request with the rights to look at them.
func benchEngine(b *testing.B, vms int) (e *simulator.Engine, get func(path string) *http.Request) {
	b.Helper()
	e, err := simulator.New(simulator.Options{
		DeterministicIDs: true, Clock: simulator.NewClock(began),
		Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 4, Hosts: 16, StorageDomains: 4, VMs: vms, DisksPerVM: 1, NICsPerVM: 1},
	})
	if err != nil {
		b.Fatal(err)
	}
	return e, func(path string) *http.Request {
		r := httptest.NewRequest(http.MethodGet, "/ovirt-engine/api"+path, nil)
		r.SetBasicAuth("admin@internal", "password")
		return r
	}
}

// sink takes an answer and counts its bytes.
type sink struct {
	header http.Header
	status int
	size   int64
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(p []byte) (int, error) { s.size += int64(len(p)); return len(p), nil }

// run answers a request as often as the benchmark wants.
func run(b *testing.B, e http.Handler, r *http.Request) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		s := &sink{header: http.Header{}}
		e.ServeHTTP(s, r)
		if s.status != http.StatusOK {
			b.Fatalf("status %d", s.status)
		}
		b.SetBytes(s.size)
	}
}

func BenchmarkGetVM(b *testing.B) {
	e, get := benchEngine(b, 100)
	run(b, e, get("/vms/"+e.IDs("/vms")[7]))
}

func BenchmarkListVMs(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			e, get := benchEngine(b, n)
			run(b, e, get("/vms"))
		})
	}
}

func BenchmarkSearchVMs(b *testing.B) {
	e, get := benchEngine(b, 1000)
	run(b, e, get("/vms?search=name%3Dvm-0000*"))
}

func BenchmarkStart(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := simulator.New(simulator.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
