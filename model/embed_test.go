package model

import (
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestDataFilesAreCanonical shows that the committed files are what an import writes, byte by byte, and that nothing else lies
// beside them.
func TestDataFilesAreCanonical(t *testing.T) {
	t.Parallel()
	want := Encode(embedded(t))
	got := make(map[string][]byte)
	data, err := fs.Sub(dataFiles, "data")
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(data, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		got[name], err = fs.ReadFile(data, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	delete(got, HistoryFile) // The description doesn't tell it.
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("model/data differs from its canonical form (-canonical +committed):\n%s", diff)
	}
}

// TestEncodeLoad shows that what Encode writes is what Load reads.
func TestEncodeLoad(t *testing.T) {
	t.Parallel()
	m := embedded(t)
	fsys := make(fstest.MapFS)
	for name, text := range Encode(m) {
		fsys[name] = &fstest.MapFile{Data: text}
	}
	again, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(Facts(m)), string(Facts(again))); diff != "" {
		t.Errorf("the model differs (-want +got):\n%s", diff)
	}
}

// TestCounts holds the numbers that were counted on upstream's sources by other means.
func TestCounts(t *testing.T) {
	t.Parallel()
	m := embedded(t)
	got := make(map[string]int)
	countTypes(m, got)
	countServices(m, got)
	want := map[string]int{
		"enums": 115, "values": 598, "values of notifiable_event": 158,
		"structs": 217, "built-in structs": 3,
		"identified structs": 114, // action is one of them
		"members":            1241, "attributes": 892, "links": 349, "links to lists": 142, "members of built-in structs": 97,
		"members with inheritance": 2147, // those of the built-in structs as well
		"services":                 288, "services with a base": 18,
		"methods": 686, "list": 141, "get": 134, "action": 132, "action paths": 85, "add": 126, "remove": 95, "update": 58,
		"variants": 49, "variants of add": 34, "variants of action": 8, "variants of update": 7, "methods with variants": 15,
		"methods with inheritance": 706,
		"parameters":               1467, "parameters without variants": 1339, "in": 1184, "out": 469, "in and out": 186,
		"locators": 318, "locators with a parameter": 138, "locators with inheritance": 336,
		"constraints": 1216, "methods with constraints": 199, "mandatory": 201, "or": 79, "mandatory or": 39,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the counts differ (-want +got):\n%s", diff)
	}
}

func countTypes(m *Model, n map[string]int) {
	n["enums"] = len(m.Enums)
	for _, e := range m.Enums {
		n["values"] += len(e.Values)
	}
	n["values of notifiable_event"] = len(m.Enum("notifiable_event").Values)
	for _, s := range m.Structs {
		n["members with inheritance"] += len(m.Members(s))
		if m.Identified(s) {
			n["identified structs"]++
		}
		if s.Builtin {
			n["built-in structs"]++
			n["members of built-in structs"] += len(s.Members)
			continue
		}
		n["structs"]++
		for _, member := range s.Members {
			n["members"]++
			switch {
			case member.Link && member.Type.List:
				n["links to lists"]++
				fallthrough
			case member.Link:
				n["links"]++
			default:
				n["attributes"]++
			}
		}
	}
}

func countServices(m *Model, n map[string]int) {
	n["services"] = len(m.Services)
	varied := make(map[string]bool)
	for _, s := range m.Services {
		if s.Base != "" {
			n["services with a base"]++
		}
		n["methods with inheritance"] += len(m.Methods(s))
		n["locators with inheritance"] += len(m.Locators(s))
		for _, l := range s.Locators {
			n["locators"]++
			if l.Param != "" {
				n["locators with a parameter"]++
			}
		}
		for _, method := range s.Methods {
			n["methods"]++
			n[string(method.Kind)]++
			if method.Base != "" {
				n["variants"]++
				n[fmt.Sprintf("variants of %s", method.Kind)]++
				varied[s.Name+"."+method.Base] = true
			}
			countMethod(method, n)
		}
	}
	n["methods with variants"] = len(varied)
	paths := make(map[string]bool)
	for _, s := range m.Services {
		for _, method := range s.Methods {
			if method.Kind == Action {
				paths[method.Segment()] = true
			}
		}
	}
	n["action paths"] = len(paths)
}

func countMethod(m *Method, n map[string]int) {
	for _, p := range m.Params {
		n["parameters"]++
		if m.Base == "" {
			n["parameters without variants"]++
		}
		if p.In {
			n["in"]++
		}
		if p.Out {
			n["out"]++
		}
		if p.In && p.Out {
			n["in and out"]++
		}
	}
	if len(m.Input) > 0 {
		n["methods with constraints"]++
	}
	for _, c := range m.Input {
		n["constraints"]++
		switch {
		case len(c.Paths) > 1 && c.Mandatory:
			n["or"]++
			n["mandatory or"]++
		case len(c.Paths) > 1:
			n["or"]++
		}
		if c.Mandatory {
			n["mandatory"]++
		}
	}
}

func BenchmarkEmbedded(b *testing.B) {
	for b.Loop() {
		if _, err := Embedded(); err != nil {
			b.Fatal(err)
		}
	}
}
