package info_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestTypeByNameTakesEverySpelling(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"disk_attachment", "DiskAttachment", "disk_attachments", "diskattachments"} {
		got, ok := info.TypeByName(name)
		if !ok || got.Name != "disk_attachment" {
			t.Errorf("TypeByName(%q) = %q, %v", name, got.Name, ok)
		}
	}
	// The name in the model comes before the element, which another type has.
	if got, _ := info.TypeByName("operating_system"); got.Tag != "os" {
		t.Errorf("operating_system has the element %q, want os", got.Tag)
	}
	if _, ok := info.TypeByName("moon"); ok {
		t.Error("there is a type moon")
	}
}

func TestTypeOfDescribesTheGoType(t *testing.T) {
	t.Parallel()
	for _, v := range []any{types.Vm{}, &types.Vm{}, (*types.Vm)(nil)} {
		vm, ok := info.TypeOf(v)
		if !ok || vm.Name != "vm" {
			t.Fatalf("TypeOf(%T) = %q, %v", v, vm.Name, ok)
		}
	}
	for _, v := range []any{nil, 1, "vm", types.VmStatusUp, types.Link{}, t} {
		if got, ok := info.TypeOf(v); ok {
			t.Errorf("TypeOf(%T) = %q", v, got.Name)
		}
	}
	for _, typ := range info.Types() {
		for _, m := range typ.Members {
			if m.Go == "" || m.Wire == "" || m.Type == "" {
				t.Errorf("%s.%s lacks a fact: %+v", typ.Name, m.Name, m)
			}
		}
	}
	vm, _ := info.TypeOf(types.Vm{})
	for _, m := range vm.Members {
		f, ok := reflect.TypeFor[types.Vm]().FieldByName(m.Go)
		if !ok || m.List != (f.Type.Kind() == reflect.Slice) {
			t.Errorf("member %s doesn't fit the field %s %v", m.Name, m.Go, f.Type)
		}
	}
}

func TestServiceOfDescribesTheGoService(t *testing.T) {
	t.Parallel()
	got, ok := info.ServiceOf(&services.VmsService{})
	if !ok || got.Name != "vms" {
		t.Fatalf("ServiceOf = %q, %v", got.Name, ok)
	}
	add, ok := got.Method("Add")
	if !ok || add.Kind != "add" || add.Type != "vm" {
		t.Errorf("vms.add is %+v, %v", add, ok)
	}
	locator, ok := got.Locator("vm")
	if want := (info.Locator{Name: "vm", Go: "VmService", Service: "vm"}); !ok || locator != want {
		t.Errorf("vms.vm is %+v, want %+v", locator, want)
	}
	if _, ok := info.ServiceOf(&services.VmsListParams{}); ok {
		t.Error("params are a service")
	}
}

func TestLinksAreTheMembersToFollow(t *testing.T) {
	t.Parallel()
	nic, _ := info.TypeByName("disk_attachment")
	var got []string
	for _, m := range nic.Links() {
		got = append(got, m.Name+" "+m.Type)
	}
	want := []string{"disk disk", "template template", "vm vm"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("links differ (-want +got):\n%s", diff)
	}
}

func TestSinceTellsTheRelease(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		symbol, since string
		ok            bool
	}{
		{"vm", "", true},
		{"vm.lease", "4.1", true},
		{"vm.moon", "", false},
		{"moon", "", false},
		{"service:vms", "", true},
		{"service:vms.add", "", true},
		{"service:vms.add.seal", "4.5", true},
		{"service:vms.vm", "", true},
		{"service:vm.backups", "4.3", true},
		{"service:vms.add.moon", "", false},
		{"service:moon", "", false},
	} {
		since, ok := info.Since(tt.symbol)
		if since != tt.since || ok != tt.ok {
			t.Errorf("Since(%q) = %q, %v; want %q, %v", tt.symbol, since, ok, tt.since, tt.ok)
		}
	}
}

func TestTablesAreCopies(t *testing.T) {
	t.Parallel()
	info.Types()[0].Name = "changed"
	if got := info.Types()[0].Name; got == "changed" {
		t.Error("a change of the list shows in the next one")
	}
	if info.Version() == "" || len(info.Types()) < 200 || len(info.Services()) < 200 {
		t.Errorf("version %q, %d types, %d services", info.Version(), len(info.Types()), len(info.Services()))
	}
}
