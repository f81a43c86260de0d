package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// devicesArea is about what belongs to a VM that doesn't run.
var devicesArea = area{name: "devices", lacks: noHost, checks: func(s *session) []check {
	vms := vmLife(s, "devices")
	var vm, nic, watchdog string
	nics := lifeOf("a NIC",
		&types.Nic{Name: new("nic1"), Interface: types.NicInterfaceVirtio},
		&types.Nic{Linked: new(false), Interface: types.NicInterfaceE1000},
		func() *services.VmNicsService { return vms.at(vm).NicsService() }, (*services.VmNicsService).NicService)
	watchdogs := lifeOf("a watchdog",
		&types.Watchdog{Model: types.WatchdogModelI6300esb, Action: types.WatchdogActionReset},
		&types.Watchdog{Action: types.WatchdogActionPoweroff},
		func() *services.VmWatchdogsService { return vms.at(vm).WatchdogsService() },
		(*services.VmWatchdogsService).WatchdogService)
	consoles := func() *services.VmGraphicsConsolesService { return vms.at(vm).GraphicsConsolesService() }
	return slices.Concat([]check{vms.added(s, &vm)}, nics.begins(s, &nic), []check{
		{"a NIC has a MAC address", func(ctx context.Context) error {
			got, err := nics.at(nic).Get(ctx, nil)
			if err == nil && (got.Mac == nil || got.Mac.Address == nil) {
				err = fmt.Errorf("mac is %s", sdk.String(got.Mac))
			}
			return err
		}, false},
		{"a MAC address of another NIC is refused", func(ctx context.Context) error {
			got, err := nics.at(nic).Get(ctx, nil)
			if err != nil {
				return err
			}
			_, err = nics.in().Add(ctx, &types.Nic{Name: new("nic2"), Mac: got.Mac}, nil)
			return refused(err, sdk.ErrConflict)
		}, false},
		{"a damaged MAC address is refused", func(ctx context.Context) error {
			_, err := nics.in().Add(ctx, &types.Nic{Name: new("nic2"), Mac: &types.Mac{Address: new("nonsense")}}, nil)
			return rejected(err)
		}, false},
		{"an unknown vNIC profile is refused", func(ctx context.Context) error {
			_, err := nics.in().Add(ctx, &types.Nic{Name: new("nic2"), VnicProfile: &types.VnicProfile{ID: new(unknownID)}}, nil)
			return rejected(err)
		}, false},
	}, nics.ends(&nic), []check{
		watchdogs.added(s, &watchdog), watchdogs.read(&watchdog), watchdogs.updated(&watchdog),
		{"a second watchdog is refused", func(ctx context.Context) error {
			_, err := watchdogs.in().Add(ctx, watchdogs.wanted, nil)
			return rejected(err)
		}, false},
	}, watchdogs.ends(&watchdog), []check{
		{"a VM has one CD-ROM", func(ctx context.Context) error {
			list, err := vms.at(vm).CdromsService().List(ctx, nil)
			return count(list, err, 1)
		}, false},
		{"its consoles can be listed", func(ctx context.Context) error {
			_, err := consoles().List(ctx, nil)
			return err
		}, false},
		{"a VNC console can be removed and added", func(ctx context.Context) error {
			list, err := consoles().List(ctx, nil)
			if err != nil {
				return err
			}
			for _, c := range list {
				if err := consoles().ConsoleService(*c.ID).Remove(ctx, nil); err != nil {
					return err
				}
			}
			got, err := consoles().Add(ctx, &types.GraphicsConsole{Protocol: types.GraphicsTypeVnc}, nil)
			if err != nil {
				return err
			}
			return equal("protocol", got.Protocol, types.GraphicsTypeVnc)
		}, false},
		{"a VM without disks has none attached", func(ctx context.Context) error {
			list, err := vms.at(vm).DiskAttachmentsService().List(ctx, nil)
			return count(list, err, 0)
		}, false},
		{"its snapshots are the active one", func(ctx context.Context) error {
			list, err := vms.at(vm).SnapshotsService().List(ctx, nil)
			if err != nil {
				return err
			}
			if len(list) != 1 {
				return equal("number of snapshots", len(list), 1)
			}
			return equal("type", list[0].SnapshotType, types.SnapshotTypeActive)
		}, false},
		{"its statistics can be listed", func(ctx context.Context) error {
			list, err := vms.at(vm).StatisticsService().List(ctx, nil)
			if err == nil && !slices.ContainsFunc(list, func(st *types.Statistic) bool {
				return sdk.Value(st.Name) == "memory.installed"
			}) {
				err = errors.New("memory.installed is missing")
			}
			return err
		}, false},
		{"it has no applications without a guest", func(ctx context.Context) error {
			list, err := vms.at(vm).ApplicationsService().List(ctx, nil)
			return count(list, err, 0)
		}, false},
		{"it has no guest devices without a guest", func(ctx context.Context) error {
			list, err := vms.at(vm).ReportedDevicesService().List(ctx, nil)
			return count(list, err, 0)
		}, false},
		{"it has no sessions without a guest", func(ctx context.Context) error {
			list, err := vms.at(vm).SessionsService().List(ctx, nil)
			return count(list, err, 0)
		}, false},
	}, vms.ends(&vm))
}}
