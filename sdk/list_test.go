package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// tcontext is for calls whose context is not the subject.
var tcontext = context.Background()

// pagesOf answers lists of n VMs as an engine does, by the page that the search names, and anything else with one VM.
func pagesOf(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if _, id, one := strings.Cut(r.URL.Path, "/vms/"); one {
			answer(200, `<vm id="`+id+`"/>`)(w, r)
			return
		}
		query := r.URL.Query()
		size, _ := strconv.Atoi(query.Get("max"))
		words := strings.Fields(query.Get("search"))
		page, _ := strconv.Atoi(words[len(words)-1])
		var doc strings.Builder
		doc.WriteString("<vms>")
		for i := (page - 1) * size; i < min(page*size, n); i++ {
			fmt.Fprintf(&doc, `<vm id="%d"/>`, i)
		}
		doc.WriteString("</vms>")
		say(w, 200, "application/xml", doc.String())
	}
}

func TestAllReadsEveryPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		have   int
		params *services.VmsListParams
		want   []string
	}{
		{"no parameters", 250, nil, []string{ // Each page but the first begins with the last item of the one before, or earlier.
			"max=100&search=page%201", "max=99&search=page%202", "max=98&search=page%203"}},
		{"empty", 0, nil, []string{"max=100&search=page%201"}},
		{"whole pages", 6, &services.VmsListParams{Max: new(int64(3))},
			[]string{"max=3&search=page%201", "max=2&search=page%202", "max=3&search=page%202", "max=4&search=page%202"}},
		{"search", 4, &services.VmsListParams{Max: new(int64(3)), Search: new("name=a*")},
			[]string{"max=3&search=name%3Da%2A%20page%201", "max=2&search=name%3Da%2A%20page%202", "max=3&search=name%3Da%2A%20page%202"}},
		{"sort without a direction", 1, &services.VmsListParams{Search: new("sortby name")},
			[]string{"max=100&search=sortby%20name%20asc%20page%201"}},
		{"other parameters", 1, &services.VmsListParams{CaseSensitive: new(true)},
			[]string{"case_sensitive=true&max=100&search=page%201"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t, pagesOf(tt.have))
			all := e.connect().SystemService().VmsService().All(t.Context(), tt.params)
			for range 2 { // Ranging twice starts twice.
				n := 0
				for vm, err := range all {
					if err != nil {
						t.Fatal(err)
					}
					if *vm.ID != strconv.Itoa(n) {
						t.Fatalf("item %d has id %s", n, *vm.ID)
					}
					n++
				}
				if n != tt.have {
					t.Errorf("%d items, want %d", n, tt.have)
				}
			}
			var want []string
			for range 2 {
				for _, query := range tt.want {
					want = append(want, "GET /vms?"+query)
				}
			}
			got := e.requests()
			for i := range got {
				path, query, _ := strings.Cut(got[i], "?")
				values, _ := url.ParseQuery(query)
				got[i] = path + "?" + strings.ReplaceAll(values.Encode(), "+", "%20")
			}
			if !slices.Equal(got, want) {
				t.Errorf("calls were\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func TestAllRefusesWhatHasNoPages(t *testing.T) {
	t.Parallel()
	e := newEngine(t, pagesOf(1))
	vms := e.connect().SystemService().VmsService()
	for _, tt := range []struct {
		name   string
		params services.VmsListParams
		want   string
	}{
		{"page in the search", services.VmsListParams{Search: new("name=x Page 2")},
			`VmsService.All: GET /vms: search "name=x Page 2" names a page, but all pages are read`},
		{"max 0", services.VmsListParams{Max: new(int64(0))}, "VmsService.All: GET /vms: max is 0, but a page holds one item at least"},
		{"negative max", services.VmsListParams{Max: new(int64(-1))}, "VmsService.All: GET /vms: max is -1, but a page holds one item at least"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			for vm, err := range vms.All(t.Context(), &tt.params) {
				n++
				if vm != nil || err == nil || err.Error() != tt.want || !errors.Is(err, sdk.ErrInvalid) {
					t.Errorf("All gave %v, %v, want %s", vm, err, tt.want)
				}
			}
			if n != 1 {
				t.Errorf("the loop ran %d times, want 1", n)
			}
		})
	}
	if calls := e.requests(); len(calls) != 0 {
		t.Errorf("calls were %q, want none", calls)
	}
}

func TestAllLeavesTheConnectionToTheLoop(t *testing.T) {
	t.Parallel()
	e := newEngine(t, pagesOf(5))
	c := e.connect(func(cfg *sdk.Config) { cfg.MaxConnections = 1 })
	n := 0
	for vm, err := range c.SystemService().VmsService().All(t.Context(), &services.VmsListParams{Max: new(int64(2))}) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.SystemService().VmsService().VmService(*vm.ID).Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		n++
	}
	if _, _, conns := e.count(); n != 5 || conns != 1 {
		t.Errorf("%d items over %d connections, want 5 over 1", n, conns)
	}
}

func TestAllEndsWhereAServerKnowsNoPages(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, `<vms><vm id="1"/><vm id="2"/></vms>`))
	n := 0
	for _, err := range e.connect().SystemService().VmsService().All(t.Context(), &services.VmsListParams{Max: new(int64(2))}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if calls := e.requests(); n != 2 || len(calls) != 2 {
		t.Errorf("%d items with calls %q, want 2 with two", n, calls)
	}
}

func TestAllStopsWithTheLoop(t *testing.T) {
	t.Parallel()
	e := newEngine(t, pagesOf(500))
	for range e.connect().SystemService().VmsService().All(t.Context(), nil) {
		break
	}
	if calls := e.requests(); len(calls) != 1 {
		t.Errorf("calls were %q, want one", calls)
	}
}

func TestAllEndsWithAnError(t *testing.T) {
	t.Parallel()
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.RawQuery, "page%202") {
			answer(500, "<fault><reason>no</reason></fault>")(w, r)
			return
		}
		pagesOf(500)(w, r)
	})
	n := 0
	var last error
	for vm, err := range e.connect().SystemService().VmsService().All(t.Context(), nil) {
		if last != nil {
			t.Fatal("the loop went on after an error")
		}
		if last = err; vm != nil {
			n++
		}
	}
	if n != 100 || !errors.Is(last, sdk.ErrAction) {
		t.Errorf("%d items and then %v", n, last)
	}
}

func TestListIsNeverNil(t *testing.T) {
	t.Parallel()
	for body, change := range map[string]func(*sdk.Config){"<vms/>": func(*sdk.Config) {}, "{}": asJSON} {
		e := newEngine(t, answer(200, body))
		vms, err := e.connect(change).SystemService().VmsService().List(t.Context(), nil)
		if err != nil || vms == nil || len(vms) != 0 {
			t.Errorf("List of %s gave %v, %v", body, vms, err)
		}
	}
}

// TestOneBadValueCostsOneItem shows what each way to read a list makes of an item that can't be read.
func TestOneBadValueCostsOneItem(t *testing.T) {
	t.Parallel()
	const huge = "18446744073709551615"
	const doc = `<vms><vm id="1"/><vm id="2"><memory>` + huge + `</memory><cpu_shares/></vm><vm id="3"><cpu_shares/></vm></vms>`
	const want = `read vms/vm[2]/memory: XML offset 36: "` + huge + `" is not an integer of 64 bits`
	vms := newEngine(t, answer(200, doc)).connect().SystemService().VmsService()

	t.Run("List", func(t *testing.T) {
		got, err := vms.List(t.Context(), nil)
		if got != nil || err == nil || err.Error() != "VmsService.List: GET /vms: 200: "+want || !errors.Is(err, sdk.ErrParse) {
			t.Errorf("List gave %v, %v", got, err)
		}
	})
	t.Run("List, lenient", func(t *testing.T) {
		var reported []string
		got, err := vms.List(t.Context(), nil, call.Lenient(func(err error) { reported = append(reported, err.Error()) }))
		if err != nil {
			t.Fatal(err)
		}
		if ids := idsOf(got); ids != "1 2 3" || got[1].Memory != nil {
			t.Errorf("items are %s", ids)
		}
		if len(reported) != 1 || reported[0] != "VmsService.List: GET /vms: 200: "+want {
			t.Errorf("reported was %q", reported)
		}
	})
	t.Run("All", func(t *testing.T) {
		var got []*types.Vm
		var failed []string
		for vm, err := range vms.All(t.Context(), nil) {
			if err != nil {
				failed = append(failed, err.Error())
				continue
			}
			got = append(got, vm)
		}
		if ids := idsOf(got); ids != "1 3" {
			t.Errorf("items are %s", ids)
		}
		if len(failed) != 1 || failed[0] != "VmsService.All: GET /vms: 200: "+want {
			t.Errorf("errors are %q", failed)
		}
	})
	t.Run("Each", func(t *testing.T) {
		var got []*types.Vm
		err := vms.Each(t.Context(), nil, func(vm *types.Vm) error {
			got = append(got, vm)
			return nil
		})
		if ids := idsOf(got); ids != "1 3" {
			t.Errorf("items are %s", ids)
		}
		if err == nil || err.Error() != "VmsService.Each: GET /vms: 200: "+want {
			t.Errorf("error is %v", err)
		}
	})
}

func idsOf(vms []*types.Vm) string {
	var ids []string
	for _, vm := range vms {
		ids = append(ids, *vm.ID)
	}
	return strings.Join(ids, " ")
}

func TestEachBoundsTheErrorsThatItKeeps(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, "<vms>"+strings.Repeat("<vm><memory>x</memory></vm>", 1000)+"</vms>"))
	err := e.connect().SystemService().VmsService().Each(t.Context(), nil, func(*types.Vm) error { return nil })
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 21 || lines[20] != "and 980 more items that could not be read" {
		t.Errorf("error has %d lines, the last is %q", len(lines), lines[len(lines)-1])
	}
	if !errors.Is(err, sdk.ErrParse) {
		t.Error("class isn't ErrParse")
	}
}

// TestEachStreams reads a list without an end, and stops when it has enough.
func TestEachStreams(t *testing.T) {
	t.Parallel()
	gone := make(chan struct{})
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		defer close(gone)
		say(w, 200, "application/xml", "<vms>")
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(w, `<vm id="%d"/>`, i); err != nil {
				return
			}
		}
	})
	enough := errors.New("enough")
	n := 0
	err := e.connect().SystemService().VmsService().Each(t.Context(), nil, func(vm *types.Vm) error {
		if *vm.ID != strconv.Itoa(n) {
			return fmt.Errorf("item %d has id %s", n, *vm.ID)
		}
		if n++; n == 10_000 {
			return enough
		}
		return nil
	})
	if err != enough {
		t.Errorf("error is %v, want that of the function as it is", err)
	}
	<-gone // The engine noticed.
}

func TestEachHandsOverWhatHasArrived(t *testing.T) {
	t.Parallel()
	seen := make(chan struct{})
	e := newEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		say(w, 200, "application/xml", `<vms><vm id="1"/><vm id="2"/>`)
		w.(http.Flusher).Flush()
		<-seen
		_, _ = io.WriteString(w, "</vms>")
	})
	err := e.connect(func(cfg *sdk.Config) { cfg.NoCompression = true }).SystemService().VmsService().Each(t.Context(), nil,
		func(vm *types.Vm) error {
			if *vm.ID == "1" {
				close(seen)
			}
			return nil
		})
	if err != nil {
		t.Error(err)
	}
}

func TestCancellingEndsEach(t *testing.T) {
	t.Parallel()
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		say(w, 200, "application/xml", `<vms><vm id="1"/>  `)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err := e.connect().SystemService().VmsService().Each(ctx, nil, func(*types.Vm) error {
		cancel()
		return nil
	})
	failure, ok := err.(*sdk.Error)
	if !ok || !errors.Is(err, context.Canceled) || failure.Class != nil {
		t.Errorf("error is %v, want context.Canceled and no class", err)
	}
}
