package search_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/generator/emitsearch"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

func connect(t testing.TB, format sdk.Format) *sdk.Connection {
	t.Helper()
	engine := simtest.New(t, simulator.Options{
		Step: -1,
		Inventory: &simulator.Inventory{
			DataCenters: 1, Clusters: 2, Hosts: 2, StorageDomains: 1, Templates: 2, VMs: 12, DisksPerVM: 1, NICsPerVM: 1,
		},
	})
	c, err := sdk.Connect(t.Context(), sdk.Config{
		URL: engine.URL, Username: simtest.User, Password: simtest.Password, CA: engine.CA, Format: format,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// sample returns a condition on a field of any kind, which is what the constant does.
func sample(f *model.SearchField, text string) search.Cond[types.Vm] {
	if f.Wire == "os" {
		return search.Exact[types.Vm](text).Equal("other") // a text that is no system can't be read
	}
	now := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	switch emitsearch.GoType(f) {
	case "Text":
		return search.Text[types.Vm](text).Equal("x y")
	case "Exact":
		return search.Exact[types.Vm](text).Equal("x y")
	case "Bool":
		return search.Bool[types.Vm](text).Is(true)
	case "Number":
		return search.Number[types.Vm](text).AtMost(12)
	case "NumberEqual":
		return search.NumberEqual[types.Vm](text).NotEqual(12)
	case "NumberOrder":
		return search.NumberOrder[types.Vm](text).More(12)
	case "Decimal":
		return search.Decimal[types.Vm](text).AtLeast(1.5)
	case "DecimalEqual":
		return search.DecimalEqual[types.Vm](text).NotEqual(4.7)
	case "TextUnsorted":
		return search.TextUnsorted[types.Vm](text).Equal("x")
	case "TextPositive":
		return search.TextPositive[types.Vm](text).Equal("x")
	case "UUID":
		return search.UUID[types.Vm](text).Equal("11111111-1111-1111-1111-111111111111")
	case "Time":
		return search.Time[types.Vm](text).On(now)
	case "TimeOrder":
		return search.TimeOrder[types.Vm](text).Before(now)
	case "Span":
		return search.Span[types.Vm](text).Less(36 * time.Hour)
	case "Enum":
		return search.Enum[types.Vm, types.VmStatus](text).Is(types.VmStatus(f.Engine[0]))
	case "EnumOrder":
		return search.EnumOrder[types.Vm, types.VmStatus](text).AtMost(types.VmStatus(f.Engine[0]))
	}
	return search.Cond[types.Vm]{}
}

// isHidden reports whether engines don't complete a field, and so can read it neither behind sortby
// nor behind a relation.
func isHidden(kind, field string) bool {
	switch kind {
	case "event":
		return field == "usrid" || strings.HasPrefix(field, "_event_")
	case "host":
		return field == "id"
	case "template":
		return field == "_vmt_id"
	}
	return false
}

// TestTheEngineKnowsEveryField sends a search for each field and each relation, joined with one that all objects fit, so that an
// answer without objects means that the engine couldn't read it.
func TestTheEngineKnowsEveryField(t *testing.T) {
	t.Parallel()
	c := connect(t, sdk.XML)
	kinds, err := model.EmbeddedSearch()
	if err != nil {
		t.Fatal(err)
	}
	everything := search.Text[types.Vm]("name").Like("*")
	found := func(collection, query string) bool {
		t.Helper()
		answer, err := c.Do(t.Context(), sdk.RawRequest{Path: collection + "?max=1&search=" + escaped(query)})
		if err != nil {
			t.Fatalf("%s: %s: %v", collection, query, err)
		}
		return strings.Contains(string(answer.Body), " id=\"")
	}
	// Events have no name, and there are no groups or pools by themselves.
	all := map[string]search.Cond[types.Vm]{"events": search.Text[types.Vm]("message").Like("*")}
	checked := 0
	for _, s := range kinds {
		if s.Collection == "" || !found(s.Collection, "") {
			continue
		}
		every, ok := all[s.Collection]
		if !ok {
			every = everything
		}
		for _, f := range s.Fields {
			if f.Limit == model.Broken {
				continue // No constant is made of it.
			}
			text := emitsearch.Text(s, f)
			cond := sample(f, text)
			queries := []string{cond.Or(every).String()}
			if f.Limit != model.Unsorted {
				queries = append(queries, cond.Or(every).SortBy(search.Text[types.Vm](f.Wire)).String())
			}
			for i, query := range queries {
				isSort := i > 0
				if checked++; found(s.Collection, query) == (isSort && isHidden(s.Kind, f.Wire)) {
					t.Errorf("%s: read by the engine, or hidden from it: %s", s.Collection, query)
				}
			}
		}
		for _, x := range s.Crosses {
			if x.Limit != "" {
				continue
			}
			i := slices.IndexFunc(kinds, func(to *model.Search) bool { return to.Kind == x.Kind })
			for _, f := range kinds[i].Fields {
				wire := x.Wire
				if s.First(wire) {
					wire = "^" + wire
				}
				if kinds[i].First(f.Wire) {
					continue
				}
				query := search.Cross[types.Vm, types.Vm](wire).Where(sample(f, emitsearch.Text(kinds[i], f))).Or(every).String()
				if checked++; found(s.Collection, query) == isHidden(x.Kind, f.Wire) {
					t.Errorf("%s: read by the engine, or hidden from it: %s", s.Collection, query)
				}
			}
		}
	}
	if checked < 600 {
		t.Errorf("only %d searches were sent", checked)
	}
}

func TestSearchesFindWhatTheySay(t *testing.T) {
	t.Parallel()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		t.Run(format.String(), func(t *testing.T) {
			t.Parallel()
			c := connect(t, format)
			for _, tt := range []struct {
				name string
				q    built
				want []string
			}{
				{"name", search.VmName.Equal("vm-00003"), []string{"vm-00003"}},
				{"pattern and status", search.VmName.Like("vm-0000*").And(search.VmStatus.Is(types.VmStatusUp)), []string{"vm-00001", "vm-00005", "vm-00009"}},
				{"or within and", search.VmStatus.Is(types.VmStatusUp).And(search.VmName.Equal("vm-00001").Or(search.VmName.Equal("vm-00002"))), []string{"vm-00001"}},
				{"order", search.VmName.In("vm-00002", "vm-00010").SortByDesc(search.VmName), []string{"vm-00010", "vm-00002"}},
				{"nobody", search.VmName.Equal("vm-0000_"), nil},
			} {
				q, err := tt.q.Build()
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for vm, err := range c.SystemService().VmsService().All(t.Context(), &services.VmsListParams{Search: q}) {
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, *vm.Name)
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("%s: %s finds others (-want +got):\n%s", tt.name, *q, diff)
				}
			}
		})
	}
}

func escaped(query string) string { return strings.ReplaceAll(url.QueryEscape(query), "+", "%20") }
