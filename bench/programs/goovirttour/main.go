// Command goovirttour does with go-ovirt what its users do: it reads each collection, and lives
// through small objects, data centers and VMs. The engine is that of OVIRT_URL, OVIRT_USERNAME,
// OVIRT_PASSWORD and OVIRT_CAFILE.
package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	ovirt "github.com/ovirt/go-ovirt"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	conn, err := ovirt.NewConnectionBuilder().URL(os.Getenv("OVIRT_URL")).Username(os.Getenv("OVIRT_USERNAME")).
		Password(os.Getenv("OVIRT_PASSWORD")).CAFile(os.Getenv("OVIRT_CAFILE")).Timeout(30 * time.Second).Build()
	if err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		do   func(*ovirt.SystemService) error
	}{{"read", read}, {"small", small}, {"centers", centers}} {
		if err := part.do(conn.SystemService()); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	for _, name := range []string{"go-vm-1", "go-vm-2", "go-vm-3", "go-vm-4"} {
		if err := vmLife(conn, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	conn.Close() // It sends no token, so the session stays, whatever the engine says.
	return nil
}

// read lists collections three times: whole, with a limit, and the first object alone.
func read(root *ovirt.SystemService) error {
	for range 3 {
		for name, list := range map[string]func() error{
			"clusters":           func() error { _, err := root.ClustersService().List().Send(); return err },
			"data centers":       func() error { _, err := root.DataCentersService().List().Max(2).Send(); return err },
			"disks":              func() error { _, err := root.DisksService().List().Search("sortby alias").Send(); return err },
			"domains":            func() error { _, err := root.DomainsService().List().Send(); return err },
			"events":             func() error { _, err := root.EventsService().List().Max(5).Send(); return err },
			"groups":             func() error { _, err := root.GroupsService().List().Send(); return err },
			"hosts":              func() error { _, err := root.HostsService().List().Follow("nics").Send(); return err },
			"icons":              func() error { _, err := root.IconsService().List().Send(); return err },
			"jobs":               func() error { _, err := root.JobsService().List().Send(); return err },
			"MAC pools":          func() error { _, err := root.MacPoolsService().List().Send(); return err },
			"networks":           func() error { _, err := root.NetworksService().List().Send(); return err },
			"systems":            func() error { _, err := root.OperatingSystemsService().List().Send(); return err },
			"permissions":        func() error { _, err := root.PermissionsService().List().Send(); return err },
			"roles":              func() error { _, err := root.RolesService().List().Follow("permits").Send(); return err },
			"domains of storage": func() error { _, err := root.StorageDomainsService().List().Send(); return err },
			"tags":               func() error { _, err := root.TagsService().List().Send(); return err },
			"templates":          func() error { _, err := root.TemplatesService().List().Follow("nics").Send(); return err },
			"users":              func() error { _, err := root.UsersService().List().Send(); return err },
			"VMs": func() error {
				_, err := root.VmsService().List().Follow("disk_attachments.disk,nics").Send()
				return err
			},
			"vNIC profiles": func() error { _, err := root.VnicProfilesService().List().Send(); return err },
		} {
			if err := list(); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// small adds, reads, changes and removes tags and bookmarks. Their texts have no markup, because
// go-ovirt doesn't escape it.
func small(root *ovirt.SystemService) error {
	for i := range 4 {
		name := fmt.Sprintf("go-%d", i)
		tag, err := root.TagsService().Add().Tag(ovirt.NewTagBuilder().Name(name).Description("made").MustBuild()).Send()
		if err != nil {
			return err
		}
		at := root.TagsService().TagService(tag.MustTag().MustId())
		if _, err := at.Update().Tag(ovirt.NewTagBuilder().Name(name + "x").MustBuild()).Send(); err != nil {
			return err
		}
		got, err := at.Get().Send()
		if err != nil {
			return err
		}
		if got.MustTag().MustName() != name+"x" || got.MustTag().MustDescription() != "made" {
			return errors.New("the tag has changed in another way")
		}
		if _, err := at.Remove().Send(); err != nil {
			return err
		}
		if _, err := at.Get().Send(); err == nil {
			return errors.New("the tag is still there")
		}
		bookmark, err := root.BookmarksService().Add().
			Bookmark(ovirt.NewBookmarkBuilder().Name(name).Value("Vms:").MustBuild()).Send()
		if err != nil {
			return err
		}
		if _, err := root.BookmarksService().BookmarkService(bookmark.MustBookmark().MustId()).Remove().Send(); err != nil {
			return err
		}
	}
	return nil
}

// centers adds a data center with a network, refuses its double, and removes it.
func centers(root *ovirt.SystemService) error {
	dc := ovirt.NewDataCenterBuilder().Name("go-dc").Local(false).MustBuild()
	made, err := root.DataCentersService().Add().DataCenter(dc).Send()
	if err != nil {
		return err
	}
	id := made.MustDataCenter().MustId()
	if _, err := root.DataCentersService().Add().DataCenter(dc).Send(); err == nil {
		return errors.New("a second data center of the name was accepted")
	}
	network, err := root.NetworksService().Add().Network(ovirt.NewNetworkBuilder().Name("go-net").
		DataCenterBuilder(ovirt.NewDataCenterBuilder().Id(id)).VlanBuilder(ovirt.NewVlanBuilder().Id(8)).MustBuild()).Send()
	if err != nil {
		return err
	}
	if _, err := root.NetworksService().NetworkService(network.MustNetwork().MustId()).Remove().Send(); err != nil {
		return err
	}
	_, err = root.DataCentersService().DataCenterService(id).Remove().Send()
	return err
}

// vmLife is the life of one VM with a disk and a NIC.
func vmLife(conn *ovirt.Connection, name string) error {
	const soon = 30 * time.Second
	vms := conn.SystemService().VmsService()
	vm, err := ovirt.NewVmBuilder().Name(name).Memory(1 << 30).
		ClusterBuilder(ovirt.NewClusterBuilder().Name("Default")).
		TemplateBuilder(ovirt.NewTemplateBuilder().Name("Blank")).Build()
	if err != nil {
		return err
	}
	added, err := vms.Add().Vm(vm).Send()
	if err != nil {
		return err
	}
	id := added.MustVm().MustId()
	at := vms.VmService(id)
	if err := conn.WaitForVM(id, ovirt.VMSTATUS_DOWN, soon); err != nil {
		return err
	}
	disk := ovirt.NewDiskAttachmentBuilder().Bootable(true).Active(true).Interface(ovirt.DISKINTERFACE_VIRTIO).
		DiskBuilder(ovirt.NewDiskBuilder().Alias(name + "_disk").ProvisionedSize(1 << 30).Format(ovirt.DISKFORMAT_COW).
			StorageDomainsBuilderOfAny(*ovirt.NewStorageDomainBuilder().Name("data-001"))).MustBuild()
	attached, err := at.DiskAttachmentsService().Add().Attachment(disk).Send()
	if err != nil {
		return err
	}
	if err := conn.WaitForDisk(attached.MustAttachment().MustDisk().MustId(), ovirt.DISKSTATUS_OK, soon); err != nil {
		return err
	}
	nic := ovirt.NewNicBuilder().Name("nic1").Interface(ovirt.NICINTERFACE_VIRTIO).MustBuild()
	if _, err := at.NicsService().Add().Nic(nic).Send(); err != nil {
		return err
	}
	if _, err := at.Start().Send(); err != nil {
		return err
	}
	if err := conn.WaitForVM(id, ovirt.VMSTATUS_UP, soon); err != nil {
		return err
	}
	if _, err := at.Remove().Send(); err == nil {
		return errors.New("a VM that runs was removed")
	}
	snapshot, err := at.SnapshotsService().Add().
		Snapshot(ovirt.NewSnapshotBuilder().Description("go").PersistMemorystate(false).MustBuild()).Send()
	if err != nil {
		return err
	}
	for deadline := time.Now().Add(soon); ; time.Sleep(100 * time.Millisecond) {
		got, err := at.SnapshotsService().SnapshotService(snapshot.MustSnapshot().MustId()).Get().Send()
		if err != nil {
			return err
		}
		if got.MustSnapshot().MustSnapshotStatus() == ovirt.SNAPSHOTSTATUS_OK {
			break
		}
		if time.Now().After(deadline) {
			return errors.New("the snapshot isn't ready")
		}
	}
	if _, err := at.Stop().Send(); err != nil {
		return err
	}
	if err := conn.WaitForVM(id, ovirt.VMSTATUS_DOWN, soon); err != nil {
		return err
	}
	if _, err := at.Remove().Send(); err != nil {
		return err
	}
	if _, err := at.Get().Send(); err == nil {
		return errors.New("the VM is still there")
	}
	return nil
}
