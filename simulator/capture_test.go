package simulator_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// signer puts the credentials of the simulator's first user into requests, and counts the verbs.
type signer struct {
	mu    sync.Mutex
	verbs map[string]int // guarded by mu
}

func (b *signer) RoundTrip(r *http.Request) (*http.Response, error) {
	b.mu.Lock()
	b.verbs[r.Method]++
	b.mu.Unlock()
	r = r.Clone(r.Context())
	r.SetBasicAuth(simtest.User, simtest.Password)
	return http.DefaultTransport.RoundTrip(r)
}

func TestCapturedEngineAnswersAlike(t *testing.T) {
	t.Parallel()
	e, clock := lively(t)
	server := httptest.NewServer(e)
	defer server.Close()
	seen := &signer{verbs: map[string]int{}}
	before := save(t, e)
	var text bytes.Buffer
	err := simulator.Capture(t.Context(), simulator.Source{URL: server.URL + "/ovirt-engine/api", Client: &http.Client{Transport: seen}}, &text)
	if err != nil {
		t.Fatal(err)
	}
	if len(seen.verbs) != 1 || seen.verbs["GET"] < 100 {
		t.Errorf("the requests were %v, want some hundred GET", seen.verbs)
	}
	if save(t, e) != before {
		t.Error("the engine isn't what it was before")
	}
	same(t, e, load(t, text.String(), clock))
}

func TestCaptureTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	page := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		}
	}
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		want    string
	}{
		{"wrong password", page(401, ""), "capture: the engine refuses the credentials: 401 Unauthorized"},
		{"no engine", page(404, ""), "/api: 404 Not Found"},
		{"another page", page(200, "<html></html>"), "isn't the entry point of an API"},
		{"engine that breaks down", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/api" {
				fmt.Fprint(w, "<api/>")
				return
			}
			w.WriteHeader(http.StatusServiceUnavailable)
		}, ": 503 Service Unavailable"},
		{"damaged list", func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/api":
				fmt.Fprint(w, "<api/>")
			case "/api/vms":
				fmt.Fprint(w, `<vms><vm id="1">`)
			default:
				w.WriteHeader(http.StatusNotFound)
			}
		}, "capture /vms: request is syntactically incorrect: read vms/vm[1]: XML offset 16: document is cut off: unexpected EOF"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(tt.handler)
			defer server.Close()
			var text bytes.Buffer
			err := simulator.Capture(t.Context(), simulator.Source{URL: server.URL + "/api"}, &text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want %s", err, tt.want)
			}
			if text.Len() > 0 {
				t.Errorf("%d bytes were written", text.Len())
			}
		})
	}
}

func TestCaptureEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api" {
			fmt.Fprint(w, "<api/>")
			return
		}
		cancel()
		<-r.Context().Done()
	}))
	defer server.Close()
	if err := simulator.Capture(ctx, simulator.Source{URL: server.URL + "/api"}, &bytes.Buffer{}); err == nil {
		t.Error("there is no error")
	}
}

func TestCaptureSkipsCollections(t *testing.T) {
	t.Parallel()
	e, _ := lively(t)
	server := httptest.NewServer(e)
	defer server.Close()
	var text bytes.Buffer
	source := simulator.Source{
		URL: server.URL + "/ovirt-engine/api", Client: &http.Client{Transport: &signer{verbs: map[string]int{}}}, Skip: []string{"events", "jobs"},
	}
	if err := simulator.Capture(t.Context(), source, &text); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(text.String()) {
		if slices.Contains([]string{"[/events]\n", "[/jobs]\n"}, line) {
			t.Errorf("the text has %s", line)
		}
	}
}
