package model

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestLoadDocs(t *testing.T) {
	t.Parallel()
	fsys := sound()
	fsys["services/vm.txt"] = &fstest.MapFile{Data: []byte(
		"service vm\n  get get\n    in follow string\n    out vm vm\n  action disks\n  locator vm vms\n")}
	fsys["types/vm.txt"] = &fstest.MapFile{Data: []byte("struct vm\n  base identified\n  attribute vm string\n")}
	m, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	unmatched, err := LoadDocs(m, fstest.MapFS{
		"types/vm.txt":        {Data: []byte("vm\n    is a machine:\n    all of it.\n\n    It has disks.\n\nvm\n    is a member.\n\nmoon\n    is far.\n")},
		"types/vm_status.txt": {Data: []byte("vm_status\n    is a state.\n\nup\n    means it runs.\n")},
		"types/moon.txt":      {Data: []byte("moon\n    is far away.\n")},
		"types/disk.txt":      {Data: []byte("disk\n    is a disk.\n")},
		"services/vm.txt": {Data: []byte("vm\n    manages one.\n\nget\n    reads it.\n\nget.follow\n    names links.\n\nvm\n" +
			"    leads on.\n\nget.moon\n    is none.\n")},
		"services/README": {Data: []byte("not a doc file")},
	})
	if err != nil {
		t.Fatal(err)
	}
	wantUnmatched := "services/vm.txt:13: vm has no symbol get.moon\n" +
		"types/moon.txt:1: the model has no type called moon\n" +
		"types/vm.txt:10: vm has no symbol moon"
	if got := unmatched.Err(); got == nil || got.Error() != wantUnmatched {
		t.Errorf("unmatched are\n%v\nwant\n%s", got, wantUnmatched)
	}
	get := m.Method(m.Service("vm"), "get")
	got := map[string]string{
		"vm":              m.Struct("vm").Doc,
		"vm.vm":           m.Struct("vm").Members[0].Doc,
		"vm_status":       m.Enum("vm_status").Doc,
		"vm_status.up":    m.Enum("vm_status").Values[1].Doc,
		"vm_status.down":  m.Enum("vm_status").Values[0].Doc,
		"disk":            m.Struct("disk").Doc,
		"service vm":      m.Service("vm").Doc,
		"service vm.get":  get.Doc,
		"get.follow":      get.Param("follow").Doc,
		"get.vm":          get.Param("vm").Doc,
		"locator of a vm": m.Service("vm").Locators[0].Doc,
	}
	want := map[string]string{
		"vm":              "is a machine: all of it.\n\nIt has disks.",
		"vm.vm":           "is a member.",
		"vm_status":       "is a state.",
		"vm_status.up":    "means it runs.",
		"vm_status.down":  "",
		"disk":            "is a disk.",
		"service vm":      "manages one.",
		"service vm.get":  "reads it.",
		"get.follow":      "names links.",
		"get.vm":          "",
		"locator of a vm": "leads on.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the docs differ (-want +got):\n%s", diff)
	}
}

func TestFaultyDocs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "types/vm.txt:1: the file has no symbol"},
		{"text above", "    text.\nvm\n    is one.\n", "types/vm.txt:1: text stands above the first symbol"},
		{"other symbol first", "name\n    is one.\n", "types/vm.txt:1: the first symbol is vm, the type or service of the file, not name"},
		{"no text at all", "vm\n", "types/vm.txt:1: symbol vm has no text"},
		{"no text", "vm\n\nname\n\nid\n    is one.\n", "types/vm.txt:3: symbol name has no text"},
		{"symbol twice", "vm\n    a.\n\nid\n    b.\n\nid\n    c.\n", "types/vm.txt:7: symbol id stands in line 4 too"},
		{"own name three times", "vm\n    a.\nvm\n    b.\nvm\n    c.\n", "types/vm.txt:5: symbol vm stands in line 3 too"},
		{"wrong indentation", "vm\n  is one.\n", "types/vm.txt:1: symbol vm has no text\n" +
			`types/vm.txt:2: "  is one." is not a symbol; texts are indented by four blanks`},
		{"deeper indentation", "vm\n     is one.\n", "types/vm.txt:1: symbol vm has no text\n" +
			"types/vm.txt:2: a text is indented by exactly four blanks and ends without one"},
		{"blank at the end", "vm\n    is \n    one.\n", "types/vm.txt:2: a text is indented by exactly four blanks and ends without one"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, err := Load(sound())
			if err != nil {
				t.Fatal(err)
			}
			_, err = LoadDocs(m, fstest.MapFS{"types/vm.txt": {Data: []byte(tt.text)}})
			if err == nil || err.Error() != tt.want {
				t.Errorf("the error is\n%v\nwant\n%s", err, tt.want)
			}
			for s := range m.Symbols() {
				if *s.Doc != "" {
					t.Errorf("the text %q was set", *s.Doc)
				}
			}
		})
	}
}

func TestEncodeDocs(t *testing.T) {
	t.Parallel()
	m := embedded(t)
	if err := EmbeddedDocs(m); err != nil {
		t.Fatal(err)
	}
	fsys := make(fstest.MapFS)
	for name, text := range EncodeDocs(m) {
		fsys[name] = &fstest.MapFile{Data: text}
	}
	again := embedded(t)
	unmatched, err := LoadDocs(again, fsys)
	if err != nil {
		t.Fatal(err)
	}
	if err := unmatched.Err(); err != nil {
		t.Error(err)
	}
	want, got := slices.Collect(m.Symbols()), slices.Collect(again.Symbols())
	for i := range want {
		if *want[i].Doc != *got[i].Doc {
			t.Errorf("the text of %s is %q, want %q", want[i].Name, *got[i].Doc, *want[i].Doc)
		}
	}
}

func TestEmbeddedDocsPassOverOtherReleases(t *testing.T) {
	t.Parallel()
	fsys := sound()
	fsys["model.txt"] = &fstest.MapFile{Data: []byte("version 4.5\n")}
	m, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if err := EmbeddedDocs(m); err != nil {
		t.Error(err)
	}
	if m.Struct("vm").Doc == "" {
		t.Error("vm has no doc")
	}
	small, err := Load(sound())
	if err != nil {
		t.Fatal(err)
	}
	if err := EmbeddedDocs(small); err == nil {
		t.Error("sentences without a symbol in their own release aren't reported")
	}
}
