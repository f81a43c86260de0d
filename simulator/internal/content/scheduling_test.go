package content

import (
	"encoding/xml"
	"slices"
	"testing"
)

// TestPoliciesAreMadeOfUnits checks that each policy names units of the right kind, which know its
// properties.
func TestPoliciesAreMadeOfUnits(t *testing.T) {
	t.Parallel()
	if got := len(Units()); got != 37 {
		t.Errorf("%d units, want 37", got)
	}
	units := make(map[string]*Unit)
	for _, u := range Units() {
		units[u.ID] = u
	}
	var defaults []string
	for _, p := range Policies() {
		if p.Default {
			defaults = append(defaults, p.Name)
		}
		var known []string
		for kind, list := range map[string][]PolicyUnit{
			"filter": p.Filters, "weight": p.Weights, "load_balancing": p.Balances,
		} {
			for _, pu := range list {
				u := units[pu.Unit]
				if u == nil || u.Kind != kind {
					t.Fatalf("policy %s: %s is no %s", p.Name, pu.Unit, kind)
				}
				for _, property := range u.Properties {
					known = append(known, property.Name)
				}
			}
		}
		for _, property := range p.Properties {
			if !slices.Contains(known, property.Name) {
				t.Errorf("policy %s: no unit knows %s", p.Name, property.Name)
			}
		}
	}
	if !slices.Equal(defaults, []string{"none"}) {
		t.Errorf("default policies: %v", defaults)
	}
}

func TestFirstObjectsAreDocuments(t *testing.T) {
	t.Parallel()
	docs := []string{NewCluster()}
	for element := range firstDocuments() {
		docs = append(docs, First(element))
	}
	for _, doc := range docs {
		var v struct {
			Inner []byte `xml:",innerxml"`
		}
		if err := xml.Unmarshal([]byte(doc), &v); err != nil || len(v.Inner) == 0 {
			t.Errorf("%v: %s", err, doc)
		}
	}
	if got := len(LevelPermits()); got != 99 {
		t.Errorf("%d permits of a level, want 99", got)
	}
}
