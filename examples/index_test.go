// Package examples_test checks the examples as a whole: the index, and that no two of them are
// alike.
package examples_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the index")

// areas is the order of the index. Each program is listed once, below the directory of its area.
var areas = []struct {
	dir, title string
	programs   string
}{
	{".", "First steps", "hello quickstart"},
	{"reading", "Find and read", "systeminfo listvms findone search stream inventory followlinks " +
		"choices blanktemplate comparevms documents"},
	{"vms", "VMs", "startvm createvm clonevm removevm protect importvm exportova sysprep " +
		"lifecycle bulkstart startpaused runonce reboot migrate freeze console guestinfo statistics " +
		"nextrun pin numa hugepages watchdog cdrom icons"},
	{"snapshots", "Snapshots and backups", "snapshot previewsnapshot snapshotdisks disksnapshots " +
		"vmfromsnapshot backup"},
	{"templates", "Templates and pools", "template templateversion addpool usepool resizepool"},
	{"disks", "Disks", "attachdisk floatingdisk detachdisk resizedisk copydisk movedisk sparsify " +
		"sharedisk lundisk diskowners diskspeed uploaddisk"},
	{"networks", "NICs and networks", "addnic updatenic hotunplug networkfilter migrationnet " +
		"macpool bond networklabel vnicprofile"},
	{"hosts", "Hosts", "addhost maintenance upgradehost fencehost hosthardware spm"},
	{"storage", "Storage domains and quotas", "iscsidomain detachdomain exportdomain quota"},
	{"clusters", "Clusters and affinity", "addcluster affinitygroup affinitylabel"},
	{"access", "Users and permissions", "whoami adduser groupaccess addrole permissions sshkey subscribe"},
	{"tags", "Tags and bookmarks", "tagvm tagtree ensuretag bookmarks"},
	{"events", "Events", "events searchevents followevents externaljob"},
	{"waiting", "Waiting", "jobs timeouts"},
	{"testing", "Testing your program", "simulated virtualtime faults recorded"},
	{"connecting", "Connecting", "keeplogin trust proxy versioncheck formats"},
	{"calls", "Calls and errors", "errors retry callresult rawcall logging dump"},
}

const mark = "<!-- printed by go test ./examples -update from here on -->\n"

func TestIndexHasAllPrograms(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	listed := map[string]bool{}
	for _, area := range areas {
		fmt.Fprintf(&b, "\n## %s\n\n| program | what it does | what it shows |\n|---|---|---|\n", area.title)
		for name := range strings.FieldsSeq(area.programs) {
			program := path.Join(area.dir, name)
			if listed[program] {
				t.Errorf("%s is listed twice", program)
			}
			listed[program] = true
			does, shows := describe(t, program)
			fmt.Fprintf(&b, "| [%s](%s) | %s | %s |\n", name, program, does, shows)
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

// programs returns the directories that hold a program, with slashes.
func programs(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*/main.go")
	if err != nil {
		t.Fatal(err)
	}
	below, err := filepath.Glob("*/*/main.go")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, below...)
	if len(files) < 80 {
		t.Errorf("there are %d examples", len(files))
	}
	for i, file := range files {
		files[i] = filepath.ToSlash(filepath.Dir(file))
	}
	return files
}

// describe returns the first sentence about a program, and what it says that it shows.
func describe(t *testing.T, program string) (does, shows string) {
	t.Helper()
	name := path.Base(program)
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(program, "main.go"), nil,
		parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	text, usage, _ := strings.Cut(file.Doc.Text(), "\n\n")
	text = strings.Join(strings.Fields(text), " ")
	if !strings.Contains(usage, "go run ./examples/"+program+"\n") {
		t.Errorf("%s doesn't say how it is run", program)
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
