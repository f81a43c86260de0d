package sdk_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// aged starts an engine of an earlier release with a VM in it, and returns a connection that counts what is sent.
func aged(t *testing.T, release string, format sdk.Format, check sdk.VersionCheck) (c *sdk.Connection, vm string, sent *atomic.Int64) {
	t.Helper()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	old, err := m.At(release)
	if err != nil {
		t.Fatal(err)
	}
	e := simtest.New(t, simulator.Options{
		Model: old, Step: -1,
		Inventory: &simulator.Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, VMs: 1},
	})
	sent = new(atomic.Int64)
	count := func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			sent.Add(1)
			return next.RoundTrip(req)
		})
	}
	c, err = sdk.Connect(t.Context(), sdk.Config{
		URL: e.URL, Username: simtest.User, Password: simtest.Password, CA: e.CA, Format: format, CheckVersion: check,
		Middleware: []sdk.Middleware{{Call: count}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	vms, err := c.SystemService().VmsService().List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	sent.Store(0)
	return c, *vms[0].ID, sent
}

// modern returns a VM with members of many releases.
func modern(name string) *types.Vm {
	return &types.Vm{
		Name: &name, Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
		Os: &types.OperatingSystem{
			Type: new("rhel_8x64"), Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceCdrom}},
		},
		Bios:               &types.Bios{Type: types.BiosTypeQ35Ovmf},
		MultiQueuesEnabled: new(true),                                                 // 4.2.5
		TpmEnabled:         new(true),                                                 // 4.4.5
		CpuPinningPolicy:   types.CpuPinningPolicyNone,                                // 4.5
		Display:            &types.Display{VideoType: "vga", Monitors: new(int64(1))}, // 4.6, which only upstream's tags tell
	}
}

func TestCallsTooNewForTheEngineAreRefused(t *testing.T) {
	t.Parallel()
	vms := func(c *sdk.Connection) *services.VmsService { return c.SystemService().VmsService() }
	for _, tt := range []struct {
		name, release string
		call          func(ctx context.Context, c *sdk.Connection, vm string) error
		want          string // want is the error; empty is none
	}{
		{"members", "4.2.8", func(ctx context.Context, c *sdk.Connection, _ string) error {
			_, err := vms(c).Add(ctx, modern("new"), nil)
			return err
		}, "VmsService.Add: POST /vms: Bios.Type came with release 4.3, CpuPinningPolicy came with release 4.5, " +
			"Display.VideoType came with release 4.6, " +
			"TpmEnabled came with release 4.4.5, but the engine is of release 4.2.8"},
		{"fewer members", "4.5.3", func(ctx context.Context, c *sdk.Connection, _ string) error {
			_, err := vms(c).Add(ctx, modern("new"), nil)
			return err
		}, "VmsService.Add: POST /vms: Display.VideoType came with release 4.6, but the engine is of release 4.5.3"},
		{"parameter of the query", "4.4.10", func(ctx context.Context, c *sdk.Connection, _ string) error {
			vm := modern("new")
			vm.TpmEnabled, vm.CpuPinningPolicy, vm.Display = nil, "", nil
			_, err := vms(c).Add(ctx, vm, &services.VmsAddParams{Seal: new(true), Clone: new(true)})
			return err
		}, "VmsService.Add: POST /vms: seal came with release 4.5, but the engine is of release 4.4.10"},
		{"parameter of an action", "4.2.8", func(ctx context.Context, c *sdk.Connection, vm string) error {
			return vms(c).VmService(vm).Start(ctx, &services.VmStartParams{UseIgnition: new(true), Pause: new(true), Vm: modern("x")})
		}, "VmService.Start: POST /vms/ID/start: Vm.Bios.Type came with release 4.3, Vm.CpuPinningPolicy came with release 4.5, Vm.Display.VideoType came with release 4.6, " +
			"Vm.TpmEnabled came with release 4.4.5, UseIgnition came with release 4.4.0, but the engine is of release 4.2.8"},
		{"method", "4.4.10", func(ctx context.Context, c *sdk.Connection, vm string) error {
			return vms(c).VmService(vm).Screenshot(ctx, nil)
		}, "VmService.Screenshot: POST /vms/ID/screenshot: the method came with release 4.5, but the engine is of release 4.4.10"},
		{"service", "4.2.8", func(ctx context.Context, c *sdk.Connection, vm string) error {
			_, err := vms(c).VmService(vm).BackupsService().List(ctx, nil)
			return err
		}, "VmBackupsService.List: GET /vms/ID/backups: the method came with release 4.3, but the engine is of release 4.2.8"},
		{"value", "4.4.10", func(ctx context.Context, c *sdk.Connection, vm string) error {
			_, err := vms(c).VmService(vm).NicsService().Add(ctx, &types.Nic{Name: new("n"), Interface: types.NicInterfaceE1000e}, nil)
			return err
		}, "VmNicsService.Add: POST /vms/ID/nics: Interface e1000e came with release 4.5, but the engine is of release 4.4.10"},
		{"inside a list", "4.4.10", func(ctx context.Context, c *sdk.Connection, vm string) error {
			_, err := vms(c).VmService(vm).Update(ctx, &types.Vm{Nics: []*types.Nic{{Name: new("a")}, {Interface: types.NicInterfaceE1000e}}}, nil)
			return err
		}, "VmService.Update: PUT /vms/ID: Nics[].Interface e1000e came with release 4.5, but the engine is of release 4.4.10"},
		{"all known", "4.4.10", func(ctx context.Context, c *sdk.Connection, _ string) error {
			vm := modern("new")
			vm.TpmEnabled, vm.CpuPinningPolicy, vm.Display = nil, "", nil
			_, err := vms(c).Add(ctx, vm, nil)
			return err
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, vm, sent := aged(t, tt.release, sdk.XML, info.Refuse)
			err := tt.call(t.Context(), c, vm)
			if tt.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if err == nil || strings.ReplaceAll(err.Error(), vm, "ID") != tt.want || !errors.Is(err, sdk.ErrInvalid) {
				t.Errorf("the error is\n%v, want\n%s", err, tt.want)
			}
			if n := sent.Load(); n != 1 {
				t.Errorf("%d requests were sent, want one for the version", n)
			}
		})
	}
}

func TestWhatIsTooNewIsDropped(t *testing.T) {
	t.Parallel()
	for _, release := range []string{"4.2.8", "4.4.10"} {
		for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
			t.Run(release+" "+format.String(), func(t *testing.T) {
				t.Parallel()
				c, id, _ := aged(t, release, format, info.Drop)
				vms := c.SystemService().VmsService()
				vm := modern("new")
				before := object.Clone(vm)

				// The engine takes nothing that it doesn't know.
				_, err := vms.Add(t.Context(), vm, nil, call.Unchecked())
				if !errors.Is(err, sdk.ErrInvalid) {
					t.Errorf("unchecked, the error is %v", err)
				}
				added, err := vms.Add(t.Context(), vm, &services.VmsAddParams{Seal: new(true)})
				if err != nil {
					t.Fatal(err)
				}
				if !sdk.Value(added.MultiQueuesEnabled) || sdk.Value(added.Display.Monitors) != 1 {
					t.Errorf("what the engine knows was dropped too: %s", sdk.String(added))
				}
				if diff := cmp.Diff(before, vm); diff != "" {
					t.Errorf("the caller's object was changed (-before +after):\n%s", diff)
				}
				if release == "4.4.10" && added.CpuPinningPolicy != "" {
					t.Errorf("the engine of 4.4 has a pinning policy: %s", added.CpuPinningPolicy)
				}
				if err := vms.VmService(id).Stop(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
				err = vms.VmService(id).Start(t.Context(), &services.VmStartParams{UseIgnition: new(true), Vm: vm})
				if err != nil {
					t.Errorf("start: %v", err)
				}
				err = vms.VmService(id).Screenshot(t.Context(), nil)
				if want := "VmService.Screenshot: POST /vms/ID/screenshot: the method came with release 4.5, but the engine is of release " + release; err == nil ||
					strings.ReplaceAll(err.Error(), id, "ID") != want {
					t.Errorf("the error is %v, want %s", err, want)
				}
			})
		}
	}
}

func TestVersionIsAskedForOnce(t *testing.T) {
	t.Parallel()
	c, vm, sent := aged(t, "4.4.10", sdk.XML, info.Refuse)
	service := c.SystemService().VmsService().VmService(vm)
	for range 3 {
		if _, err := service.Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := sent.Load(); n != 3 {
		t.Errorf("%d requests were sent for 3 calls of members that every engine knows", n)
	}
	sent.Store(0)
	for range 3 {
		if err := service.Screenshot(t.Context(), nil); !errors.Is(err, sdk.ErrInvalid) {
			t.Errorf("error is %v", err)
		}
	}
	v, err := c.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := sent.Load(); n != 1 {
		t.Errorf("%d requests were sent, want one for the version", n)
	}
	if sdk.Value(v.FullVersion) != "4.4.10-1.el9" || sdk.Value(v.Major) != 4 || sdk.Value(v.Minor) != 4 {
		t.Errorf("the version is %s", sdk.String(v))
	}
}

// TestVersionIsAskedForAnewAfterALogin stands for an engine that is upgraded meanwhile, which ends all sessions.
func TestVersionIsAskedForAnewAfterALogin(t *testing.T) {
	t.Parallel()
	release := "4.4.10"
	e := newEngine(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/api") {
			say(w, 200, "application/xml", "<vm/>")
			return
		}
		parts := strings.Split(release, ".")
		say(w, 200, "application/xml", "<api><product_info><version><major>"+parts[0]+"</major><minor>"+parts[1]+"</minor><build>"+parts[2]+
			"</build></version></product_info></api>")
	})
	c := e.connect(func(cfg *sdk.Config) { cfg.CheckVersion = info.Refuse })
	for _, want := range []struct {
		symbol  string
		release string
		ok      bool
	}{
		{"vm.cpu_pinning_policy", "4.4.10", false},
		{"vm.auto_pinning_policy", "4.4.10", true},
		{"vm.cpu_pinning_policy", "4.5.0", true},
	} {
		if want.release != release {
			release = want.release
			e.expire()
			if _, err := c.SystemService().VmsService().VmService("1").Get(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}
		ok, err := c.Supports(t.Context(), want.symbol)
		if err != nil || ok != want.ok {
			t.Errorf("Supports(%q) of %s is %v, %v", want.symbol, want.release, ok, err)
		}
	}
}

func TestSupportsAnswersByTheReleases(t *testing.T) {
	t.Parallel()
	c, _, sent := aged(t, "4.4.10", sdk.XML, info.Drop)
	for symbol, want := range map[string]bool{
		"vm": true, "vm.fqdn": true, "vm.cpu_pinning_policy": false, "service:vms.add.seal": false, "service:vms.add.clone": true,
		"service:vm.screenshot": false, "vm_type.high_performance": true, "nic_interface.e1000e": false, "display.video_type": false,
		"service:vm_backups.list": true,
	} {
		got, err := c.Supports(t.Context(), symbol)
		if err != nil || got != want {
			t.Errorf("Supports(%q) is %v, %v, want %v", symbol, got, err, want)
		}
	}
	if n := sent.Load(); n != 1 {
		t.Errorf("%d requests were sent, want one", n)
	}
	_, err := c.Supports(t.Context(), "vm.moon")
	if want := `Connection.Supports: release 4.6.1 of the API has no "vm.moon"`; err == nil || err.Error() != want || !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("the error is %v, want %s", err, want)
	}
	c, _, _ = aged(t, "4.4.10", sdk.XML, nil)
	_, err = c.Supports(t.Context(), "vm")
	if want := "Connection.Supports: Config.CheckVersion is nil; info.Refuse brings the facts"; err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

func TestVersionsThatCannotBeHad(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, "<api/>"))
	c := e.connect(func(cfg *sdk.Config) { cfg.CheckVersion = info.Refuse })
	_, err := c.SystemService().VmsService().Add(t.Context(), modern("a"), nil)
	if want := "Connection.Version: the engine doesn't tell its version"; err == nil || err.Error() != want || !errors.Is(err, sdk.ErrUnexpected) {
		t.Errorf("the error is %v, want %s", err, want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Version(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	var none *sdk.Connection
	if _, err := none.Version(t.Context()); !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("the error of a nil connection is %v", err)
	}
	if _, err := none.Supports(t.Context(), "vm"); !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("the error of a nil connection is %v", err)
	}
}
