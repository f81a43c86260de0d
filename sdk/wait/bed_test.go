package wait_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// bed is a simulated engine within a bubble of virtual time, with a connection and a list of the requests to its API.
type bed struct {
	*simulator.Engine
	t    *testing.T
	conn *sdk.Connection

	format sdk.Format
	next   http.RoundTripper
	mu     sync.Mutex
	sent   []string // guarded by mu
}

// inBed runs a test in virtual time, over XML and over JSON.
func inBed(t *testing.T, f func(*bed), options ...simulator.Options) {
	t.Helper()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		t.Run(format.String(), func(t *testing.T) {
			t.Parallel()
			simtest.Virtual(t, func(t *testing.T, s *simtest.Server) { f(newBed(t, s, format)) }, options...)
		})
	}
}

// inXML runs a test in virtual time, over XML alone.
func inXML(t *testing.T, f func(*testing.T, *bed), options ...simulator.Options) {
	t.Helper()
	simtest.Virtual(t, func(t *testing.T, s *simtest.Server) { f(t, newBed(t, s, sdk.XML)) }, options...)
}

func newBed(t *testing.T, s *simtest.Server, format sdk.Format) *bed {
	t.Helper()
	cfg := s.Config()
	b := &bed{Engine: s.Engine, t: t, format: format, next: cfg.Transport}
	cfg.Format, cfg.Transport, cfg.Retry = format, b, call.RetryPolicy{Attempts: 1}
	var err error
	if b.conn, err = sdk.New(cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.conn.Close() })
	return b
}

// RoundTrip notes requests to the API.
func (b *bed) RoundTrip(req *http.Request) (*http.Response, error) {
	if path, ok := strings.CutPrefix(req.URL.Path, "/ovirt-engine/api"); ok {
		b.mu.Lock()
		if search := req.URL.Query().Get("search"); search != "" {
			path += "?" + search
		}
		b.sent = append(b.sent, req.Method+" "+path)
		b.mu.Unlock()
	}
	return b.next.RoundTrip(req)
}

// requests returns the requests since the last time.
func (b *bed) requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	sent := b.sent
	b.sent = nil
	return sent
}

// seed puts an object into the inventory.
func (b *bed) seed(path, document string) string {
	b.t.Helper()
	id, err := b.Seed(path, document)
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

// put changes an object in the inventory.
func (b *bed) put(path, document string) {
	b.t.Helper()
	if err := b.Put(path, document); err != nil {
		b.t.Fatal(err)
	}
}

// vm puts a VM into the inventory.
func (b *bed) vm(name, status string) string {
	return b.seed("/vms", "<vm><name>"+name+"</name><status>"+status+"</status><cluster><name>Default</name></cluster></vm>")
}
