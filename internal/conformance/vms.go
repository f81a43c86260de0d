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
			if err == nil {
				return errors.New("accepted")
			}
			return nil
		}
	}
	return slices.Concat(vms.begins(s, &vm), []check{
		{"a VM is down after it was added", func(ctx context.Context) (err error) {
			before, err = wait.VmDown(ctx, s.conn, vm)
			return err
		}, true},
		{"a VM is found by its name", func(ctx context.Context) error {
			list, err := vms.in().List(ctx, &services.VmsListParams{Search: new("name=" + *vms.wanted.Name)})
			if err != nil {
				return err
			}
			return equal("number of VMs", len(list), 1)
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
		{"an unknown cluster is refused", rejects(&types.Vm{Cluster: &types.Cluster{ID: new(unknownID)}}), false},
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
			if err != nil {
				return err
			}
			return equal("number of VMs with the tag", len(list), 1)
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
	return slices.Concat(vms.begins(s, &vm)[:1], nics.begins(s, &nic), []check{
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
			if err == nil {
				return errors.New("accepted")
			}
			return nil
		}, false},
		{"an unknown vNIC profile is refused", func(ctx context.Context) error {
			_, err := nics.in().Add(ctx, &types.Nic{Name: new("nic2"), VnicProfile: &types.VnicProfile{ID: new(unknownID)}}, nil)
			if err == nil {
				return errors.New("accepted")
			}
			return nil
		}, false},
	}, nics.ends(&nic), watchdogs.begins(s, &watchdog)[:2], []check{
		{"a second watchdog is refused", func(ctx context.Context) error {
			_, err := watchdogs.in().Add(ctx, watchdogs.wanted, nil)
			if err == nil {
				return errors.New("accepted")
			}
			return nil
		}, false},
	}, watchdogs.ends(&watchdog), []check{
		{"a VM has one CD-ROM", func(ctx context.Context) error {
			list, err := vms.at(vm).CdromsService().List(ctx, nil)
			if err != nil {
				return err
			}
			return equal("number of CD-ROMs", len(list), 1)
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
			if err != nil {
				return err
			}
			return equal("number of disks", len(list), 0)
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
			if err != nil {
				return err
			}
			return equal("number of applications", len(list), 0)
		}, false},
		{"it has no guest devices without a guest", func(ctx context.Context) error {
			list, err := vms.at(vm).ReportedDevicesService().List(ctx, nil)
			if err != nil {
				return err
			}
			return equal("number of devices", len(list), 0)
		}, false},
		{"it has no sessions without a guest", func(ctx context.Context) error {
			list, err := vms.at(vm).SessionsService().List(ctx, nil)
			if err != nil {
				return err
			}
			return equal("number of sessions", len(list), 0)
		}, false},
	}, vms.ends(&vm))
}}

// templatesArea is about templates of VMs without disks.
var templatesArea = area{name: "templates", lacks: noHost, checks: func(s *session) []check {
	root := s.conn.SystemService()
	vms := vmLife(s, "source")
	var vm, template, made, pool string
	templates := lifeOf("a template",
		&types.Template{Name: new(s.name("template")), Vm: &types.Vm{ID: &vm}},
		&types.Template{Description: new("changed")}, root.TemplatesService, (*services.TemplatesService).TemplateService)
	templates.hide = func(t *types.Template) { t.Vm = nil } // engines don't show it
	fromIt := lifeOf("a VM of the template",
		&types.Vm{Name: new(s.name("made")), Cluster: object.Ref(s.site.cluster), Template: &types.Template{ID: &template}},
		&types.Vm{Description: new("changed")}, root.VmsService, (*services.VmsService).VmService)
	pools := lifeOf("a VM pool", &types.VmPool{
		Name: new(s.name("pool")), Cluster: object.Ref(s.site.cluster),
		Template: &types.Template{ID: &template}, Size: new(int64(1)),
	}, &types.VmPool{Description: new("changed")}, root.VmPoolsService, (*services.VmPoolsService).PoolService)
	return slices.Concat(vms.begins(s, &vm)[:1], templates.begins(s, &template)[:3], []check{
		{"a template becomes ready", func(ctx context.Context) error {
			_, err := wait.TemplateOk(ctx, s.conn, template)
			return err
		}, true},
		{"a template of the same name is refused", func(ctx context.Context) error {
			_, err := templates.in().Add(ctx, templates.wanted, nil)
			return refused(err, sdk.ErrConflict)
		}, false},
		{"a template has the memory of its VM", func(ctx context.Context) error {
			got, err := templates.at(template).Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("memory", sdk.Value(got.Memory), *vms.wanted.Memory)
		}, false},
		{"a new version of a template is added", func(ctx context.Context) error {
			got, err := templates.in().Add(ctx, &types.Template{
				Name: templates.wanted.Name, Vm: &types.Vm{ID: &vm},
				Version: &types.TemplateVersion{BaseTemplate: &types.Template{ID: &template}, VersionName: new("second")},
			}, nil)
			if err != nil {
				return err
			}
			s.later("template version second", templates.remove(*got.ID))
			if _, err := wait.TemplateOk(ctx, s.conn, *got.ID); err != nil {
				return err
			}
			return equal("version", sdk.Value(got.Version.VersionNumber), 2)
		}, false},
	}, fromIt.begins(s, &made)[:2], []check{
		{"a template in use can't be removed", func(ctx context.Context) error {
			if _, err := wait.VmDown(ctx, s.conn, made); err != nil {
				return err
			}
			return refused(templates.at(template).Remove(ctx, nil), sdk.ErrConflict)
		}, false},
	}, fromIt.ends(&made), pools.begins(s, &pool), []check{
		{"a VM pool gets its VMs", func(ctx context.Context) error {
			list, err := s.waitForVMs(ctx, "pool="+*pools.wanted.Name, 1)
			if err != nil {
				return err
			}
			_, err = wait.VmDown(ctx, s.conn, *list[0].ID)
			return err
		}, false},
	}, pools.ends(&pool), []check{
		{"Blank can't be removed", func(ctx context.Context) error {
			err := templates.at(blankID).Remove(ctx, nil)
			if err == nil {
				return errors.New("accepted")
			}
			return nil
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
