package sdk_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// TestAListThatNeverStopsGrowingEnds reads a list that gets new items in front as fast as it is read.
func TestAListThatNeverStopsGrowingEnds(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 3, 10} {
		engine := &listing{}
		l := pagedList(t, engine)
		engine.fill(50)
		engine.change = func(e *listing) { e.insert(0, size) }
		params, _ := l.params(size)
		got := l.all(t, t.Context(), params, nil)
		stays := map[int]bool{}
		for id := range 50 {
			stays[id] = true
		}
		checkYielded(t, fmt.Sprintf("pages of %d", size), got, stays)
	}
}

// TestABadItemIsReportedOnce has an item that can't be read where two pages overlap.
func TestABadItemIsReportedOnce(t *testing.T) {
	t.Parallel()
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		var page, size int
		_, _ = fmt.Sscanf(r.URL.Query().Get("search"), "page %d", &page)
		_, _ = fmt.Sscan(r.URL.Query().Get("max"), &size)
		var doc strings.Builder
		for i := (page - 1) * size; i < min(page*size, 5); i++ {
			fmt.Fprintf(&doc, `<vm id="%d"><memory>x</memory></vm>`, i)
		}
		say(w, 200, "application/xml", "<vms>"+doc.String()+"</vms>")
	})
	n := 0
	vms := e.connect().SystemService().VmsService()
	for vm, err := range vms.All(t.Context(), &services.VmsListParams{Max: new(int64(3))}) {
		if vm != nil || !errors.Is(err, sdk.ErrParse) {
			t.Fatalf("All yielded %v, %v, want an error alone", vm, err)
		}
		n++
	}
	if n != 5 {
		t.Errorf("%d errors, want 5", n)
	}
}

// TestItemsWithoutIDsAreReadAtOnce reads items that can't be recognised on the next page: they come in one request, each of them.
func TestItemsWithoutIDsAreReadAtOnce(t *testing.T) {
	t.Parallel()
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		n := 250
		if r.URL.Query().Has("max") {
			n = 100
		}
		say(w, 200, "application/xml", "<vms>"+strings.Repeat("<vm><name>a</name></vm>", n)+"</vms>")
	})
	n := 0
	for _, err := range e.connect().SystemService().VmsService().All(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if calls := e.requests(); n != 250 || len(calls) != 2 {
		t.Errorf("%d items with calls %q, want 250 with two", n, calls)
	}
}

// TestAllOfAListWithoutPagesIsOneRequest reads a list that the engine returns whole or not at all.
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
