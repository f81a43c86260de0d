package behavior

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// agentPort is the port of the agent on a host unless another one is given.
const agentPort = 54321

func (w *World) hosts() {
	w.hook("hosts").Add = w.addHost
	h := w.hook("host")
	h.Update = w.updateHost
	h.Remove = w.removeHost
	h.Show = w.showHost
	h.Actions["activate"] = w.activateHost
	h.Actions["deactivate"] = w.deactivateHost
	h.Actions["approve"] = w.approveHost
	h.Actions["install"] = w.installHost
	h.Actions["upgrade"] = w.upgradeHost
	h.Actions["upgradecheck"] = w.checkUpgrade
	h.Actions["enrollcertificate"] = w.enrollCertificate
	h.Actions["refresh"] = func(c *Call) error { return allowHost(c.Entity(), "refresh") }
	h.Actions["fence"] = w.fence
	h.Actions["forceselectspm"] = w.selectSPM
	w.fenceAgents()
	w.hostNetworks()
	w.failures()
	w.hostParts()
}

func (w *World) addHost(c *Call) (*store.Entity, error) {
	o := w.hostDefaults()
	o.Merge(c.Body)
	o.Set("status", installing)
	if !o.Has("cluster") {
		o.Set("cluster", Ref(w.byName("/clusters", "Default")))
	}
	if address := o.Text("address"); address != "" {
		for _, other := range w.All("/hosts") {
			if other.Object().Text("address") == address {
				return nil, Conflict("Cannot add Host. Host with the same address already exists.")
			}
		}
	}
	agents := o.List("power_management.agents")
	if o.True("power_management.enabled") && len(agents) == 0 {
		return nil, Conflict("Cannot add Host. Power Management is enabled for Host but no Agent type selected.")
	}
	o.Set("power_management.agents", nil)
	host, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	w.furnishHost(host)
	for _, agent := range agents {
		w.addAgent(host, agent)
	}
	last := up
	if !c.Query.Bool("activate", true) {
		last = maintenance
	}
	w.install(host, last, c.Query.Bool("reboot", true))
	return host, nil
}

// unreachable ends the addresses of hosts that nothing can be installed on. No real host has such a name, by RFC 2606.
const unreachable = ".invalid"

// install takes a host through the installation to its last status.
func (w *World) install(host *store.Entity, last string, reboot bool, before ...string) {
	statuses := append(before, installing)
	if strings.HasSuffix(strings.ToLower(host.Object().Text("address")), unreachable) {
		w.then(host, func() {
			w.event(505, "error", host, "Host %s installation failed. Failed to connect to %s.", host.Object().Name(), host.Object().Text("address"))
			w.review(w.dataCenterOf(host))
		}, append(statuses, "install_failed")...)
		return
	}
	if reboot {
		statuses = append(statuses, "reboot")
	}
	w.then(host, func() {
		w.set(host, "reinstallation_required", false)
		w.arrive(host)
	}, append(statuses, starting, last)...)
}

// arrive does what follows from the status that a host has come to.
func (w *World) arrive(host *store.Entity) {
	name := host.Object().Name()
	switch host.Object().Text("status") {
	case up:
		w.event(13, "normal", host, "Status of host %s was set to Up.", name)
	case maintenance:
		w.event(15, "normal", host, "Host %s was switched to Maintenance Mode.", name)
	}
	w.review(w.dataCenterOf(host))
}

func (w *World) updateHost(c *Call) error {
	host := c.Entity()
	if err := allowHost(host, "edit"); err != nil {
		return err
	}
	idle := slices.Contains([]string{maintenance, "install_failed", "pending_approval"}, c.Object().Text("status"))
	if address := c.Body.Text("address"); address != "" && address != c.Object().Text("address") && !idle {
		return Conflict("Host Address can not be modified due to Security restrictions.  " +
			"In order to change Host Address, Host has to be reinstalled")
	}
	before := w.dataCenterOf(host)
	if to := c.Body.Part("cluster"); to != nil && !to.Empty() && to.ID() != c.Object().Text("cluster.id") && !idle {
		return Conflict("Cannot edit Host. Host parameters cannot be modified while Host is operational.\n" +
			"Please switch Host to Maintenance mode first.")
	}
	if c.Body.True("power_management.enabled") && len(w.Of(host, "fenceagents")) == 0 {
		return Conflict("Cannot edit Host. Power Management is enabled for Host but no Agent type selected.")
	}
	c.Body.Set("status", nil)
	c.Body.Default("port", agentPort) // what the request leaves out is reset: HostMapper
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	if after := w.dataCenterOf(host); after != before {
		w.set(host, "spm.status", "none")
		w.review(before)
		w.review(after)
	}
	return nil
}

func (w *World) removeHost(c *Call) error {
	host := c.Entity()
	if !slices.Contains(removable, c.Object().Text("status")) {
		return Conflict("Cannot remove Host. Host is operational. Please switch Host to Maintenance mode first.")
	}
	if len(w.Referring("vm", "host", host.ID())) > 0 {
		return Conflict("Cannot remove Host. One or more VMs are still running on this Host.")
	}
	if !c.Query.Bool("force", false) && len(w.bricksOn(host)) > 0 {
		return Conflict("Cannot remove Host. Server having Gluster volume.")
	}
	center := w.dataCenterOf(host)
	w.drop(host)
	w.review(center)
	return nil
}

// showHost counts the VMs of a host.
func (w *World) showHost(_ *store.Place, v *document.View, q Query) {
	v.Object = v.Object.Clone()
	if q.Bool("all_content", false) {
		v.Object.Default("network_operation_in_progress", false)
	} else {
		hide(v, "hosted_engine", "network_operation_in_progress", "os.custom_kernel_cmdline")
	}
	active, moving, total := 0, 0, 0
	for _, vm := range w.Referring("vm", "host", v.Object.ID()) {
		total++
		switch vm.Object().Text("status") {
		case up, poweringUp:
			active++
		case migrating:
			moving++
		}
	}
	if host := w.At(v.Object.Path); host != nil {
		v.Object.Set("max_scheduling_memory", w.freeMemory(host))
	}
	v.Object.Set("summary.active", active)
	v.Object.Set("summary.migrating", moving)
	v.Object.Set("summary.total", total)
}

// hostDefaults returns what each host reports.
func (w *World) hostDefaults() *store.Object {
	o := w.obj("host")
	for name, v := range map[string]any{
		"description": "", "comment": "", "auto_numa_status": "unknown", "external_status": ok, "kdump_status": "disabled",
		"max_scheduling_memory": int64(63 * gib), "memory": int64(64 * gib), "numa_supported": false, "port": agentPort, "protocol": "stomp",
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
