package main

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// TestCaptureOfALiveEngine reads one engine over TLS and starts another from what was read. The environment says which, so it isn't parallel.
func TestCaptureOfALiveEngine(t *testing.T) {
	live := simtest.New(t, simulator.Options{Inventory: &simulator.Inventory{DataCenters: 1, Hosts: 1, StorageDomains: 1, VMs: 3, DisksPerVM: 1, NICsPerVM: 1}})
	t.Setenv("OVIRT_URL", live.URL)
	t.Setenv("OVIRT_USERNAME", simtest.User)
	t.Setenv("OVIRT_PASSWORD", simtest.Password)
	t.Setenv("OVIRT_CAFILE", live.CAFile())
	dir := t.TempDir()
	captured, saved := filepath.Join(dir, "captured"), filepath.Join(dir, "saved")

	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"-capture", captured, "-capture-skip", "events"}, &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	if n := live.Engine.Stats(); n.Tokens != 0 {
		t.Errorf("%d tokens are left, want none", n.Tokens)
	}

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out := &firstLine{done: make(chan string, 1)}
	ended := make(chan int)
	go func() {
		ended <- run(ctx, []string{"-plain", "-listen", "127.0.0.1:0", "-state", captured, "-save", saved}, out, &stderr)
	}()
	url := strings.TrimPrefix(<-out.done, "export OVIRT_URL=")
	for _, id := range live.Engine.IDs("/vms") {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/vms/"+id, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth("admin@internal", "password")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("VM %s: status %d", id, resp.StatusCode)
		}
	}
	stop()
	if code := <-ended; code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	text, err := os.ReadFile(saved)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte("<name>vm-00003</name>")) {
		t.Error("the saved inventory lacks vm-00003")
	}
}

func TestCaptureLeavesTheFileAloneWhenItFails(t *testing.T) {
	t.Setenv("OVIRT_URL", "https://127.0.0.1:1/ovirt-engine/api")
	t.Setenv("OVIRT_USERNAME", simtest.User)
	t.Setenv("OVIRT_PASSWORD", simtest.Password)
	t.Setenv("OVIRT_CAFILE", "")
	file := filepath.Join(t.TempDir(), "state")
	if err := os.WriteFile(file, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"-capture", file}, &stdout, &stderr); code != exitError || !strings.HasPrefix(stderr.String(), "ovirtsim: ") {
		t.Errorf("exit code %d, want %d: %s", code, exitError, &stderr)
	}
	if text, _ := os.ReadFile(file); string(text) != "before" {
		t.Errorf("the file has %q", text)
	}
	if left, _ := os.ReadDir(filepath.Dir(file)); len(left) != 1 {
		t.Errorf("%d files are there, want one", len(left))
	}
}

func TestDamagedStateIsNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state")
	if err := os.WriteFile(file, []byte("moon\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"-state", file}, &stdout, &stderr)
	want := "ovirtsim: load inventory: state, line 1: \"moon\" isn't the beginning of a saved inventory\n"
	if code != exitError || stderr.String() != want {
		t.Errorf("exit code %d and %q, want %d and %q", code, &stderr, exitError, want)
	}
}

// firstLine takes what a command prints and passes the first line on.
type firstLine struct {
	text bytes.Buffer
	sent bool
	done chan string
}

func (f *firstLine) Write(p []byte) (int, error) {
	f.text.Write(p)
	if line, err := f.text.ReadString('\n'); err == nil && !f.sent {
		f.sent = true
		f.done <- strings.TrimSuffix(line, "\n")
	}
	return len(p), nil
}
