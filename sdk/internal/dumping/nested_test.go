package dumping_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk/dump"
	"github.com/ovirt-go/ovirt/sdk/internal/dumping"
)

// replay is a transport that answers what it was given.
type replay string

func (r replay) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(string(r))),
	}, nil
}

// TestDumpsGrowWithTheirBodies shows bodies of all kinds that try to make more of themselves, in
// the request and in the answer, of twice the length each time.
func TestDumpsGrowWithTheirBodies(t *testing.T) {
	t.Parallel()
	const (
		most = 8       // bytes of a dump for each byte of the bodies
		some = 256_000 // and beyond that
	)
	repeat := strings.Repeat
	for _, tt := range []struct {
		name string
		doc  func(n int) string
	}{
		{"nested elements", func(n int) string { return repeat("<a>", n/7) + repeat("</a>", n/7) }},
		{"nested elements and others", func(n int) string {
			return repeat("<a><b/>", n/11) + repeat("</a>", n/11)
		}},
		{"nested secrets", func(n int) string {
			return repeat("<password>", n/21) + repeat("</password>", n/21)
		}},
		{"many secrets", func(n int) string {
			return "<a>" + repeat("<password>x</password>", n/22) + "</a>"
		}},
		{"many values of secrets", func(n int) string {
			return "<a><name>password</name>" + repeat("<value>x</value>", n/16) + "</a>"
		}},
		{"elements without an end", func(n int) string { return repeat("<a>", n/3) }},
		{"values without an end", func(n int) string { return repeat("<value>", n/7) }},
		{"elements that don't fit", func(n int) string { return repeat("<a>", n/3) + "</b>" }},
		{"elements at the last level", func(n int) string {
			return repeat("<a>", 63) + repeat("<b/>", n/4) + repeat("</a>", 63)
		}},
		{"comments", func(n int) string { return "<a>" + repeat("<!---->", n/7) + "</a>" }},
		{"attributes", func(n int) string { return "<a" + repeat(" a=''", n/5) + "/>" }},
		{"nested lists", func(n int) string { return repeat("[", n/2) + repeat("]", n/2) }},
		{"nested objects", func(n int) string {
			return repeat(`{"a":`, n/6) + "1" + repeat("}", n/6)
		}},
		{"objects in lists", func(n int) string {
			return repeat(`[{"a":`, n/8) + "1" + repeat("}]", n/8)
		}},
		{"items at the last level", func(n int) string {
			return repeat("[", 63) + "1" + repeat(",1", n/2) + repeat("]", 63)
		}},
		{"lists without an end", func(n int) string { return repeat("[", n) }},
		{"secrets in lists", func(n int) string {
			return `{"password":[1` + repeat(",1", n/2) + "]}"
		}},
		{"names of secrets", func(n int) string { return repeat("password ", n/9) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for n := 27_000; n < 1<<18; n *= 2 {
				doc := tt.doc(n)
				shown := show(t, doc)
				if bound := most*2*len(doc) + some; len(shown) > bound {
					t.Errorf("%d bytes twice became %d, want %d", len(doc), len(shown), bound)
				}
			}
		})
	}
}

// show sends a document, gets it back, and returns what is shown of both.
func show(t *testing.T, doc string) string {
	t.Helper()
	var out buffer
	transport := dumping.New(replay(doc), dump.Writer(&out), dump.Options{})
	req := request(t, "POST", "https://engine/ovirt-engine/api/vms", strings.NewReader(doc))
	resp, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
