package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// start starts an engine in which things take so long that a quickstart that forgets to wait is
// refused.
func start(t *testing.T, templates int) *engine {
	t.Helper()
	e, err := startEngine(20*time.Millisecond, templates)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.stop)
	return e
}

// left fails the test if anything of the quickstart is left in the engine, or somebody is still
// logged in.
func left(t *testing.T, e *engine) {
	t.Helper()
	if n := e.Stats().Tokens; n != 0 {
		t.Errorf("%d tokens are alive", n)
	}
	conn, err := sdk.Connect(context.Background(), e.config)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	vms, err := conn.SystemService().VmsService().List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	disks, err := conn.SystemService().DisksService().List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(vms)+len(disks) != 0 {
		t.Errorf("%d VMs and %d disks are left", len(vms), len(disks))
	}
}

const want = `
== ADDRESS, over FORMAT
Logged in to oVirt Engine VERSION.
Data center Default is up; its clusters:
  Default
Data center dc-002 is uninitialized; its clusters:
  cluster-002
Creating the VM NAME from the template Blank in the cluster Default.
Adding a disk of 1 GiB on data-001.
Adding a NIC with the profile ovirtmgmt.
Starting it.
It is up.
Following its links:
  cluster Default
  host host-001
  NIC nic1
  disk NAME-disk
Changing its description.
NAME                   STATUS  MEMORY    NICS  DISKS     DESCRIPTION
NAME  up      1024 MiB  nic1  1024 MiB  <quick> & "easy" 100 %
Stopping it.
Removing it.
It is gone.
Logged out.
`

// plain puts words in the place of what differs from run to run.
func plain(text string) string {
	for _, r := range []struct{ pattern, word string }{
		{`https://127\.0\.0\.1:\d+/ovirt-engine/api`, "ADDRESS"},
		{`quickstart-[a-z2-7]{10}`, "NAME"},
		{`oVirt Engine 4\.\S+\.`, "oVirt Engine VERSION."},
	} {
		text = regexp.MustCompile(r.pattern).ReplaceAllString(text, r.word)
	}
	return text
}

func TestJobIsDoneAndLeavesNothing(t *testing.T) {
	t.Parallel()
	asXML := strings.ReplaceAll(want, "FORMAT", "XML")
	asJSON := strings.ReplaceAll(want, "FORMAT", "JSON")
	for _, tt := range []struct{ format, want string }{
		{"xml", asXML},
		{"json", asJSON},
		{"both", asXML + asJSON},
	} {
		t.Run(tt.format, func(t *testing.T) {
			t.Parallel()
			e := start(t, 0)
			var out strings.Builder
			if err := run(t.Context(), &out, e.config, tt.format); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, plain(out.String())); diff != "" {
				t.Errorf("output differs (-want +got):\n%s", diff)
			}
			left(t, e)
		})
	}
}

func TestEmbeddedEngineServesIfNoneIsNamed(t *testing.T) {
	for _, name := range []string{"OVIRT_URL", "OVIRT_HOSTNAME", "OVIRT_PROFILE"} {
		t.Setenv(name, "")
	}
	var out strings.Builder
	cfg, end, err := configure(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	if err := run(t.Context(), &out, cfg, "json"); err != nil {
		t.Fatal(err)
	}
	// This one has a template with a disk.
	wanted := "OVIRT_URL isn't set: starting an engine inside this program.\n" + strings.NewReplacer(
		"FORMAT", "JSON",
		"template Blank", "template template-001",
		"Adding a disk of 1 GiB on data-001", "Its disk comes from the template",
		"disk NAME-disk", "disk template-001_Disk1",
		"DISKS     ", "DISKS      ",
		"1024 MiB  <", "10240 MiB  <",
	).Replace(want)
	if diff := cmp.Diff(wanted, plain(out.String())); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
}

// trip does something when a line of output begins with a text.
type trip struct {
	strings.Builder
	at string
	do func()
}

func (w *trip) Write(p []byte) (int, error) {
	if strings.HasPrefix(string(p), w.at) {
		w.do()
	}
	return w.Builder.Write(p)
}

func TestInterruptLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"Creating", "Adding a disk", "Adding a NIC", "Starting", "It is up", "Stopping"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			e := start(t, 0)
			ctx, cancel := context.WithCancel(t.Context())
			out := &trip{at: at, do: cancel}
			if err := run(ctx, out, e.config, "xml"); !errors.Is(err, context.Canceled) {
				t.Errorf("error is %v, not that of the interrupt", err)
			}
			left(t, e)
		})
	}
}

func TestFailureLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, path, want string }{
		{"refused disk", "*/diskattachments", "DiskAttachmentsService.Add"},
		{"refused NIC", "*/nics", "VmNicsService.Add"},
		{"refused start", "*/start", "VmService.Start"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t, 0)
			e.Fail(simulator.Rule{
				Method: "POST", Path: tt.path, Status: 409, ContentType: "application/xml",
				Body: `<fault><detail>[No space left.]</detail><reason>Operation Failed</reason></fault>`,
			})
			err := run(t.Context(), new(strings.Builder), e.config, "xml")
			if failure, ok := errors.AsType[*sdk.Error](err); !ok || failure.Op != tt.want || !errors.Is(err, sdk.ErrConflict) {
				t.Errorf("error is %v, not the conflict of %s", err, tt.want)
			}
			left(t, e)
		})
	}
}

func TestEngineOfTheEnvironmentIsUsed(t *testing.T) {
	e := start(t, 0)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, e.config.CA, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("OVIRT_URL", e.config.URL)
	t.Setenv("OVIRT_USERNAME", "admin@internal")
	t.Setenv("OVIRT_PASSWORD", "secret")
	t.Setenv("OVIRT_CAFILE", ca)
	var out strings.Builder
	cfg, end, err := configure(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	if err := run(t.Context(), &out, cfg, "xml"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(want, "FORMAT", "XML"), plain(out.String())); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
	t.Setenv("OVIRT_INSECURE", "maybe")
	if _, _, err := configure(&out); err == nil || !strings.Contains(err.Error(), `"maybe"`) {
		t.Errorf("error is %v, not that of OVIRT_INSECURE", err)
	}
}

func TestMistakesInTheSettingsAreErrors(t *testing.T) {
	t.Parallel()
	e := start(t, 0)
	for _, tt := range []struct {
		name, format string
		change       func(*sdk.Config)
		want         string
	}{
		{"format", "yaml", func(*sdk.Config) {}, `-format is "yaml", not xml, json or both`},
		{"token that is none", "xml", func(c *sdk.Config) { c.Username, c.Password, c.Token = "", "", "old" }, "not authorized"},
		{"password", "xml", func(c *sdk.Config) { c.Password = "wrong" }, "not authorized"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := e.config
			tt.change(&cfg)
			err := run(t.Context(), new(strings.Builder), cfg, tt.format)
			if tt.want == "not authorized" && errors.Is(err, sdk.ErrAuth) {
				return
			}
			if err == nil || err.Error() != tt.want {
				t.Errorf("error is %v, not %s", err, tt.want)
			}
		})
	}
}
