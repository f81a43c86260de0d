package sdk_test

import (
	"io"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
)

// TestRetriesCostAPlainCallNothing counts what a GET allocates above the network.
func TestRetriesCostAPlainCallNothing(t *testing.T) {
	c, err := sdk.New(sdk.Config{
		URL: "https://h/ovirt-engine/api", Token: "t", NoCompression: true,
		Transport: roundTripper(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(oneVM))}, nil
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s := vmService(c)
	// The least of many runs: the race detector has pools forget at random.
	n := math.Inf(1)
	for range 100 {
		n = min(n, testing.AllocsPerRun(1, func() {
			if _, err := s.Get(tcontext, nil); err != nil {
				t.Fatal(err)
			}
		}))
	}
	if n > 23 {
		t.Errorf("a GET makes %v allocations above the network, want 23", n)
	}
}
