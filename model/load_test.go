package model

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the wanted parts of testdata")

// TestFaultyData loads the archives of testdata/faulty. Each holds data files, to which those of a small sound model are added unless
// they are there, and want/errors, the exact text of the error.
func TestFaultyData(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/faulty/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 30 {
		t.Errorf("there are only %d archives", len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			fsys := sound()
			var want *txtar.File
			for i, f := range archive.Files {
				if f.Name == "want/errors" {
					want = &archive.Files[i]
					continue
				}
				fsys[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			_, err = Load(fsys)
			if err == nil {
				t.Fatal("the faulty data were loaded")
			}
			var problems Errors
			if !errors.As(err, &problems) {
				t.Errorf("the error is a %T, want Errors", err)
			}
			got := err.Error() + "\n"
			if *update {
				if want == nil {
					archive.Files = append(archive.Files, txtar.File{Name: "want/errors"})
					want = &archive.Files[len(archive.Files)-1]
				}
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want == nil {
				t.Fatal("the archive has no want/errors")
			}
			if diff := cmp.Diff(string(want.Data), got); diff != "" {
				t.Errorf("the errors differ (-want +got):\n%s", diff)
			}
		})
	}
}

// sound returns the data files of a small model without faults.
func sound() fstest.MapFS {
	fsys := make(fstest.MapFS)
	for name, text := range map[string]string{
		"model.txt":              "version 4.6.1\n",
		"types/action.txt":       "struct action builtin\n  base identified\n  attribute fault fault\n",
		"types/fault.txt":        "struct fault builtin\n  attribute detail string\n",
		"types/grace_period.txt": "struct grace_period builtin\n  attribute expiry integer\n",
		"types/identified.txt":   "struct identified\n  attribute id string\n  attribute name string\n",
		"types/vm.txt":           "struct vm\n  base identified\n  attribute status vm_status\n  link disks disk[]\n",
		"types/disk.txt":         "struct disk\n  base identified\n",
		"types/vm_status.txt":    "enum vm_status\n  value down\n  value up\n",
		"services/system.txt":    "service system root\n  locator vms vms\n",
		"services/vms.txt":       "service vms\n  add add\n    inout vm vm\n    mandatory vm.name\n  locator vm vm {id}\n",
		"services/vm.txt":        "service vm\n  get get\n    out vm vm\n",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestLoadReadsEveryFact(t *testing.T) {
	t.Parallel()
	fsys := sound()
	fsys["services/vms.txt"] = &fstest.MapFile{Data: []byte(`# Virtual machines.
service vms since 4.0 deprecated 4.4
  area Virtualization
  area Life Cycle

  add add since 4.1
    inout vm vm since 4.1.2
    in force boolean deprecated
    mandatory vm.name
    optional vm.disks[].id or vm.disks[].name
  add add_from_disk of add deprecated 4.5
    inout vm vm
    optional vm.disks
  # The collection.
  list list
    out vms vm[]
  locator vm vm {id} since 4.3
`)}
	m, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	at := func(line int) Pos { return Pos{File: "services/vms.txt", Line: line} }
	vm := Type{Name: "vm"}
	want := &Service{
		Pos: at(2), Age: Age{Since: "4.0", Deprecated: true, DeprecatedSince: "4.4"}, Name: "vms",
		Areas: []string{"Virtualization", "Life Cycle"},
		Methods: []*Method{
			{
				Pos: at(6), Age: Age{Since: "4.1"}, Name: "add", Kind: Add,
				Params: []*Param{
					{Pos: at(7), Age: Age{Since: "4.1.2"}, Name: "vm", Type: vm, In: true, Out: true},
					{Pos: at(8), Age: Age{Deprecated: true}, Name: "force", Type: Type{Name: "boolean"}, In: true},
				},
				Input: []*Constraint{
					{Pos: at(9), Mandatory: true, Paths: []string{"vm.name"}},
					{Pos: at(10), Paths: []string{"vm.disks[].id", "vm.disks[].name"}},
				},
			},
			{
				Pos: at(11), Age: Age{Deprecated: true, DeprecatedSince: "4.5"}, Name: "add_from_disk", Kind: Add, Base: "add",
				Params: []*Param{{Pos: at(12), Name: "vm", Type: vm, In: true, Out: true}},
				Input:  []*Constraint{{Pos: at(13), Paths: []string{"vm.disks"}}},
			},
			{
				Pos: at(15), Name: "list", Kind: List,
				Params: []*Param{{Pos: at(16), Name: "vms", Type: Type{Name: "vm", List: true}, Out: true}},
			},
		},
		Locators: []*Locator{{Pos: at(17), Age: Age{Since: "4.3"}, Name: "vm", Service: "vm", Param: "id"}},
	}
	for _, method := range want.Methods {
		method.Owner = m.Service("vms")
	}
	sameOwner := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Owner" },
		cmp.Comparer(func(a, b *Service) bool { return a == b }))
	if diff := cmp.Diff(want, m.Service("vms"), sameOwner); diff != "" {
		t.Errorf("the service differs (-want +got):\n%s", diff)
	}

	disk := m.Struct("vm").Members[0]
	if !disk.Link || disk.Type.String() != "disk[]" || disk.Owner != m.Struct("vm") {
		t.Errorf("the first member of vm is %+v", disk)
	}
	if m.Root() != m.Service("system") || !m.Struct("fault").Builtin {
		t.Error("the root or the built-in structs aren't marked")
	}
}

func TestLoadNeedsAVersion(t *testing.T) {
	t.Parallel()
	_, err := Load(fstest.MapFS{})
	if err == nil || err.Error() != "open model.txt: file does not exist" {
		t.Errorf("the error is %v", err)
	}
}

// FuzzLoad shows that no type or service file makes the parser panic, and that what is accepted survives being written.
func FuzzLoad(f *testing.F) {
	for name, file := range sound() {
		if strings.Contains(name, "/") {
			f.Add(string(file.Data))
		}
	}
	archives, err := filepath.Glob("testdata/faulty/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range archives {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			f.Add(string(file.Data))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		fsys := sound()
		dir := "types/"
		name := ""
		if words := strings.Fields(text); len(words) > 1 {
			if words[0] == "service" {
				dir = "services/"
			}
			name = words[1]
		}
		fsys[dir+"x.txt"] = &fstest.MapFile{Data: []byte(text)}
		if validName(name) {
			delete(fsys, dir+"x.txt")
			fsys[dir+name+".txt"] = &fstest.MapFile{Data: []byte(text)}
		}
		m, err := Load(fsys)
		if err != nil {
			return
		}
		again := make(fstest.MapFS)
		for name, text := range Encode(m) {
			again[name] = &fstest.MapFile{Data: text}
		}
		n, err := Load(again)
		if err != nil {
			t.Fatalf("what Encode wrote isn't accepted: %v", err)
		}
		if diff := cmp.Diff(string(Facts(m)), string(Facts(n))); diff != "" {
			t.Errorf("the model differs (-first +second):\n%s", diff)
		}
	})
}
