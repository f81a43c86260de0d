package main

import (
	"context"
	"errors"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// withDisk returns checks that make a VM with a disk.
func (s *session) withDisk(vms *services.VmsService, name string, vm, disk *string) []check {
	l := vmLife(s, name)
	return []check{
		{"a VM is prepared", l.added(s, vm).run, true},
		{"it gets a disk", func(ctx context.Context) error {
			if _, err := wait.VmDown(ctx, s.conn, *vm); err != nil {
				return err
			}
			made, err := vms.VmService(*vm).DiskAttachmentsService().Add(ctx, &types.DiskAttachment{
				Interface: types.DiskInterfaceVirtioScsi, Active: new(true), Bootable: new(true),
				Disk: &types.Disk{
					Name: new(s.name(name + "-disk")), ProvisionedSize: new(sdk.GiB), Format: types.DiskFormatCow,
					Backup: types.DiskBackupIncremental, StorageDomains: []*types.StorageDomain{object.Ref(s.site.domains[0])},
				},
			}, nil)
			if err != nil {
				return err
			}
			*disk = *made.ID
			_, err = wait.DiskOk(ctx, s.conn, *disk)
			return err
		}, true},
	}
}

// runningArea is about a VM that runs.
var runningArea = area{name: "running", lacks: noStorage, checks: func(s *session) []check {
	vms := s.conn.SystemService().VmsService()
	var vm, disk string
	at := func() *services.VmService { return vms.VmService(vm) }
	return slices.Concat(s.withDisk(vms, "running", &vm, &disk), []check{
		{"a VM starts", func(ctx context.Context) error { return s.starts(ctx, vm) }, true},
		{"it runs on a host", func(ctx context.Context) error {
			got, err := at().Get(ctx, nil)
			if err == nil && textOf(got.Host, "ID") == "" {
				err = errors.New("host is missing")
			}
			return err
		}, false},
		{"a VM that runs can't be started", func(ctx context.Context) error {
			return refused(at().Start(ctx, nil), sdk.ErrConflict)
		}, false},
		{"a VM that runs can't be removed", func(ctx context.Context) error {
			return refused(at().Remove(ctx, nil), sdk.ErrConflict)
		}, false},
		{"a ticket for its console is issued", func(ctx context.Context) error {
			list, err := at().GraphicsConsolesService().List(ctx, nil)
			if err != nil {
				return err
			}
			if len(list) == 0 {
				return skip{"the VM has no console"}
			}
			ticket, err := at().GraphicsConsolesService().ConsoleService(*list[0].ID).Ticket(ctx, nil)
			if err == nil && sdk.Value(ticket.Value) == "" {
				err = errors.New("it is empty")
			}
			return err
		}, false},
		{"a NIC is added to it", func(ctx context.Context) error {
			_, err := at().NicsService().Add(ctx, &types.Nic{Name: new("nic1"), Interface: types.NicInterfaceVirtio}, nil)
			return err
		}, false},
		{"its statistics count CPU time", func(ctx context.Context) error {
			list, err := at().StatisticsService().List(ctx, nil)
			if err == nil && !slices.ContainsFunc(list, func(st *types.Statistic) bool {
				return sdk.Value(st.Name) == "cpu.current.total"
			}) {
				err = errors.New("cpu.current.total is missing")
			}
			return err
		}, false},
		{"it migrates to another host", func(ctx context.Context) error {
			if len(s.site.hosts) < 2 {
				return skip{"only one host of the cluster is up"}
			}
			before, err := at().Get(ctx, nil)
			if err != nil {
				return err
			}
			if err := at().Migrate(ctx, nil); err != nil {
				return err
			}
			moved := wait.Cond(func(vm *types.Vm) bool {
				return vm.Status == types.VmStatusUp && textOf(vm.Host, "ID") != textOf(before.Host, "ID")
			})
			_, err = wait.ForVm(ctx, s.conn, vm, moved)
			return err
		}, false},
		{"it is suspended", func(ctx context.Context) error {
			if err := at().Suspend(ctx, nil); err != nil {
				return err
			}
			_, err := wait.VmSuspended(ctx, s.conn, vm)
			return err
		}, false},
		{"it is resumed", func(ctx context.Context) error {
			if err := at().Start(ctx, nil); err != nil {
				return err
			}
			_, err := wait.VmUp(ctx, s.conn, vm)
			return err
		}, false},
		{"it is stopped", func(ctx context.Context) error {
			if err := at().Stop(ctx, nil); err != nil {
				return err
			}
			_, err := wait.VmDown(ctx, s.conn, vm)
			return err
		}, false},
		{"it starts paused", func(ctx context.Context) error {
			if err := at().Start(ctx, &services.VmStartParams{Pause: new(true)}); err != nil {
				return err
			}
			_, err := wait.ForVm(ctx, s.conn, vm, wait.VmIn(types.VmStatusPaused))
			return err
		}, false},
	})
}}

// starts starts the VM and has it stopped later. It returns when the VM is up.
func (s *session) starts(ctx context.Context, vm string) error {
	at := s.conn.SystemService().VmsService().VmService(vm)
	if err := at.Start(ctx, nil); err != nil {
		return err
	}
	s.later("VM that runs", func(ctx context.Context) error {
		if err := at.Stop(ctx, nil); err != nil {
			return err
		}
		_, err := wait.VmDown(ctx, s.conn, vm)
		return err
	})
	_, err := wait.VmUp(ctx, s.conn, vm)
	return err
}
