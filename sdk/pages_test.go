package sdk_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk/services"
)

// TestItemsThatMoveBetweenPagesAreGivenOnce reads pages of a set that grows in front while it is read, so that the end of each page
// comes again at the beginning of the next one.
func TestItemsThatMoveBetweenPagesAreGivenOnce(t *testing.T) {
	t.Parallel()
	pages := []string{"1 2 3", "3 4 5", "4 5 6", "6"}
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		var n int
		if _, err := fmt.Sscanf(r.URL.Query().Get("search"), "page %d", &n); err != nil || n > len(pages) {
			answer(400, "<fault><reason>no such page</reason></fault>")(w, r)
			return
		}
		var doc strings.Builder
		for _, id := range strings.Fields(pages[n-1]) {
			doc.WriteString(`<vm id="` + id + `"/>`)
		}
		say(w, 200, "application/xml", "<vms>"+doc.String()+"</vms>")
	})
	all := e.connect().SystemService().VmsService().All(t.Context(), &services.VmsListParams{Max: new(int64(3))})
	for range 2 { // What the first loop has given, the second one gives too.
		var ids []string
		for vm, err := range all {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, *vm.ID)
		}
		if want := []string{"1", "2", "3", "4", "5", "6"}; !slices.Equal(ids, want) {
			t.Errorf("items are %v, want %v", ids, want)
		}
	}
	if n := len(e.requests()); n != 2*len(pages) {
		t.Errorf("%d requests, want %d", n, 2*len(pages))
	}
}

// TestAllOfAListWithoutPagesIsOneRequest reads a list that the engine gives whole or not at all.
func TestAllOfAListWithoutPagesIsOneRequest(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, `<nics>`+strings.Repeat(`<nic id="1"/>`, 100)+`<nic id="2"/></nics>`))
	n := 0
	for _, err := range e.connect().SystemService().VmsService().VmService("7").NicsService().All(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if calls := e.requests(); n != 101 || !slices.Equal(calls, []string{"GET /vms/7/nics"}) {
		t.Errorf("%d items with calls %q, want 101 with one", n, calls)
	}
}
