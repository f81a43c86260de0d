package generator

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt"
	"github.com/ovirt-go/ovirt/generator/diff"
	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/model"
)

// TestModuleOfAnOlderModel builds an SDK for an engine of release 4.2 and runs a program that lists the VMs of such an engine.
func TestModuleOfAnOlderModel(t *testing.T) {
	t.Parallel()
	m := older(t, "4.2.0")
	checkOlder(t, m)
	program := build(t, m, "example.com/ovirt42")

	url, ca := engine(t)
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(os.Environ(), "OVIRT_URL="+url, "OVIRT_USERNAME=admin@internal", "OVIRT_PASSWORD=secret", "OVIRT_CA_FILE="+ca)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("the program failed: %v\n%s", err, out)
	}
	want := "alpha: up, 2 NICs\nbeta: down, 0 NICs\n"
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

// build writes a complete module with a program in it, and gives the executable.
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

// engine starts an engine that answers what the program asks for, and gives its address and a file with its certificate.
func engine(t *testing.T) (url, caFile string) {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /ovirt-engine/sso/oauth/token", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.FormValue("username") != "admin@internal" || r.FormValue("password") != "secret" {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error_code":"access_denied","error":"wrong user or password"}`)
			return
		}
		fmt.Fprint(w, `{"access_token":"token-1","scope":"ovirt-app-api","exp":"9223372036854775807","token_type":"bearer"}`)
	})
	mux.HandleFunc("POST /ovirt-engine/services/sso-logout", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, "{}")
	})
	mux.HandleFunc("GET /ovirt-engine/api/vms", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer token-1" || r.URL.RawQuery != "follow=nics" {
			t.Errorf("the program sent %s with authorization %q", r.URL, r.Header.Get("Authorization"))
		}
		w.Header().Set("Content-Type", "application/xml;charset=UTF-8")
		fmt.Fprint(w, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<vms>
    <vm href="/ovirt-engine/api/vms/1" id="1">
        <name>alpha</name>
        <nics>
            <nic id="11"/>
            <nic id="12"/>
        </nics>
        <status>up</status>
    </vm>
    <vm href="/ovirt-engine/api/vms/2" id="2">
        <name>beta</name>
        <status>down</status>
    </vm>
</vms>
`)
	})
	server := httptest.NewTLSServer(mux)
	t.Cleanup(server.Close)
	caFile = filepath.Join(t.TempDir(), "ca.pem")
	block := &pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}
	if err := os.WriteFile(caFile, pem.EncodeToMemory(block), 0o666); err != nil {
		t.Fatal(err)
	}
	return server.URL + "/ovirt-engine/api", caFile
}
