package hosts

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
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
	hs.watchHosts()
	hs.registerHostParts()
}

func (hs *Hosts) addHost(c *world.Call) (*store.Entity, error) {
	o := hs.HostDefaults()
	o.Merge(c.Body)
	o.Set("status", world.Installing)
	if !o.Has("cluster") {
		o.Set("cluster", world.Ref(hs.w.ByName("/clusters", "Default")))
	}
	if address := o.Text("address"); address != "" {
		for _, other := range hs.w.All("/hosts") {
			if other.Object().Text("address") == address {
				return nil, world.Conflict("Cannot add Host. Host with the same address already exists.")
			}
		}
	}
	agents := o.List("power_management.agents")
	if o.True("power_management.enabled") && len(agents) == 0 {
		return nil, world.Conflict("Cannot add Host. Power Management is enabled for Host but no Agent type selected.")
	}
	o.Set("power_management.agents", nil)
	host, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	hs.AddHostParts(host)
	for _, agent := range agents {
		hs.addAgent(host, agent)
	}
	last := world.Up
	if !c.Query.Bool("activate", true) {
		last = world.Maintenance
	}
	hs.install(host, last, c.Query.Bool("reboot", true))
	return host, nil
}

// unreachable ends the addresses of hosts that nothing can be installed on. No real host has such a name, by RFC 2606.
const unreachable = ".invalid"

// install takes a host through the installation to its last status.
func (hs *Hosts) install(host *store.Entity, last string, reboot bool, before ...string) {
	statuses := append(before, world.Installing)
	if strings.HasSuffix(strings.ToLower(host.Object().Text("address")), unreachable) {
		hs.w.Transition(host, func() {
			hs.w.LogAbout(505, "error", host, "Host %s installation failed. Failed to connect to %s.", host.Object().Name(), host.Object().Text("address"))
			hs.UpdateSPM(hs.w.DataCenterOf(host))
		}, append(statuses, "install_failed")...)
		return
	}
	if reboot {
		statuses = append(statuses, "reboot")
	}
	hs.w.Transition(host, func() {
		hs.w.Set(host, "reinstallation_required", false)
		hs.statusReached(host)
	}, append(statuses, world.Initializing, last)...)
}

// statusReached does what follows from the status that a host has come to.
func (hs *Hosts) statusReached(host *store.Entity) {
	name := host.Object().Name()
	switch host.Object().Text("status") {
	case world.Up:
		hs.w.LogAbout(13, "normal", host, "Status of host %s was set to Up.", name)
	case world.Maintenance:
		hs.w.LogAbout(15, "normal", host, "Host %s was switched to Maintenance Mode.", name)
	}
	hs.UpdateSPM(hs.w.DataCenterOf(host))
}

func (hs *Hosts) updateHost(c *world.Call) error {
	host := c.Entity()
	if err := allowHost(host, "edit"); err != nil {
		return err
	}
	idle := slices.Contains([]string{world.Maintenance, "install_failed", "pending_approval"}, c.Object().Text("status"))
	if address := c.Body.Text("address"); address != "" && address != c.Object().Text("address") && !idle {
		return world.Conflict("Host Address can not be modified due to Security restrictions.  " +
			"In order to change Host Address, Host has to be reinstalled")
	}
	before := hs.w.DataCenterOf(host)
	if to := c.Body.Part("cluster"); to != nil && !to.Empty() && to.ID() != c.Object().Text("cluster.id") && !idle {
		return world.Conflict("Cannot edit Host. Host parameters cannot be modified while Host is operational.\n" +
			"Please switch Host to Maintenance mode first.")
	}
	if c.Body.True("power_management.enabled") && len(hs.w.Of(host, "fenceagents")) == 0 {
		return world.Conflict("Cannot edit Host. Power Management is enabled for Host but no Agent type selected.")
	}
	c.Body.Set("status", nil)
	c.Body.Default("port", agentPort) // what the request leaves out is reset: HostMapper
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	if after := hs.w.DataCenterOf(host); after != before {
		hs.w.Set(host, "spm.status", "none")
		hs.UpdateSPM(before)
		hs.UpdateSPM(after)
	}
	return nil
}

func (hs *Hosts) removeHost(c *world.Call) error {
	host := c.Entity()
	if !slices.Contains(removable, c.Object().Text("status")) {
		return world.Conflict("Cannot remove Host. Host is operational. Please switch Host to Maintenance mode first.")
	}
	if len(hs.w.Referring("vm", "host", host.ID())) > 0 {
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
		v.Object.Default("network_operation_in_progress", false)
	} else {
		world.Hide(v, "hosted_engine", "network_operation_in_progress", "os.custom_kernel_cmdline")
	}
	active, moving, total := 0, 0, 0
	for _, vm := range hs.w.Referring("vm", "host", v.Object.ID()) {
		total++
		switch vm.Object().Text("status") {
		case world.Up, world.PoweringUp:
			active++
		case world.Migrating:
			moving++
		}
	}
	if host := hs.w.At(v.Object.Path); host != nil {
		v.Object.Set("max_scheduling_memory", hs.machines.FreeMemory(host))
	}
	v.Object.Set("summary.active", active)
	v.Object.Set("summary.migrating", moving)
	v.Object.Set("summary.total", total)
}

// HostDefaults returns what each host reports.
func (hs *Hosts) HostDefaults() *store.Object {
	o := hs.w.NewObject("host")
	for name, v := range map[string]any{
		"description": "", "comment": "", "auto_numa_status": "unknown", "external_status": world.OK, "kdump_status": "disabled",
		"max_scheduling_memory": int64(63 * world.GiB), "memory": int64(64 * world.GiB), "numa_supported": false, "port": agentPort, "protocol": "stomp",
		"type": "rhel", "update_available": false, "cpu.name": "Intel Nehalem Family", "cpu.speed": 2600.0, "cpu.topology.cores": 8,
		"cpu.topology.sockets": 2, "cpu.topology.threads": 2, "device_passthrough.enabled": false, "ksm.enabled": false,
		"os.type": "RHEL", "os.version.full_version": "9 - 1.el9", "power_management.enabled": false,
		"power_management.automatic_pm_enabled": true, "power_management.kdump_detection": true, "se_linux.mode": "enforcing",
		"spm.priority": 5, "spm.status": "none", "ssh.port": 22, "ssh.fingerprint": "SHA256:simulated", "summary.active": 0,
		"summary.migrating": 0, "summary.total": 0, "transparent_huge_pages.enabled": true, "vgpu_placement": "consolidated",
		"hardware_information.family": "Simulated", "hardware_information.manufacturer": "oVirt", "version.major": 4,
		"version.minor": 50, "version.full_version": "vdsm-4.50.5-1.el9", "libvirt_version.full_version": "libvirt-9.0.0-1.el9",
	} {
		o.Set(name, v)
	}
	return o
}
