package sdk_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/dump"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// TestEnvironmentSwitchesTheDumpOn can't run beside others: it sets variables.
func TestEnvironmentSwitchesTheDumpOn(t *testing.T) {
	e := newEngine(t, answer(200, oneVM))
	dir := filepath.Join(t.TempDir(), "dumps")
	setenv(t, map[string]string{"OVIRT_URL": e.URL + "/ovirt-engine/api", "OVIRT_USERNAME": user, "OVIRT_PASSWORD": password, "OVIRT_DEBUG": dir})
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		t.Fatal(err)
	}
	cfg.CAPool = e.config().CAPool
	c, err := sdk.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SystemService().VmsService().VmService("1").Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 3 {
		t.Fatalf("there are %d files for login, call and logout: %v", len(files), err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	for _, want := range []string{"POST " + e.URL + "/ovirt-engine/sso/oauth/token", "GET " + e.URL + "/ovirt-engine/api/vms/1", "200 OK"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("the dump lacks %q:\n%s", want, all.String())
		}
	}
	for _, secret := range []string{"secret-token-1", password} {
		if strings.Contains(all.String(), secret) {
			t.Errorf("the dump shows %q", secret)
		}
	}
}

func TestDumpIsAMiddleware(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	var mu sync.Mutex
	var text bytes.Buffer
	to := dump.Writer(writerFunc(func(p []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return text.Write(p)
	}))
	c := e.connect(func(cfg *sdk.Config) { cfg.Middleware = []sdk.Middleware{sdk.Dump(nil), sdk.Dump(to)} })
	if _, err := c.SystemService().VmsService().VmService("1").Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if !strings.Contains(text.String(), "<vm") || strings.Contains(text.String(), "secret-token-1") {
		t.Errorf("the dump is\n%s", text.String())
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// TestAllContentIsAskedForByHeaderToo suits engines before 4.1, which don't know the parameter.
func TestAllContentIsAskedForByHeaderToo(t *testing.T) {
	t.Parallel()
	var got []string
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Header.Get("All-Content")+" "+r.URL.Query().Get("all_content"))
		answer(200, oneVM)(w, r)
	})
	vm := e.connect().SystemService().VmsService().VmService("1")
	for _, p := range []*services.VmGetParams{nil, {AllContent: new(true)}, {AllContent: new(false)}} {
		if _, err := vm.Get(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if want := " |true true|false false"; strings.Join(got, "|") != want {
		t.Errorf("header and parameter are %q, want %q", strings.Join(got, "|"), want)
	}
}

func TestConnectionTellsItsAddress(t *testing.T) {
	t.Parallel()
	c, err := sdk.New(sdk.Config{URL: "https://e:8443/ovirt-engine/api/", Token: "t"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got, want := c.URL(), "https://e:8443/ovirt-engine/api"; got != want {
		t.Errorf("the URL is %s, want %s", got, want)
	}
	var none *sdk.Connection
	if got := none.URL(); got != "" {
		t.Errorf("the URL of a nil connection is %s", got)
	}
}
