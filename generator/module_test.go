package generator

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt"
	"github.com/ovirt-go/ovirt/generator/diff"
	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// TestModuleOfAnOlderModel builds an SDK for an engine of release 4.2 and runs a program that lists the VMs of such an engine.
func TestModuleOfAnOlderModel(t *testing.T) {
	t.Parallel()
	m, err := loadEmbedded(t).At("4.2")
	if err != nil {
		t.Fatal(err)
	}
	checkOlder(t, m)
	program := build(t, m, "example.com/ovirt42")

	engine := simtest.New(t, simulator.Options{
		Model:    m,
		Password: "secret",
		Inventory: &simulator.Inventory{
			DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1, VMs: 5, DisksPerVM: 1, NICsPerVM: 2,
		},
	})
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(os.Environ(),
		"OVIRT_URL="+engine.URL, "OVIRT_USERNAME=admin@internal", "OVIRT_PASSWORD=secret", "OVIRT_CA_FILE="+engine.CAFile())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("the program failed: %v\n%s", err, out)
	}
	want := "vm-00001: up, 2 NICs\nvm-00002: down, 2 NICs\nvm-00003: down, 2 NICs\nvm-00004: down, 2 NICs\nvm-00005: up, 2 NICs\n"
	if diff := cmp.Diff(want, string(out)); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
}

// checkOlder makes sure that the older model differs from the committed one as releases do.
func checkOlder(t *testing.T, m *model.Model) {
	t.Helper()
	old, err := graph.New(m)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := graph.New(loadEmbedded(t))
	if err != nil {
		t.Fatal(err)
	}
	report := diff.New(old, committed)
	kinds := make(map[string]bool)
	for _, c := range report.Changes {
		if c.What == diff.Added {
			kinds[c.Kind] = true
		}
	}
	for _, kind := range []string{"enum", "value", "type", "member", "link", "service", "method", "form", "parameter", "locator"} {
		if !kinds[kind] {
			t.Errorf("the committed model adds no %s to the older one", kind)
		}
	}
	if report.Breaks {
		t.Error("the committed model breaks programs for the older one, though it only adds to it")
	}
}

// build writes a complete module with a program in it, and returns the executable.
func build(t *testing.T, m *model.Model, module string) string {
	t.Helper()
	files, err := Module(m, module, ovirt.Source())
	if err != nil {
		t.Fatal(err)
	}
	const program = "cmd/lister/main.go"
	src, err := os.ReadFile(filepath.Join("testdata", "lister", "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	if files[program], err = rehome(program, src, module); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	executable := filepath.Join(t.TempDir(), "lister.exe")
	// With trimmed paths the go command's cache serves the next run, though the directory is another one.
	for _, args := range [][]string{{"build", "-trimpath", "./..."}, {"build", "-trimpath", "-o", executable, "./cmd/lister"}} {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %v: %v\n%s", args, err, out)
		}
	}
	return executable
}
