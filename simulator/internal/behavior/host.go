package behavior

import (
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Statuses of hosts.
const (
	maintenance = "maintenance"
	installing  = "installing"
	starting    = "initializing"
	unassigned  = "unassigned"
	preparing   = "preparing_for_maintenance"
)

// removable are the statuses in which a host can be removed.
var removable = []string{
	maintenance, down, "non_responsive", "non_operational", "install_failed", unassigned, "pending_approval", "installing_os",
}

func (w *World) hosts() {
	w.hook("hosts").Add = w.addHost
	h := w.hook("host")
	h.Remove = func(c *Call) error {
		if !slices.Contains(removable, c.Object().Text("status")) {
			return Conflict("Cannot remove Host. Host is operational. Please switch Host to Maintenance mode first.")
		}
		w.drop(c.Entity())
		return nil
	}
	h.Actions["activate"] = func(c *Call) error {
		switch c.Object().Text("status") {
		case up:
			return Conflict("Cannot activate Host. Host is already up.")
		case installing, starting, preparing:
			return Conflict("Cannot activate Host. Related operation is currently in progress. Please try again later.")
		}
		w.steps(c.Entity(), unassigned, up)
		return nil
	}
	h.Actions["deactivate"] = w.deactivateHost
	h.Actions["approve"] = func(c *Call) error {
		w.steps(c.Entity(), installing, starting, up)
		return nil
	}
	reinstall := func(c *Call) error {
		if c.Object().Text("status") == up {
			return Conflict("Cannot install Host. Please switch Host to Maintenance mode first.")
		}
		w.steps(c.Entity(), installing, starting, up)
		return nil
	}
	h.Actions["install"] = reinstall
	h.Actions["upgrade"] = reinstall
	h.Actions["enrollcertificate"] = func(c *Call) error {
		if c.Object().Text("status") != maintenance {
			return Conflict("Cannot enroll Certificate. Please switch Host to Maintenance mode first.")
		}
		return nil
	}
	h.Actions["fence"] = w.fence
	h.Actions["forceselectspm"] = w.selectSPM
	h.Show = w.showHost
}

// steps sets the first status at once and each further one a step later.
func (w *World) steps(e *store.Entity, statuses ...string) {
	w.set(e, "status", statuses[0])
	if len(statuses) == 1 {
		return
	}
	w.On(e, w.cfg.Step, func() {
		if e.Object().Text("status") == statuses[0] {
			w.steps(e, statuses[1:]...)
		}
	})
}

func (w *World) addHost(c *Call) (*store.Entity, error) {
	o := w.hostDefaults()
	o.Merge(c.Body)
	o.Set("status", installing)
	host, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	w.furnishHost(host)
	last := up
	if !c.Query.Bool("activate", true) {
		last = maintenance
	}
	if c.Query.Bool("reboot", true) {
		w.steps(host, installing, "reboot", starting, last)
	} else {
		w.steps(host, installing, starting, last)
	}
	c.Log(42, fmt.Sprintf("Host %s was added by %s.", o.Name(), c.userName()), host)
	return host, nil
}

// deactivateHost moves the VMs away and puts the host into maintenance.
func (w *World) deactivateHost(c *Call) error {
	host := c.Entity()
	switch c.Object().Text("status") {
	case maintenance, preparing:
		return Conflict("Cannot switch Host to Maintenance mode. Host is already in Maintenance mode.")
	case installing, starting:
		return Conflict("Cannot switch Host to Maintenance mode. Related operation is currently in progress. Please try again later.")
	}
	for _, vm := range slices.Clone(w.Referring("vm", "host", host.ID())) {
		to := w.hostFor(vm, host)
		if to == nil {
			return Conflict("Cannot switch Host to Maintenance mode. There is no other host to which its VMs could be migrated.")
		}
		w.set(vm, "host", Ref(to))
	}
	w.steps(host, preparing, maintenance)
	return nil
}

func (w *World) fence(c *Call) error {
	host := c.Entity()
	switch c.Body.Text("fence_type") {
	case "stop":
		w.set(host, "status", down)
	case "start", "restart":
		w.steps(host, "reboot", up)
	case "manual":
		for _, vm := range slices.Clone(w.Referring("vm", "host", host.ID())) {
			w.powerOff(vm)
		}
	case "status":
		c.Body.Set("power_management.status", "on")
	default:
		return Invalid("'" + c.Body.Text("fence_type") + "' is no type of fencing.")
	}
	return nil
}

// selectSPM makes a host the manager of its data center's storage.
func (w *World) selectSPM(c *Call) error {
	host := c.Entity()
	if c.Object().Text("status") != up {
		return Conflict("Cannot force select SPM. Host is not up.")
	}
	for _, other := range w.All("/hosts") {
		if other.Object().Text("spm.status") == "spm" {
			w.set(other, "spm.status", "none")
		}
	}
	w.set(host, "spm.status", "spm")
	return nil
}

// showHost counts the VMs of a host.
func (w *World) showHost(_ *store.Place, v *document.View, _ Query) {
	v.Object = v.Object.Clone()
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
	v.Object.Set("summary.active", active)
	v.Object.Set("summary.migrating", moving)
	v.Object.Set("summary.total", total)
}
