// Quickstart does the whole main job: it connects to an engine, lists data centers and clusters,
// creates a VM with a disk and a NIC, starts it, follows its links, changes it, prints it, stops it
// and removes it. It does so once over XML and once over JSON.
//
//	go run ./examples/quickstart
//	go run ./examples/quickstart -format json
//
// By default it talks to an engine of its own, embedded in the program. To use a real one, name it
// in the environment:
//
//	OVIRT_URL=https://engine.example.com/ovirt-engine/api OVIRT_USERNAME=admin@internal OVIRT_PASSWORD=... OVIRT_CAFILE=ca.pem
//
// There it creates one VM under a name that nobody else has, and removes it in the end, also after
// a failure or an interrupt; it changes nothing else. If the removal fails again and again, it says
// what is left.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
)

func main() {
	format := flag.String("format", "both", "how to speak with the engine: xml, json or both")
	flag.Parse()

	// An interrupt ends the context, and with it whatever the program waits for; the VM is then
	// removed.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, end, err := configure(os.Stdout)
	if err != nil {
		log.Fatal(err)
	}
	defer end()
	if err := run(ctx, os.Stdout, cfg, *format); err != nil {
		log.Fatal(err)
	}
}

// configure returns what the environment says, or else the way to an engine that is embedded in
// this program until end is called.
func configure(out io.Writer) (cfg sdk.Config, end func(), err error) {
	if cmp.Or(os.Getenv("OVIRT_URL"), os.Getenv("OVIRT_HOSTNAME"), os.Getenv("OVIRT_PROFILE")) != "" {
		cfg, err = sdk.ConfigFromEnv()
		return cfg, func() {}, err
	}
	fmt.Fprintln(out, "OVIRT_URL isn't set: starting an engine inside this program.")
	e, err := startEngine(200*time.Millisecond, 1)
	if err != nil {
		return cfg, nil, err
	}
	return e.config, e.stop, nil
}

// run does the job once per format.
func run(ctx context.Context, out io.Writer, cfg sdk.Config, format string) error {
	formats := map[string][]sdk.Format{
		"xml":  {sdk.XML},
		"json": {sdk.JSON},
		"both": {sdk.XML, sdk.JSON},
	}[format]
	if formats == nil {
		return fmt.Errorf("-format is %q, not xml, json or both", format)
	}
	for _, cfg.Format = range formats {
		if err := session(ctx, out, cfg); err != nil {
			return err
		}
	}
	return nil
}

// session connects, does the job and closes the connection in every case, which revokes the token.
func session(ctx context.Context, out io.Writer, cfg sdk.Config) (err error) {
	names := map[sdk.Format]string{sdk.XML: "XML", sdk.JSON: "JSON"}
	fmt.Fprintf(out, "\n== %s, over %s\n", cfg.URL, names[cfg.Format])
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() {
		closed := conn.Close()
		if err = errors.Join(err, closed); closed == nil {
			fmt.Fprintln(out, "Logged out.")
		}
	}()
	api, err := conn.SystemService().Get(ctx, nil)
	if err != nil {
		return err
	}
	if p := api.ProductInfo; p != nil && p.Version != nil {
		fmt.Fprintf(out, "Logged in to %s %s.\n", sdk.Value(p.Name), sdk.Value(p.Version.FullVersion))
	}
	return job(ctx, out, conn)
}

// job is the life of one VM, from choosing its place to its removal.
func job(ctx context.Context, out io.Writer, conn *sdk.Connection) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	if err := listDataCenters(ctx, out, conn); err != nil {
		return err
	}
	// Nobody else has a VM of this name. Whatever happens from here on, it is removed.
	name := "quickstart-" + strings.ToLower(rand.Text()[:10])
	wanted, err := plan(ctx, out, conn, name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cleanUp(ctx, out, conn, name)) }()
	if _, err := ensure.Vm(ctx, conn, wanted); err != nil {
		return err
	}
	fmt.Fprintln(out, "Starting it.")
	started, err := ensure.VmState(ctx, conn, name, types.VmStatusUp)
	if err != nil {
		return err
	}
	vm := started.Object
	fmt.Fprintf(out, "It is %s.\n", vm.Status)
	if err := followLinks(ctx, out, conn, vm); err != nil {
		return err
	}
	fmt.Fprintln(out, "Changing its description.")
	// Engines take ASCII and letters here, and refuse dashes and quotes of other scripts.
	change := &types.Vm{Description: new(`<quick> & "easy" 100 %`)}
	if _, err := conn.SystemService().VmsService().VmService(*vm.ID).Update(ctx, change, nil); err != nil {
		return err
	}
	if err := printTable(ctx, out, conn, name); err != nil {
		return err
	}
	fmt.Fprintln(out, "Stopping it.")
	_, err = ensure.VmState(ctx, conn, name, types.VmStatusDown, ensure.Force())
	return err
}

func listDataCenters(ctx context.Context, out io.Writer, conn *sdk.Connection) error {
	dataCenters, err := conn.SystemService().DataCentersService().List(ctx, &services.DataCentersListParams{
		Follow: rel.Follow(rel.DataCenterClusters),
	})
	for _, dataCenter := range dataCenters {
		fmt.Fprintf(out, "Data center %s is %s; its clusters:\n", sdk.Value(dataCenter.Name), dataCenter.Status)
		for _, cluster := range dataCenter.Clusters {
			fmt.Fprintf(out, "  %s\n", sdk.Value(cluster.Name))
		}
	}
	return err
}

// plan returns a VM that can run: in a cluster that has a host, from a template with a disk if
// there is one. It has a disk and a NIC, unless the template brings them.
func plan(
	ctx context.Context, out io.Writer, conn *sdk.Connection, name string,
) (*types.Vm, error) {
	cluster, err := chooseCluster(ctx, conn)
	if err != nil {
		return nil, err
	}
	template, err := chooseTemplate(ctx, conn, cluster)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "Creating the VM %s from the template %s in the cluster %s.\n",
		name, sdk.Value(template.Name), sdk.Value(cluster.Name))
	vm := &types.Vm{
		Name:            &name,
		Memory:          new(int64(1 << 30)),
		Cluster:         &types.Cluster{ID: cluster.ID},
		Template:        &types.Template{ID: template.ID},
		DeleteProtected: new(false), // otherwise the VM has the template's protection
	}
	if len(template.DiskAttachments) > 0 {
		fmt.Fprintln(out, "Its disk comes from the template.")
	} else {
		storage, err := chooseStorage(ctx, conn, cluster.DataCenter)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(out, "Adding a disk of 1 GiB on %s.\n", sdk.Value(storage.Name))
		vm.DiskAttachments = []*types.DiskAttachment{{
			Active:    new(true),
			Bootable:  new(true),
			Interface: types.DiskInterfaceVirtio,
			Disk: &types.Disk{
				Alias:           new(diskName(name)),
				ProvisionedSize: new(int64(1 << 30)),
				Format:          types.DiskFormatCow,
				StorageDomains:  []*types.StorageDomain{{ID: storage.ID}},
			},
		}}
	}
	if len(template.Nics) > 0 {
		fmt.Fprintln(out, "Its NIC comes from the template.")
		return vm, nil
	}
	profile, err := chooseProfile(ctx, conn, cluster)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "Adding a NIC with the profile %s.\n", sdk.Value(profile.Name))
	vm.Nics = []*types.Nic{{
		Name:        new("nic1"),
		Interface:   types.NicInterfaceVirtio,
		VnicProfile: &types.VnicProfile{ID: profile.ID},
	}}
	return vm, nil
}

// chooseCluster returns the cluster of a host that is up.
func chooseCluster(ctx context.Context, conn *sdk.Connection) (*types.Cluster, error) {
	hosts, err := conn.SystemService().HostsService().List(ctx, &services.HostsListParams{
		Search: new("status=up"),
		Follow: rel.Follow(rel.HostCluster),
	})
	if err != nil {
		return nil, err
	}
	for _, host := range hosts {
		if host.Cluster != nil && host.Cluster.DataCenter != nil {
			return host.Cluster, nil
		}
	}
	return nil, errors.New("no cluster has a host that is up")
}

// chooseTemplate returns the first template of the cluster that has a disk, or else the Blank one,
// which every engine has.
func chooseTemplate(
	ctx context.Context, conn *sdk.Connection, cluster *types.Cluster,
) (*types.Template, error) {
	templates, err := conn.SystemService().TemplatesService().List(ctx, &services.TemplatesListParams{
		Follow: rel.Follow(rel.TemplateDiskAttachments, rel.TemplateNics),
	})
	if err != nil {
		return nil, err
	}
	var blank *types.Template
	for _, template := range templates {
		switch {
		case sdk.Value(template.Name) == "Blank":
			blank = template
		case template.Cluster == nil || sdk.Value(template.Cluster.ID) != *cluster.ID:
		case template.Status == types.TemplateStatusOk && len(template.DiskAttachments) > 0:
			return template, nil
		}
	}
	if blank == nil {
		return nil, errors.New("the user doesn't see the Blank template")
	}
	return blank, nil
}

// chooseStorage returns the first active data domain of the data center.
func chooseStorage(
	ctx context.Context, conn *sdk.Connection, dataCenter *types.DataCenter,
) (*types.StorageDomain, error) {
	domains, err := sdk.FollowAll(ctx, conn, dataCenter, rel.DataCenterStorageDomains)
	if err != nil {
		return nil, err
	}
	for _, domain := range domains {
		if domain.Type == types.StorageDomainTypeData && domain.Status == types.StorageDomainStatusActive {
			return domain, nil
		}
	}
	return nil, fmt.Errorf("data center %s has no active data domain", sdk.Value(dataCenter.ID))
}

// chooseProfile returns the first vNIC profile of a network of the cluster that needs no hardware
// of its own. Profiles of other data centers may have the same name.
func chooseProfile(
	ctx context.Context, conn *sdk.Connection, cluster *types.Cluster,
) (*types.VnicProfile, error) {
	networks, err := sdk.FollowAll(ctx, conn, cluster, rel.ClusterNetworks)
	if err != nil {
		return nil, err
	}
	inCluster := map[string]bool{}
	for _, network := range networks {
		inCluster[*network.ID] = true
	}
	profiles, err := conn.SystemService().VnicProfilesService().List(ctx, nil)
	if err != nil {
		return nil, err
	}
	for _, profile := range profiles {
		direct := profile.PassThrough != nil && profile.PassThrough.Mode == types.VnicPassThroughModeEnabled
		if profile.Network != nil && inCluster[sdk.Value(profile.Network.ID)] && !direct {
			return profile, nil
		}
	}
	return nil, fmt.Errorf("cluster %s has no vNIC profile", sdk.Value(cluster.Name))
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

// printTable prints what there is under the name, all of it from one answer: the engine follows the
// links itself.
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

// diskName returns the name of the disk that is created for a VM.
func diskName(vm string) string { return vm + "-disk" }

// cleanUp removes the VM with its disks, in whatever state they are, and a disk that was created
// for it but never attached. They are found by name, because a request that failed, or was
// interrupted, may have created them all the same. The work goes on for a while after the context
// has ended, and is tried again if something goes wrong.
func cleanUp(ctx context.Context, out io.Writer, conn *sdk.Connection, name string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Minute)
	defer cancel()
	fmt.Fprintln(out, "Removing it.")
	var vm, disk error
	for range 5 {
		_, vm = ensure.VmAbsent(ctx, conn, name)
		_, disk = ensure.DiskAbsent(ctx, conn, diskName(name))
		if vm == nil && disk == nil {
			fmt.Fprintln(out, "It is gone.")
			return nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(2 * time.Second):
		}
	}
	return fmt.Errorf("the VM %s and its disk %s may be left behind: %w",
		name, diskName(name), errors.Join(vm, disk))
}

// engine is an engine in this program, which answers at a port of this machine.
type engine struct {
	*simulator.Engine
	config sdk.Config
	stop   func()
}

// startEngine starts an engine in which each change of a status takes the time of a step. It has
// two data centers, of which the first has a host and a storage domain, and so many templates with
// a disk beside Blank.
func startEngine(step time.Duration, templates int) (*engine, error) {
	const password = "secret"
	e, err := simulator.New(simulator.Options{Password: password, Step: step, Inventory: inventory(templates)})
	if err != nil {
		return nil, err
	}
	ca, err := e.CA()
	if err != nil {
		return nil, err
	}
	server, err := e.StartTLS("127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	cfg := sdk.Config{URL: server.URL, Username: "admin@internal", Password: password, CA: ca}
	return &engine{e, cfg, func() { server.Close() }}, nil
}

func inventory(templates int) *simulator.Inventory {
	return &simulator.Inventory{DataCenters: 2, Clusters: 2, Hosts: 1, StorageDomains: 1, Templates: templates}
}
