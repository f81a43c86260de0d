// Package examples_test checks the examples as a whole: the index, and that no two of them are alike.
package examples_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the index")

// tasks is the order of the index. Each program stands in it once.
var tasks = []struct {
	title    string
	programs string
}{
	{"First steps", "hello quickstart systeminfo whoami listvms findone search stream inventory followlinks choices blanktemplate"},
	{"VMs: make and remove", "createvm vmfromsnapshot sysprep clonevm removevm protect importvm exportova"},
	{"VMs: run", "lifecycle bulkstart startpaused runonce reboot migrate freeze console guestinfo statistics"},
	{"VMs: change", "nextrun pin numa hugepages watchdog cdrom comparevms icons"},
	{"Disks", "attachdisk floatingdisk detachdisk resizedisk copydisk movedisk sparsify sharedisk lundisk diskowners diskspeed disksnapshots " +
		"uploaddisk backup"},
	{"NICs and networks", "addnic updatenic hotunplug networkfilter migrationnet macpool"},
	{"Snapshots", "snapshot previewsnapshot snapshotdisks"},
	{"Templates and pools", "template templateversion addpool usepool resizepool"},
	{"Hosts", "addhost maintenance upgradehost fencehost hosthardware bond networklabel spm"},
	{"Clusters, data centers and storage", "addcluster iscsidomain detachdomain exportdomain quota"},
	{"Users and permissions", "adduser groupaccess addrole permissions sshkey subscribe"},
	{"Tags, affinity and bookmarks", "tagvm tagtree ensuretag affinitygroup affinitylabel bookmarks"},
	{"Events and jobs", "events searchevents followevents jobs externaljob"},
	{"Connections and calls", "errors timeouts retry callresult rawcall formats documents keeplogin trust proxy logging dump versioncheck"},
}

const mark = "<!-- printed by go test ./examples -update from here on -->\n"

func TestIndexHasAllPrograms(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	listed := map[string]bool{}
	for _, task := range tasks {
		fmt.Fprintf(&b, "\n## %s\n\n| program | what it does | what it shows |\n|---|---|---|\n", task.title)
		for name := range strings.FieldsSeq(task.programs) {
			if listed[name] {
				t.Errorf("%s is listed twice", name)
			}
			listed[name] = true
			does, shows := describe(t, name)
			fmt.Fprintf(&b, "| [%s](%s) | %s | %s |\n", name, name, does, shows)
		}
	}
	for _, name := range programs(t) {
		if !listed[name] {
			t.Errorf("%s isn't listed", name)
		}
	}

	const page = "README.md"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	intro, index, found := strings.Cut(string(text), mark)
	switch {
	case !found:
		t.Fatalf("%s has no line %s", page, mark)
	case index == b.String():
	case *update:
		if err := os.WriteFile(page, []byte(intro+mark+b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s is old; run go test ./examples -update", page)
	}
}

// programs returns the directories that hold a program.
func programs(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*/main.go")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 80 {
		t.Errorf("there are %d examples", len(files))
	}
	for i, file := range files {
		files[i] = filepath.Dir(file)
	}
	return files
}

// describe returns the first sentence about a program, and what it says that it shows.
func describe(t *testing.T, name string) (does, shows string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(name, "main.go"), nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	text, usage, _ := strings.Cut(file.Doc.Text(), "\n\n")
	text = strings.Join(strings.Fields(text), " ")
	if !strings.Contains(usage, "go run ./examples/"+name+"\n") {
		t.Errorf("%s doesn't say how it is run", name)
	}
	does, rest, _ := strings.Cut(text, ". ")
	title := strings.ToUpper(name[:1]) + name[1:] + " "
	if !strings.HasPrefix(does, title) {
		t.Errorf("the comment of %s doesn't begin with %q", name, title)
	}
	if i := strings.Index(rest, "It shows "); i >= 0 {
		shows, _, _ = strings.Cut(rest[i+len("It shows "):], ". ")
	}
	escape := strings.NewReplacer("|", `\|`)
	return escape.Replace(strings.TrimSuffix(strings.TrimPrefix(does, title), ".")), escape.Replace(strings.TrimSuffix(shows, "."))
}

func TestNoTwoProgramsDifferInNamesOnly(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, name := range programs(t) {
		form := shape(t, filepath.Join(name, "main.go"))
		if other := seen[form]; other != "" {
			t.Errorf("%s and %s differ in names only", other, name)
		}
		seen[form] = name
	}
}

// shape returns what a program does in its function run, without names and literals.
func shape(t *testing.T, path string) string {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(file.Decls, func(d ast.Decl) bool {
		f, ok := d.(*ast.FuncDecl)
		return ok && f.Name.Name == "run"
	})
	if i < 0 {
		return path
	}
	body := file.Decls[i].(*ast.FuncDecl).Body
	src = src[fset.Position(body.Pos()).Offset:fset.Position(body.End()).Offset]

	var s scanner.Scanner
	s.Init(fset.AddFile("", fset.Base(), len(src)), src, nil, 0)
	var b strings.Builder
	for {
		_, tok, _ := s.Scan()
		switch {
		case tok == token.EOF:
			return b.String()
		case tok.IsLiteral():
			b.WriteByte('x')
		default:
			b.WriteString(tok.String())
		}
		b.WriteByte(' ')
	}
}
