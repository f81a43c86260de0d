package jobs_test

import (
	"net/http"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// bed is a simulated engine within a bubble of virtual time.
type bed struct {
	*simulator.Engine
	t    *testing.T
	conn *sdk.Connection
}

// inBed runs a test in virtual time, over XML and over JSON.
func inBed(t *testing.T, f func(*bed)) {
	t.Helper()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		t.Run(format.String(), func(t *testing.T) {
			t.Parallel()
			simtest.Virtual(t, func(t *testing.T, s *simtest.Server) { f(newBed(t, s, format)) })
		})
	}
}

// inXML runs a test in virtual time, over XML alone.
func inXML(t *testing.T, f func(*testing.T, *bed)) {
	t.Helper()
	simtest.Virtual(t, func(t *testing.T, s *simtest.Server) { f(t, newBed(t, s, sdk.XML)) })
}

func newBed(t *testing.T, s *simtest.Server, format sdk.Format) *bed {
	t.Helper()
	cfg := s.Config()
	cfg.Format, cfg.Retry = format, call.RetryPolicy{Attempts: 1}
	conn, err := sdk.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &bed{s.Engine, t, conn}
}

// vm puts a VM that is down into the inventory.
func (b *bed) vm() string {
	b.t.Helper()
	id, err := b.Seed("/vms", "<vm><name>web</name><status>down</status><cluster><name>Default</name></cluster></vm>")
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

// says makes the engine answer a GET of jobs with one document after the other, the last one forever. They are XML.
func (b *bed) says(path string, documents ...string) {
	for i, doc := range documents {
		times := 1
		if i == len(documents)-1 {
			times = 0
		}
		b.Fail(simulator.Rule{
			Method: http.MethodGet, Path: "*/api" + path, Status: http.StatusOK, ContentType: "application/xml", Body: doc, Times: times,
		})
	}
}
