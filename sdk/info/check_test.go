package info_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func engine(release string) func() (string, error) {
	return func() (string, error) { return release, nil }
}

func TestDropCopiesWhatItChanges(t *testing.T) {
	t.Parallel()
	plain := &types.Nic{Name: new("plain")}
	vm := &types.Vm{
		Name:    new("a"),
		Nics:    []*types.Nic{plain, {Name: new("modern"), Interface: types.NicInterfaceE1000e}, nil},
		Display: &types.Display{VideoType: types.VideoTypeVga},
	}
	drop, instead, err := info.Drop.CheckVersion("VmsService.Add", []string{"clone", "seal"}, vm, engine("4.4.10"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"seal"}, drop); diff != "" {
		t.Errorf("parameters differ (-want +got):\n%s", diff)
	}
	want := &types.Vm{
		Name:    new("a"),
		Nics:    []*types.Nic{{Name: new("plain")}, {Name: new("modern")}, nil},
		Display: &types.Display{},
	}
	if diff := cmp.Diff(want, instead); diff != "" {
		t.Errorf("body differs (-want +got):\n%s", diff)
	}
	if vm.Display.VideoType != types.VideoTypeVga || vm.Nics[1].Interface != types.NicInterfaceE1000e {
		t.Error("the caller's object was changed")
	}
	if instead.(*types.Vm).Nics[0] != plain {
		t.Error("what stays as it is was copied")
	}
}

func TestListsLoseValuesThatAreTooNew(t *testing.T) {
	t.Parallel()
	p := &types.EventSubscription{Event: types.NotifiableEventEngineStop}
	list := []*types.EventSubscription{p}
	_, got, err := info.Drop.CheckVersion("None.Add", nil, list, engine("4.3"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*types.EventSubscription{{}}, got); diff != "" {
		t.Errorf("list differs (-want +got):\n%s", diff)
	}
	boot := &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceHd, types.BootDeviceNetwork}}}
	_, same, err := info.Drop.CheckVersion("None.Add", nil, boot, engine("4.0"))
	if err != nil || same != any(boot) {
		t.Errorf("a body without anything too new became %v, %v", same, err)
	}
}

func TestTheEngineIsAskedOnlyIfItMatters(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	ask := func() (string, error) { return "", broken }
	for _, body := range []any{nil, (*types.Vm)(nil), &types.Vm{Name: new("a")}, (*services.VmStartParams)(nil), []*types.Vm{}} {
		_, instead, err := info.Refuse.CheckVersion("VmsService.Add", []string{"clone"}, body, ask)
		if err != nil {
			t.Errorf("%T: %v", body, err)
		}
		if diff := cmp.Diff(body, instead); diff != "" {
			t.Errorf("%T became another (-want +got):\n%s", body, diff)
		}
	}
	_, _, err := info.Refuse.CheckVersion("VmService.Start", nil, &services.VmStartParams{UseIgnition: new(true)}, ask)
	if !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
}

func TestReleasesAreComparedByNumbers(t *testing.T) {
	t.Parallel()
	for release, want := range map[string]bool{
		"4.4.4": false, "4.4.5": true, "4.4.10": true, "4.4.5.1": true, "4.4": false, "4.5": true, "5.0": true, "4.4.10.7-1.el8": true, "": false,
	} {
		got, err := info.Refuse.Supports("vm.tpm_enabled", release)
		if err != nil || got != want {
			t.Errorf("release %q supports what came with 4.4.5: %v, %v", release, got, err)
		}
	}
}

// TestEnginesKeepTheirNumber states which engines came with the API 4.6: the build files of engine 4.5.4 name the model 4.6.0, those
// of 4.5.7 the model 4.6.1.
func TestEnginesKeepTheirNumber(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		symbol, engine string
		want           bool
	}{
		{"display.video_type", "4.5.3-1.el8", false},
		{"display.video_type", "4.5.4-1.el8", true},
		{"operating_system.description", "4.5.6-1.el9", false},
		{"operating_system.description", "4.5.7-1.el9", true},
		{"operating_system.description", "4.6.1", true},
	} {
		if got, err := info.Refuse.Supports(tt.symbol, tt.engine); err != nil || got != tt.want {
			t.Errorf("engine %s supports %s: %v, %v", tt.engine, tt.symbol, got, err)
		}
	}
}

func TestSinceIsThatOfTheOwnerAtLeast(t *testing.T) {
	t.Parallel()
	for symbol, want := range map[string]string{
		"vm": "", "vm.fqdn": "", "vm.tpm_enabled": "4.4.5", "display.video_type": "4.6", "nic_interface.e1000e": "4.5", "nic_interface": "",
		"service:vms.add": "", "service:vms.add.seal": "4.5", "service:vm.screenshot": "4.5", "service:vms.vm": "", "video_type.vga": "4.6",
	} {
		if got, ok := info.Since(symbol); !ok || got != want {
			t.Errorf("Since(%q) is %q, %v, want %q", symbol, got, ok, want)
		}
	}
	for _, symbol := range []string{"", "moon", "vm.moon", "nic_interface.moon", "service:moon", "service:vms.moon", "service:vms.add.moon"} {
		if got, ok := info.Since(symbol); ok {
			t.Errorf("Since(%q) is %q", symbol, got)
		}
	}
}
