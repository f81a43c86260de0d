package hosts

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// agentPort is the port of the agent on a host unless another one is given.
const agentPort = 54321

func (hs *Hosts) registerHosts() {
	hs.w.Hook("hosts").Add = hs.addHost
	h := hs.w.Hook("host")
	h.Update = hs.updateHost
	h.Remove = hs.removeHost
	h.Show = hs.showHost
	h.Actions["activate"] = hs.activateHost
	h.Actions["deactivate"] = hs.deactivateHost
	h.Actions["approve"] = hs.approveHost
	h.Actions["install"] = hs.installHost
	h.Actions["upgrade"] = hs.upgradeHost
	h.Actions["upgradecheck"] = hs.checkUpgrade
	h.Actions["enrollcertificate"] = hs.enrollCertificate
	h.Actions["refresh"] = func(c *world.Call) error { return allowHost(c.Entity(), "refresh") }
	h.Actions["fence"] = hs.fence
	h.Actions["forceselectspm"] = hs.selectSPM
	hs.registerFenceAgents()
	hs.registerHostNetworks()
	hs.w.Hook("host_hooks").List = func(p *store.Place) error {
		if owner := p.Owner(); owner != nil && !reported(owner.Object()) {
			return &world.Fault{
				Status: http.StatusBadRequest, Reason: world.ReasonFailed, Detail: "the host has reported no hooks",
			}
		}
		return nil
	}
	hs.watchHosts()
	hs.registerHostParts()
}

func (hs *Hosts) addHost(c *world.Call) (*store.Entity, error) {
	o := hs.newHost()
	o.Merge(c.Body)
	o.Set(names.Description, nil)
	o.Set(names.Status, world.Installing)
	if o.Text(names.ClusterID) == "" {
		o.Set(names.Cluster, world.Ref(hs.w.ByName("/clusters", "Default")))
	}
	for _, other := range hs.w.All("/hosts") {
		if other.Object().Name() == o.Name() {
			return nil, world.Conflict("Cannot add Host. The Host name is already in use, please choose a unique name and " +
				"try again.")
		}
	}
	for _, other := range hs.w.All("/hosts") {
		if other.Object().Text(names.Address) == o.Text(names.Address) {
			return nil, world.Conflict("Cannot add Host. Host with the same address already exists.")
		}
	}
	if passwordless(c.Body) {
		return nil, world.Bad("Cannot install Host with empty password.")
	}
	agents := o.List(names.PowerManagementAgents)
	o.Set(names.PowerManagementAgents, nil)
	host, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	hs.certify(host)
	for _, agent := range agents {
		hs.addAgent(host, agent)
	}
	last := world.Up
	if !c.Query.Bool("activate", true) {
		last = world.Maintenance
	}
	if silent(host) {
		hs.await(host)
		return host, nil
	}
	hs.install(host, last, c.Query.Bool("reboot", true))
	return host, nil
}

// unreachable ends the addresses of hosts that nothing can be installed on. No real host has such a
// name, by RFC 2606.
const unreachable = ".invalid"

// install takes a host through the installation to its last status.
func (hs *Hosts) install(host *store.Entity, last string, reboot bool, before ...string) {
	statuses := append(before, world.Installing)
	if silent(host) {
		hs.w.Set(host, names.Status, world.InstallFailed, names.SummaryActive, 0, names.SummaryMigrating, 0)
		return
	}
	if strings.HasSuffix(strings.ToLower(host.Object().Text(names.Address)), unreachable) {
		hs.w.Transition(host, func() {
			hs.w.Report(505, world.Named{"failed_install_message": "Failed to connect to " + host.Object().Text(names.Address)}, host)
			hs.UpdateSPM(hs.w.DataCenterOf(host))
		}, append(statuses, world.InstallFailed)...)
		return
	}
	if reboot {
		statuses = append(statuses, world.Reboot)
	}
	hs.w.Transition(host, func() {
		hs.w.Set(host, names.ReinstallationRequired, false)
		hs.report(host)
		hs.statusReached(host)
	}, append(statuses, world.Initializing, last)...)
}

// statusReached does what follows from the status that a host has come to.
func (hs *Hosts) statusReached(host *store.Entity) {
	switch host.Object().Text(names.Status) {
	case world.Up:
		hs.w.Report(13, world.Named{"host_status": "Up"}, host)
	case world.Maintenance:
		hs.w.Report(15, nil, host)
	}
	hs.UpdateSPM(hs.w.DataCenterOf(host))
}

func (hs *Hosts) updateHost(c *world.Call) error {
	host := c.Entity()
	if err := allowHost(host, "edit"); err != nil {
		return err
	}
	idle := slices.Contains(
		[]string{world.Maintenance, world.InstallFailed, world.PendingApproval},
		c.Object().Text(names.Status),
	)
	if address := c.Body.Text(names.Address); address != "" &&
		address != c.Object().Text(names.Address) && !idle {
		return world.Bad("Host Address can not be modified due to Security restrictions.  " +
			"In order to change Host Address, Host has to be reinstalled")
	}
	before := hs.w.DataCenterOf(host)
	if to := c.Body.Part(names.Cluster); to != nil && !to.Empty() &&
		to.ID() != c.Object().Text(names.ClusterID) && !idle {
		return world.Conflict(
			"Cannot edit Host. Host parameters cannot be modified while Host is operational.\n" +
				"Please switch Host to Maintenance mode first.",
		)
	}
	if c.Body.True(names.PowerManagementEnabled) && len(hs.w.Of(host, "fenceagents")) == 0 {
		return world.Bad("Cannot edit Host. Power Management is enabled for Host but no Agent type selected.")
	}
	if port := c.Body.Int(names.Port); port != 0 && port != c.Object().Int(names.Port) {
		return world.Bad("The Host Port number cannot be changed without reinstalling the Host.")
	}
	c.Body.Set(names.Status, nil)
	c.Body.Set(names.Description, nil)
	c.Body.Set(names.Port, nil)
	if line := c.Body.Get(names.OsCustomKernelCmdline); line != nil && line != c.Object().Get(names.OsCustomKernelCmdline) {
		c.Body.Set(names.ReinstallationRequired, true)
	}
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	if after := hs.w.DataCenterOf(host); after != before {
		hs.w.Set(host, names.SpmStatus, "none")
		hs.UpdateSPM(before)
		hs.UpdateSPM(after)
	}
	return nil
}

func (hs *Hosts) removeHost(c *world.Call) error {
	host := c.Entity()
	if !slices.Contains(removable, c.Object().Text(names.Status)) {
		return world.Conflict(
			"Cannot remove Host. Host is operational. Please switch Host to Maintenance mode " +
				"first.",
		)
	}
	if len(hs.w.Referring(names.Vm, names.Host, host.ID())) > 0 {
		return world.Conflict("Cannot remove Host. One or more VMs are still running on this Host.")
	}
	if !c.Query.Bool("force", false) && len(hs.bricksOn(host)) > 0 {
		return world.Conflict("Cannot remove Host. Server having Gluster volume.")
	}
	center := hs.w.DataCenterOf(host)
	hs.w.Drop(host)
	hs.UpdateSPM(center)
	return nil
}

// showHost counts the VMs of a host.
func (hs *Hosts) showHost(_ *store.Place, v *document.View, q world.Query) {
	v.Object = v.Object.Clone()
	if q.Bool("all_content", false) {
		v.Object.Default(names.NetworkOperationInProgress, false)
	} else {
		world.Hide(v, names.HostedEngine, names.NetworkOperationInProgress)
	}
	active, moving, total := 0, 0, 0
	for _, vm := range hs.w.Referring(names.Vm, names.Host, v.Object.ID()) {
		total++
		switch vm.Object().Text(names.Status) {
		case world.Up, world.PoweringUp:
			active++
		case world.Migrating:
			moving++
		}
	}
	if !reported(v.Object) {
		hs.showUnreported(v.Object)
		return
	}
	if host := hs.w.At(v.Object.Path); host != nil {
		v.Object.Set(names.MaxSchedulingMemory, hs.machines.FreeMemory(host))
	}
	v.Object.Set(names.SummaryActive, active)
	v.Object.Set(names.SummaryMigrating, moving)
	v.Object.Set(names.SummaryTotal, total)
}
