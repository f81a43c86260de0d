package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// vmLife says how VMs without disks are made in the cluster with hosts: engines refuse VMs where
// the data center isn't up.
func vmLife(s *session, name string) life[types.Vm, services.VmsAddParams, services.VmsListParams, services.VmGetParams,
	services.VmUpdateParams, services.VmRemoveParams, *services.VmsService, *services.VmService] {
	return lifeOf("a VM", &types.Vm{
		Name: new(s.name(name)), Cluster: object.Ref(s.site.cluster), Template: &types.Template{ID: new(blankID)},
		Memory: new(512 * sdk.MiB), MemoryPolicy: &types.MemoryPolicy{Max: new(sdk.GiB), Guaranteed: new(256 * sdk.MiB)},
		Description: new(`a < b & "c"`), Comment: new("comment"),
		Cpu: &types.Cpu{Topology: &types.CpuTopology{
			Sockets: new(int64(2)), Cores: new(int64(1)), Threads: new(int64(1)),
		}},
		Os:              &types.OperatingSystem{Type: new("other_linux")},
		DeleteProtected: new(false),
	}, &types.Vm{Description: new("changed"), Memory: new(768 * sdk.MiB)},
		s.conn.SystemService().VmsService, (*services.VmsService).VmService)
}

// vmsArea is about VMs that don't run.
var vmsArea = area{name: "vms", lacks: noHost, checks: func(s *session) []check {
	root := s.conn.SystemService()
	vms := vmLife(s, "vm")
	var vm, role string
	var before *types.Vm
	update := func(change *types.Vm) func(context.Context) error {
		return func(ctx context.Context) error {
			if _, err := vms.at(vm).Update(ctx, change, nil); err != nil {
				return err
			}
			got, err := vms.at(vm).Get(ctx, nil)
			if err != nil {
				return err
			}
			return vms.has(got, change)
		}
	}
	rejects := func(change *types.Vm) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := vms.at(vm).Update(ctx, change, nil)
			return rejected(err)
		}
	}
	return slices.Concat(vms.begins(s, &vm), []check{
		{"a VM is down after it was added", func(ctx context.Context) (err error) {
			before, err = wait.VmDown(ctx, s.conn, vm)
			return err
		}, true},
		{"a VM is found by its name", func(ctx context.Context) error {
			list, err := vms.in().List(ctx, &services.VmsListParams{Search: new("name=" + *vms.wanted.Name)})
			return count(list, err, 1)
		}, false},
		{"an update leaves the other members", func(ctx context.Context) error {
			if _, err := vms.at(vm).Update(ctx, &types.Vm{Comment: new("changed")}, nil); err != nil {
				return err
			}
			got, err := vms.at(vm).Get(ctx, nil)
			if err != nil {
				return err
			}
			change, _ := object.Diff(before, got)
			if change == nil || change.Memory != nil || change.Description != nil || change.Cpu != nil {
				return fmt.Errorf("changed %s", sdk.String(change))
			}
			return nil
		}, false},
		{"a new CPU topology is taken", update(&types.Vm{Cpu: &types.Cpu{Topology: &types.CpuTopology{
			Sockets: new(int64(1)), Cores: new(int64(2)), Threads: new(int64(1)),
		}}}), false},
		{"high availability is taken", update(&types.Vm{
			HighAvailability: &types.HighAvailability{Enabled: new(true), Priority: new(int64(50))},
		}), false},
		{"a boot order is taken", update(&types.Vm{Os: &types.OperatingSystem{Boot: &types.Boot{
			Devices: []types.BootDevice{types.BootDeviceNetwork, types.BootDeviceHd},
		}}}), false},
		{"a cloud-init user is taken", update(&types.Vm{Initialization: &types.Initialization{
			HostName: new("conformance"), UserName: new("admin"),
		}}), false},
		{"a display with two monitors is taken", update(&types.Vm{
			Display: &types.Display{Monitors: new(int64(1)), CopyPasteEnabled: new(false)},
		}), false},
		{"names with spaces are refused", rejects(&types.Vm{Name: new(s.name("with space") + " x")}), false},
		{"negative memory is refused", rejects(&types.Vm{Memory: new(-sdk.GiB)}), false},
		{"memory above the maximum is refused", rejects(&types.Vm{
			Memory: new(4 * sdk.GiB), MemoryPolicy: &types.MemoryPolicy{Max: new(2 * sdk.GiB)},
		}), false},
		{"a topology without cores is refused", rejects(&types.Vm{Cpu: &types.Cpu{Topology: &types.CpuTopology{
			Sockets: new(int64(1)), Cores: new(int64(-1)), Threads: new(int64(1)),
		}}}), false},
		{"an unknown cluster is refused", func(ctx context.Context) error {
			// Engines trip over it: 500.
			_, err := vms.at(vm).Update(ctx, &types.Vm{Cluster: &types.Cluster{ID: new(unknownID)}}, nil)
			if e, ok := errors.AsType[*sdk.Error](err); !ok || e.Status < 400 {
				return fmt.Errorf("want a refusal, got %v", err)
			}
			return nil
		}, false},
		{"a protected VM can't be removed", func(ctx context.Context) error {
			if _, err := vms.at(vm).Update(ctx, &types.Vm{DeleteProtected: new(true)}, nil); err != nil {
				return err
			}
			err := refused(vms.at(vm).Remove(ctx, nil), sdk.ErrConflict)
			_, back := vms.at(vm).Update(ctx, &types.Vm{DeleteProtected: new(false)}, nil)
			return errors.Join(err, back)
		}, false},
		{"a VM can be tagged", func(ctx context.Context) error {
			tag, err := root.TagsService().Add(ctx, &types.Tag{Name: new(s.name("vm-tag"))}, nil)
			if err != nil {
				return err
			}
			remove := root.TagsService().TagService(*tag.ID).Remove
			s.later("tag "+*tag.Name, func(ctx context.Context) error { return remove(ctx, nil) })
			if _, err := vms.at(vm).TagsService().Add(ctx, &types.Tag{Name: tag.Name}, nil); err != nil {
				return err
			}
			list, err := vms.in().List(ctx, &services.VmsListParams{Search: new("tag=" + *tag.Name)})
			return count(list, err, 1)
		}, false},
		{"a permission is granted on a VM", func(ctx context.Context) error {
			for r, err := range root.RolesService().All(ctx, nil) {
				if err != nil {
					return err
				}
				if sdk.Value(r.Name) == "UserVmManager" {
					role = *r.ID
				}
			}
			api, err := root.Get(ctx, nil)
			if err != nil {
				return err
			}
			permissions := vms.at(vm).PermissionsService()
			p, err := permissions.Add(ctx, &types.Permission{
				Role: &types.Role{ID: &role}, User: object.Ref(api.AuthenticatedUser),
			}, nil)
			if err != nil {
				return err
			}
			if err := permissions.PermissionService(*p.ID).Remove(ctx, nil); err != nil {
				return err
			}
			_, err = permissions.PermissionService(*p.ID).Get(ctx, nil)
			return refused(err, sdk.ErrNotFound)
		}, false},
		{"a VM that is down can be stopped again", func(ctx context.Context) error {
			return vms.at(vm).Stop(ctx, nil)
		}, false},
		{"a VM that is down can't be suspended", func(ctx context.Context) error {
			return refused(vms.at(vm).Suspend(ctx, nil), sdk.ErrConflict)
		}, false},
		{"a VM that is down can't be migrated", func(ctx context.Context) error {
			return refused(vms.at(vm).Migrate(ctx, nil), sdk.ErrConflict)
		}, false},
		{"a VM is cloned", func(ctx context.Context) error {
			name := s.name("clone")
			if err := vms.at(vm).Clone(ctx, &services.VmCloneParams{Vm: &types.Vm{Name: &name}}); err != nil {
				return err
			}
			list, err := s.waitForVMs(ctx, "name="+name, 1)
			if err != nil {
				return err
			}
			s.later("VM "+name, vms.remove(*list[0].ID))
			_, err = wait.VmDown(ctx, s.conn, *list[0].ID)
			return err
		}, false},
	}, vms.ends(&vm))
}}

// waitForVMs waits until a search finds so many VMs.
func (s *session) waitForVMs(ctx context.Context, query string, n int) ([]*types.Vm, error) {
	list := func(ctx context.Context, _ *services.VmsListParams, opts ...call.Option) (*[]*types.Vm, error) {
		vms, err := s.conn.SystemService().VmsService().List(ctx, &services.VmsListParams{Search: &query}, opts...)
		return &vms, err
	}
	vms, err := wait.For(ctx, list, wait.Cond(func(vms *[]*types.Vm) bool { return len(*vms) == n }))
	if err != nil {
		return nil, err
	}
	return *vms, nil
}
