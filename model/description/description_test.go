package description

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/model"
)

// TestRoundTrip shows that a description of the committed model produces the committed model, but for input constraints.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	m := embedded(t)
	text, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	got, missing, err := Decode("model.json", text, m.Version, m)
	if err != nil {
		t.Fatal(err)
	}

	want := embedded(t)
	dropConstraints(want)
	if diff := cmp.Diff(strings.Split(string(model.Facts(want)), "\n"), strings.Split(string(model.Facts(got)), "\n")); diff != "" {
		t.Errorf("the model differs (-want +got):\n%s", diff)
	}
	wantMissing := []string{
		"input constraints: a description has none, so that mandatory members aren't known",
		"bases of structs: 115 as in model 4.6.1, 0 taken as identified by their last attributes; all others list inherited members as " +
			"their own",
		"bases of services: 18 as in model 4.6.1; all others list what they inherit as their own",
		"methods of variants: 50 of add and update told by their bodies, 8 as in model 4.6.1 of actions; others, if any, are taken as " +
			"actions",
		"deprecated values: engines put the mark of a value on its enum, so that it may be a value of these that is deprecated: " +
			"auto_pinning_policy, message_broker_type, network_plugin_type, openstack_volume_authentication_key_usage_type, os_type",
	}
	if diff := cmp.Diff(wantMissing, missing); diff != "" {
		t.Errorf("what is missing differs (-want +got):\n%s", diff)
	}

	again, err := Encode(got)
	if err != nil {
		t.Fatal(err)
	}
	if string(again) != string(text) {
		t.Error("the description of what was read differs from what was read")
	}
}

func TestDocsSurvive(t *testing.T) {
	t.Parallel()
	m := embedded(t)
	if err := model.EmbeddedDocs(m); err != nil {
		t.Fatal(err)
	}
	text, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := Decode("model.json", text, m.Version, m)
	if err != nil {
		t.Fatal(err)
	}
	want, found := slices.Collect(m.Symbols()), slices.Collect(got.Symbols())
	if len(want) != len(found) {
		t.Fatalf("the model has %d things to document, want %d", len(found), len(want))
	}
	for i := range want {
		if *want[i].Doc != *found[i].Doc {
			t.Fatalf("the text of %s is %q, want %q", want[i].Name, *found[i].Doc, *want[i].Doc)
		}
	}
}

// TestShape compares the description of a small model with a document that was written by hand after the engine's generator.
func TestShape(t *testing.T) {
	t.Parallel()
	m := small(t)
	got, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join("testdata", "small.json"))
	if err != nil {
		t.Fatal(err)
	}
	var w, g any
	if err := json.Unmarshal(want, &w); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(got, &g); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w, g); diff != "" {
		t.Errorf("the description differs (-want +got):\n%s", diff)
	}
}

// TestWithoutAnotherModel shows what a document alone tells: no bases but identified, and variants of add and update only.
func TestWithoutAnotherModel(t *testing.T) {
	t.Parallel()
	text, err := Encode(small(t))
	if err != nil {
		t.Fatal(err)
	}
	m, missing, err := Decode("model.json", text, "4.6.1", nil)
	if err != nil {
		t.Fatal(err)
	}
	files := model.Encode(m)
	want := map[string]string{
		"types/vm.txt": "struct vm\n  base identified\n  attribute memory integer\n  link nics nic[] since 4.1\n  attribute state vm_state\n",
		"services/vms.txt": "service vms\n  area Virtualization\n  add add\n    inout vm vm\n  add add_from_snapshot of add since 4.2\n" +
			"    in clone boolean\n    inout vm vm\n  list list deprecated 4.4\n    out vms vm[]\n  locator vm vm {id}\n",
		"services/vm.txt": "service vm\n  action export\n    in async boolean\n  get get\n    out vm vm\n  action to_path\n    in async boolean\n",
	}
	for name, text := range want {
		if diff := cmp.Diff(text, string(files[name])); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", name, diff)
		}
	}
	wantMissing := []string{
		"input constraints: a description has none, so that mandatory members aren't known",
		"bases of structs: 0, 3 taken as identified by their last attributes; all others list inherited members as their own",
		"bases of services: 0; all others list what they inherit as their own",
		"methods of variants: 1 of add and update told by their bodies, 0 of actions; others, if any, are taken as actions",
	}
	if diff := cmp.Diff(wantMissing, missing); diff != "" {
		t.Errorf("what is missing differs (-want +got):\n%s", diff)
	}
}

func TestFaultyDocuments(t *testing.T) {
	t.Parallel()
	base, err := Encode(small(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name     string
		old, new string // what is replaced in the description of the small model; without old the whole is
		want     string
	}{
		{"empty", "", "", "d.json:1: the document ends too early"},
		{"truncated", "", "{\n\"types\": [", "d.json:2: the document ends too early"},
		{"no JSON", "", "<html/>", "d.json:1: invalid character '<' looking for beginning of value"},
		{"two documents", "", "{}\n{}", "d.json:2: unexpected text behind the document"},
		{"no object", "", "[]", strings.Join([]string{
			"the model has no root service",
			"the model has no struct action, which every engine knows",
			"the model has no struct fault, which every engine knows",
			"the model has no struct grace_period, which every engine knows",
			"d.json:1: the document is an array; expected an object",
		}, "\n")},
		{"key twice", `"root": "system",`, `"root": "system", "root": "system",`, `d.json:2: key "root" stands twice in an object`},
		{"unknown key", `"root": "system",`, `"root": "system", "moons": 1,`,
			`d.json:2: the document: unknown key "moons"; known are root, types, services, documents`},
		{"unknown root", `"root": "system",`, `"root": "moon",`,
			"the model has no root service\nd.json:2: the root moon is not among the services"},
		{"unknown kind", `"kind": "enum",`, `"kind": "moon",`,
			"d.json:62: struct vm: member state: type vm_state is not declared\n" +
				`d.json:95: unknown kind of type "moon"; known are primitive, enum and struct`},
		{"unknown primitive", `"name": "decimal"`, `"name": "moon"`,
			"d.json:20: unknown primitive type moon; known are boolean, string, integer, date, decimal"},
		{"flag is a string", `"in": true,`, `"in": "yes",`,
			"d.json:183: service vm: method to_path: parameter async goes neither in nor out\n" +
				"d.json:185: parameter vm.to_path.async: in is a string; expected a boolean"},
		{"unknown type", `"type": "vm_state"`, `"type": "moon"`,
			"d.json:62: struct vm: member state: type moon is not declared"},
		{"name is missing", `"name": "memory",`, ``, "d.json:58: member of vm has no name"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := tt.new
			if tt.old != "" {
				if !strings.Contains(string(base), tt.old) {
					t.Fatalf("the description has no %s", tt.old)
				}
				text = strings.Replace(string(base), tt.old, tt.new, 1)
			}
			_, _, err := Decode("d.json", []byte(text), "4.6.1", nil)
			if err == nil || err.Error() != tt.want {
				t.Errorf("the error is\n%v\nwant\n%s", err, tt.want)
			}
		})
	}
}

func TestMethodsOfOneNameNeedAnotherModel(t *testing.T) {
	t.Parallel()
	text, err := Encode(embedded(t))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = Decode("d.json", text, "4.6.1", nil)
	want := "service host has 2 methods called using_ssh, which must be variants of other methods; the document doesn't say of which"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the error is\n%v\nwant one with\n%s", err, want)
	}
}

func FuzzDecode(f *testing.F) {
	m := small(f)
	text, err := Encode(m)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"root":"a","types":[{"kind":"struct","name":"a"}],"services":[{"name":"a"}],"documents":[]}`))
	f.Add([]byte(`[[[[`))
	f.Add([]byte(`{"types":[null,1,"a",{"kind":1}],"services":[{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, _, err := Decode("d.json", data, "4.6", m)
		if (m == nil) == (err == nil) {
			t.Errorf("the model is %v and the error is %v", m, err)
		}
	})
}

// embedded returns the committed model.
func embedded(t testing.TB) *model.Model {
	t.Helper()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// small loads a model that has a bit of everything.
func small(t testing.TB) *model.Model {
	t.Helper()
	m, err := model.Load(os.DirFS(filepath.Join("testdata", "small")))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func dropConstraints(m *model.Model) {
	for _, s := range m.Services {
		for _, method := range s.Methods {
			method.Input = nil
		}
	}
}
