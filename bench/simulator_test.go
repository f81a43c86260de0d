package bench

import (
	"testing"
	"time"

	ovirtsdk "github.com/ovirt/go-ovirt"

	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// TestGoOvirtToursTheSimulator does with go-ovirt what its users do every day, against a simulated engine over TLS. It knows nothing of the simulator.
func TestGoOvirtToursTheSimulator(t *testing.T) {
	t.Parallel()
	s := simtest.New(t, simulator.Options{Step: -1, Inventory: &simulator.Inventory{
		DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1, Templates: 1, VMs: 3, DisksPerVM: 1, NICsPerVM: 1,
	}})
	conn, err := ovirtsdk.NewConnectionBuilder().URL(s.URL).Username(simtest.User).Password(simtest.Password).CACert(s.CA).Timeout(30 * time.Second).Build()
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Test(); err != nil {
		t.Fatalf("login: %v", err)
	}
	vms := conn.SystemService().VmsService()

	list, err := vms.List().Search("name=vm-0000* sortby name desc").Max(2).Send()
	if err != nil {
		t.Fatalf("search: %v", err)
	}
	if found := list.MustVms().Slice(); len(found) != 2 || found[0].MustName() != "vm-00003" || found[1].MustName() != "vm-00002" {
		t.Errorf("search returns %d VMs", len(found))
	}

	followed, err := vms.List().Search("name=vm-00001").Follow("nics,disk_attachments.disk").Send()
	if err != nil {
		t.Fatalf("follow: %v", err)
	}
	first := followed.MustVms().Slice()[0]
	nics, found := first.Nics()
	if !found || len(nics.Slice()) != 1 || nics.Slice()[0].MustName() != "nic1" {
		t.Error("follow returns no NIC")
	}
	attachments, found := first.DiskAttachments()
	if !found || attachments.Slice()[0].MustDisk().MustAlias() != "vm-00001_Disk1" {
		t.Error("follow returns no disk")
	}

	vm, err := ovirtsdk.NewVmBuilder().Name("tour").Memory(1 << 30).
		ClusterBuilder(ovirtsdk.NewClusterBuilder().Name("Default")).TemplateBuilder(ovirtsdk.NewTemplateBuilder().Name("Blank")).Build()
	if err != nil {
		t.Fatal(err)
	}
	added, err := vms.Add().Vm(vm).Send()
	if err != nil {
		t.Fatalf("add: %v", err)
	}
	id := added.MustVm().MustId()
	service := vms.VmService(id)

	disk, err := ovirtsdk.NewDiskAttachmentBuilder().Bootable(true).Active(true).Interface(ovirtsdk.DISKINTERFACE_VIRTIO).DiskBuilder(
		ovirtsdk.NewDiskBuilder().Alias("tour_disk").ProvisionedSize(1 << 30).Format(ovirtsdk.DISKFORMAT_COW).
			StorageDomainsBuilderOfAny(*ovirtsdk.NewStorageDomainBuilder().Name("data-001"))).Build()
	if err != nil {
		t.Fatal(err)
	}
	attached, err := service.DiskAttachmentsService().Add().Attachment(disk).Send()
	if err != nil {
		t.Fatalf("add a disk: %v", err)
	}
	diskID := attached.MustAttachment().MustDisk().MustId()
	if err := conn.WaitForDisk(diskID, ovirtsdk.DISKSTATUS_OK, 10*time.Second); err != nil {
		t.Errorf("wait for the disk: %v", err)
	}

	if _, err := service.Start().Send(); err != nil {
		t.Fatalf("start: %v", err)
	}
	if err := conn.WaitForVM(id, ovirtsdk.VMSTATUS_UP, 10*time.Second); err != nil {
		t.Errorf("wait until it is up: %v", err)
	}
	if _, err := service.Remove().Send(); err == nil {
		t.Error("a running VM was removed")
	}
	if _, err := service.Stop().Send(); err != nil {
		t.Fatalf("stop: %v", err)
	}
	if err := conn.WaitForVM(id, ovirtsdk.VMSTATUS_DOWN, 10*time.Second); err != nil {
		t.Errorf("wait until it is down: %v", err)
	}
	if _, err := service.Update().Vm(ovirtsdk.NewVmBuilder().Description("toured").MustBuild()).Send(); err != nil {
		t.Fatalf("update: %v", err)
	}
	got, err := service.Get().Send()
	if err != nil || got.MustVm().MustDescription() != "toured" {
		t.Errorf("get after the update: %v", err)
	}
	if _, err := service.Remove().Send(); err != nil {
		t.Fatalf("remove: %v", err)
	}
	if _, err := service.Get().Send(); err == nil {
		t.Error("the VM is still there")
	}
	if _, err := conn.SystemService().DisksService().DiskService(diskID).Get().Send(); err == nil {
		t.Error("its disk is still there")
	}
	events, err := conn.SystemService().EventsService().List().Max(1).Send()
	if err != nil || len(events.MustEvents().Slice()) != 1 {
		t.Errorf("events: %v", err)
	}
	// Its logout sends no token, which engines accept; the session stays.
	if err := conn.Close(); err != nil {
		t.Errorf("logout: %v", err)
	}
	if err := s.Engine.Check(); err != nil {
		t.Error(err)
	}
}
