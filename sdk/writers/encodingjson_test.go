package writers_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

// sameInstant compares times as encoding/json keeps them: as instants, in zones of whole minutes.
var sameInstant = cmp.Comparer(func(a, b time.Time) bool {
	_, from := a.Zone()
	_, to := b.Zone()
	return a.Equal(b) || (from%60 != 0 || to%60 != 0) && a.Sub(b).Abs() < time.Minute
})

func TestEncodingJSONKeepsEveryValue(t *testing.T) {
	t.Parallel()
	for _, c := range codecs() {
		for seed := range uint64(8) {
			v := c.create()
			seeded(seed).fill(v.Elem(), 3)
			doc, err := json.Marshal(v.Interface())
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			got := c.create()
			if err := json.Unmarshal(doc, got.Interface()); err != nil {
				t.Fatalf("%s: read %s: %v", c.name, doc, err)
			}
			if diff := cmp.Diff(v.Interface(), got.Interface(), sameInstant); diff != "" {
				t.Fatalf("%s differs (-written +read):\n%s", c.name, diff)
			}
		}
	}
}

func TestEncodingJSONHasTheNamesOfTheAPI(t *testing.T) {
	t.Parallel()
	vm := types.Vm{
		ID: new("1"), DeleteProtected: new(false), Memory: new(int64(1 << 30)), CustomProperties: []*types.CustomProperty{},
		Cluster: &types.Cluster{Name: new("Default")}, Status: types.VmStatusDown,
		Links: []types.Link{{Rel: "nics", Href: "/ovirt-engine/api/vms/1/nics"}}, Actions: []string{"start"},
	}
	got, err := json.Marshal(vm)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(got, &fields); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"id": "1", "delete_protected": false, "memory": float64(1 << 30), "custom_properties": []any{},
		"cluster": map[string]any{"name": "Default"}, "status": "down", "actions": []any{"start"},
		"link": []any{map[string]any{"rel": "nics", "href": "/ovirt-engine/api/vms/1/nics"}},
	}
	if diff := cmp.Diff(want, fields); diff != "" {
		t.Errorf("members differ (-want +got):\n%s", diff)
	}
}

// The engine's JSON form has strings for numbers and wrappers around lists. Whoever reads it with
// encoding/json must not get an object that lacks a part of it.
func TestEncodingJSONLosesNothingOfTheEnginesForm(t *testing.T) {
	t.Parallel()
	refused := 0
	for _, c := range codecs() {
		whole := full(c)
		for i := range reflect.TypeOf(whole).Elem().NumField() {
			v := c.create()
			v.Elem().Field(i).Set(reflect.ValueOf(whole).Elem().Field(i))
			doc, err := c.write(writers.JSON, v.Interface())
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			got := c.create()
			if json.Unmarshal(doc, got.Interface()) != nil {
				refused++
				continue
			}
			if diff := cmp.Diff(v.Interface(), got.Interface(), sameInstant); diff != "" {
				field := c.typ.Field(i).Name
				t.Errorf("%s.%s: %s was read without an error and differs (-written +read):\n%s", c.name, field, doc, diff)
			}
		}
	}
	if refused == 0 {
		t.Error("no field was refused: the engine's form equals ours")
	}
}
