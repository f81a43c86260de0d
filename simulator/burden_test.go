package simulator_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestRequestsBeyondAnyLimitAreRefused sends documents that cost more than their length to read.
// What engines make of them isn't known: their parser has limits of its own. Whoever refuses them
// isn't kinder.
func TestRequestsBeyondAnyLimitAreRefused(t *testing.T) {
	t.Parallel()
	e := start(t)
	var attributes strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&attributes, " a%d='1'", i)
	}
	long := strings.Repeat("n", 1<<20)
	for _, tt := range []struct{ name, contentType, doc string }{
		{"attributes", "application/xml", "<vm" + attributes.String() + "/>"},
		{"name", "application/xml", "<vm><" + long + "/></vm>"},
		{"depth", "application/xml", strings.Repeat("<vm>", 100_000)},
		{"member", "application/json", `{"` + long + `":1}`},
		{"number", "application/json", `{"memory":` + strings.Repeat("1", 1<<20) + `}`},
	} {
		if a := e.do("POST", "/vms", tt.doc, "Content-Type", tt.contentType); a.status != 400 {
			t.Errorf("%s: status %d, want 400", tt.name, a.status)
		}
	}
}
