package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// job is the life of one VM, from choosing its place to its removal.
func job(ctx context.Context, out io.Writer, conn *sdk.Connection) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	if err := listDataCenters(ctx, out, conn); err != nil {
		return err
	}
	at, err := choosePlace(ctx, conn)
	if err != nil {
		return err
	}

	// Nobody else has a VM of this name. Whatever happens from here on, it is removed.
	name := "quickstart-" + strings.ToLower(rand.Text()[:10])
	defer func() { err = errors.Join(err, cleanUp(ctx, out, conn, name)) }()
	vm, err := create(ctx, out, conn, at, name)
	if err != nil {
		return err
	}

	s := conn.SystemService().VmsService().VmService(*vm.ID)
	fmt.Fprintln(out, "Starting it.")
	if err := s.Start(ctx, nil, call.Timeout(time.Minute)); err != nil {
		return err
	}
	if vm, err = wait.For(ctx, s.Get, wait.VmIn(types.VmStatusUp)); err != nil {
		return err
	}
	fmt.Fprintf(out, "It is %s.\n", vm.Status)

	if err := followLinks(ctx, out, conn, vm); err != nil {
		return err
	}
	fmt.Fprintln(out, "Changing its description.")
	// Engines take ASCII and letters here, and refuse dashes and quotes of other scripts.
	if _, err := s.Update(ctx, &types.Vm{Description: new(`<quick> & "easy" 100 %`)}, nil); err != nil {
		return err
	}
	if err := printTable(ctx, out, conn, name); err != nil {
		return err
	}

	fmt.Fprintln(out, "Stopping it.")
	if err := s.Stop(ctx, nil); err != nil {
		return err
	}
	_, err = wait.For(ctx, s.Get, wait.VmIn(types.VmStatusDown))
	return err
}

func listDataCenters(ctx context.Context, out io.Writer, conn *sdk.Connection) error {
	dataCenters, err := conn.SystemService().DataCentersService().List(ctx, nil)
	if err != nil {
		return err
	}
	for _, dataCenter := range dataCenters {
		fmt.Fprintf(out, "Data center %s is %s; its clusters:\n", sdk.Value(dataCenter.Name), dataCenter.Status)
		clusters, err := sdk.FollowAll(ctx, conn, dataCenter, rel.DataCenterClusters)
		if err != nil {
			return err
		}
		for _, cluster := range clusters {
			fmt.Fprintf(out, "  %s\n", sdk.Value(cluster.Name))
		}
	}
	return nil
}

// create creates the VM with a disk and a NIC, and waits until it is down, which is when it may be
// started. What the template has already isn't added again.
func create(ctx context.Context, out io.Writer, conn *sdk.Connection, at *place, name string) (*types.Vm, error) {
	fmt.Fprintf(out, "Creating the VM %s from the template %s in the cluster %s.\n",
		name, sdk.Value(at.template.Name), sdk.Value(at.cluster.Name))
	vms := conn.SystemService().VmsService()
	vm, err := vms.Add(ctx, &types.Vm{
		Name:            &name,
		Memory:          new(int64(1 << 30)),
		Cluster:         &types.Cluster{ID: at.cluster.ID},
		Template:        &types.Template{ID: at.template.ID},
		DeleteProtected: new(false), // otherwise the VM has the template's protection
	}, nil)
	if err != nil {
		return nil, err
	}
	s := vms.VmService(*vm.ID)
	if vm, err = wait.For(ctx, s.Get, wait.VmIn(types.VmStatusDown)); err != nil {
		return nil, err
	}
	if err := addDisk(ctx, out, conn, at, s, name); err != nil {
		return nil, err
	}
	return vm, addNic(ctx, out, at, s)
}

// addDisk adds a disk to boot from, unless the template has one, and waits until it is ready.
func addDisk(ctx context.Context, out io.Writer, conn *sdk.Connection, at *place, s *services.VmService, name string) error {
	if at.storage == nil {
		fmt.Fprintln(out, "Its disk comes from the template.")
		return nil
	}
	fmt.Fprintf(out, "Adding a disk of 1 GiB on %s.\n", sdk.Value(at.storage.Name))
	attachment, err := s.DiskAttachmentsService().Add(ctx, &types.DiskAttachment{
		Active:    new(true),
		Bootable:  new(true),
		Interface: types.DiskInterfaceVirtio,
		Disk: &types.Disk{
			Name:            new(diskName(name)),
			ProvisionedSize: new(int64(1 << 30)),
			Format:          types.DiskFormatCow,
			StorageDomains:  []*types.StorageDomain{{ID: at.storage.ID}},
		},
	}, nil)
	if err != nil {
		return err
	}
	disk := conn.SystemService().DisksService().DiskService(*attachment.ID)
	_, err = wait.For(ctx, disk.Get, wait.DiskIn(types.DiskStatusOk))
	return err
}

// diskName returns the name of the disk that is created for a VM.
func diskName(vm string) string { return vm + "-disk" }

// addNic adds a NIC, unless the template has one: names of NICs are unique within a VM.
func addNic(ctx context.Context, out io.Writer, at *place, s *services.VmService) error {
	nics, err := s.NicsService().List(ctx, nil)
	if err != nil {
		return err
	}
	if len(nics) > 0 {
		fmt.Fprintln(out, "Its NIC comes from the template.")
		return nil
	}
	fmt.Fprintf(out, "Adding a NIC with the profile %s.\n", sdk.Value(at.profile.Name))
	_, err = s.NicsService().Add(ctx, &types.Nic{
		Name:        new("nic1"),
		Interface:   types.NicInterfaceVirtio,
		VnicProfile: &types.VnicProfile{ID: at.profile.ID},
	}, nil)
	return err
}

// followLinks reads what the VM leads to by its links, with a request for each.
func followLinks(ctx context.Context, out io.Writer, conn *sdk.Connection, vm *types.Vm) error {
	fmt.Fprintln(out, "Following its links:")
	cluster, err := sdk.Follow(ctx, conn, vm.Cluster)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "  cluster %s\n", sdk.Value(cluster.Name))
	if vm.Host != nil {
		host, err := sdk.Follow(ctx, conn, vm.Host)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  host %s\n", sdk.Value(host.Name))
	}
	nics, err := sdk.FollowAll(ctx, conn, vm, rel.VmNics)
	if err != nil {
		return err
	}
	for _, nic := range nics {
		fmt.Fprintf(out, "  NIC %s\n", sdk.Value(nic.Name))
	}
	attachments, err := sdk.FollowAll(ctx, conn, vm, rel.VmDiskAttachments)
	if err != nil {
		return err
	}
	for _, attachment := range attachments {
		disk, err := sdk.Follow(ctx, conn, attachment.Disk)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  disk %s\n", sdk.Value(disk.Name))
	}
	return nil
}

// printTable prints what there is under the name, all of it from one answer: the engine follows the links itself.
func printTable(ctx context.Context, out io.Writer, conn *sdk.Connection, name string) error {
	params := &services.VmsListParams{
		Search: new("name=" + name),
		Follow: rel.Follow(rel.VmNics, rel.Then(rel.VmDiskAttachments, rel.DiskAttachmentDisk)),
	}
	table := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tSTATUS\tMEMORY\tNICS\tDISKS\tDESCRIPTION")
	for vm, err := range conn.SystemService().VmsService().All(ctx, params) {
		if err != nil {
			return err
		}
		var nics, disks []string
		for _, nic := range vm.Nics {
			nics = append(nics, sdk.Value(nic.Name))
		}
		for _, attachment := range vm.DiskAttachments {
			disks = append(disks, fmt.Sprintf("%d MiB", sdk.Value(attachment.Disk.ProvisionedSize)>>20))
		}
		fmt.Fprintf(table, "%s\t%s\t%d MiB\t%s\t%s\t%s\n", sdk.Value(vm.Name), vm.Status, sdk.Value(vm.Memory)>>20,
			strings.Join(nics, ", "), strings.Join(disks, ", "), sdk.Value(vm.Description))
	}
	return table.Flush()
}
