package record_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/record"
)

// example stands for the test, which an example doesn't have; tests give their *testing.T.
type example struct{ cleanups []func() }

func (e *example) Helper()                           {}
func (e *example) Cleanup(f func())                  { e.cleanups = append(e.cleanups, f) }
func (e *example) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }
func (e *example) Fatalf(format string, args ...any) { log.Fatalf(format, args...) }
func (e *example) Failed() bool                      { return false }

// The file was recorded, or written by hand. Two requests are as it says; the third is not.
func ExampleNew() {
	t := new(example)
	transport := record.New(t, "testdata/example.txt", nil, false)
	for _, request := range []struct{ method, path, body string }{
		{"GET", "/ovirt-engine/api/tags?max=1", ""},
		{"POST", "/ovirt-engine/api/tags", "<tag><name>mine</name></tag>"},
		{"DELETE", "/ovirt-engine/api/tags/123", ""},
	} {
		req, err := http.NewRequest(request.method, "https://engine.example.com"+request.path, strings.NewReader(request.body))
		if err != nil {
			fmt.Println(err)
			return
		}
		resp, err := transport.RoundTrip(req)
		if err != nil {
			continue // The test has heard of it.
		}
		body, err := io.ReadAll(resp.Body)
		fmt.Printf("%s: %s, %v\n", resp.Status, body, err)
	}
	for _, cleanup := range t.cleanups {
		cleanup()
	}
	// Output:
	// 200 OK: <tags/>, <nil>
	// 201 Created: <tag id="456"><name>mine</name></tag>, <nil>
	// record: testdata/example.txt: unexpected request: DELETE /ovirt-engine/api/tags/123
	// 	due is DELETE /ovirt-engine/api/tags/456 (line 28)
	// record: testdata/example.txt: of 3 recorded requests 1 did not come:
	// 	DELETE /ovirt-engine/api/tags/456 (line 28)
}
