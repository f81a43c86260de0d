package behavior

import (
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// fenceDelay is how long engines refuse to fence hosts after they have started, as the system option
// DisableFenceAtStartupInSec says: until then they may not know how their hosts are.
const fenceDelay = 5 * time.Minute

// fence switches a host off and on by its power management, or confirms that somebody did.
func (w *World) fence(c *Call) error {
	host, kind := c.Entity(), strings.ToLower(c.Body.Text("fence_type"))
	status := c.Object().Text("status")
	switch kind {
	case "start", "stop", "restart", "status":
		if err := w.fenceable(host, kind); err != nil {
			return err
		}
	}
	if early := w.Time().Before(w.Started().Add(fenceDelay)); early && (kind == "start" || kind == "stop" || kind == "restart") {
		return Conflict("Fence is disabled due to the Engine Service start up sequence., Cannot %s Host. Fence operation failed.", kind)
	}
	switch kind {
	case "status":
		c.Body.Set("power_management.status", "on")
		if status == down {
			c.Body.Set("power_management.status", "off")
		}
	case "start":
		if !slices.Contains([]string{down, "non_responsive", maintenance}, status) {
			return Conflict("Cannot perform Start operation, Host has to be in one of the following statuses: Down ,Non Responsive or Maintenance.")
		}
		w.reboot(c, 20, "started")
	case "stop":
		if status != maintenance {
			return Conflict("Cannot perform Stop operation, Host has to be in Maintenance mode in order to be stopped.")
		}
		w.set(host, "status", down)
		c.Log(21, "Host "+c.Object().Name()+" was stopped by "+c.userName()+".", host)
	case "restart":
		switch status {
		case installing, "installing_os", "reboot":
			return Conflict("Cannot restart Host. Related operation is currently in progress. Please try again later.")
		}
		w.reboot(c, 41, "restarted")
	case "manual":
		if !slices.Contains([]string{"non_operational", maintenance, "connecting", "non_responsive"}, status) {
			return Conflict(`Cannot confirm 'Host has been rebooted' Host. Valid Host statuses are "Non operational", "Maintenance" or "Connecting".`)
		}
		w.powerOffAll(host)
		if status != maintenance {
			w.then(host, func() { w.arrive(host) }, unassigned, up)
		}
		c.Log(494, "Manual fence for host "+c.Object().Name()+" was started.", host)
	default:
		return Invalid("'" + c.Body.Text("fence_type") + "' is no type of fencing.")
	}
	return nil
}

// fenceable refuses to fence a host without power management, or without another one that could do it.
func (w *World) fenceable(host *store.Entity, kind string) error {
	if !host.Object().True("power_management.enabled") || len(w.Of(host, "fenceagents")) == 0 {
		return Conflict("Cannot fence Host, Host fence is disabled.")
	}
	for _, other := range w.hostsOf(w.dataCenterOf(host)) {
		if other != host && other.Object().Text("status") == up {
			return nil
		}
	}
	return Conflict("Cannot %s Host.\nThere is no other Host in the Data Center that can be used to test the Power Management settings.", kind)
}

// reboot takes a host down and up again. Its VMs are off afterwards.
func (w *World) reboot(c *Call, code int64, verb string) {
	host := c.Entity()
	last := up
	if c.Object().Text("status") == maintenance || c.Body.True("maintenance_after_restart") {
		last = maintenance
	}
	w.powerOffAll(host)
	w.then(host, func() { w.arrive(host) }, "reboot", starting, last)
	w.review(w.dataCenterOf(host))
	c.Log(code, "Host "+c.Object().Name()+" was "+verb+" by "+c.userName()+".", host)
}

// fenceAgents keeps the agents by which other hosts switch a host off.
func (w *World) fenceAgents() {
	w.hook("fence_agents").Add = func(c *Call) (*store.Entity, error) {
		c.Body.Default("order", len(w.Of(c.Owner(), "fenceagents"))+1)
		c.Body.Default("encrypt_options", false)
		c.Body.Default("concurrent", false)
		return c.Insert(c.Body)
	}
	w.hook("fence_agent").Remove = func(c *Call) error {
		host := c.Entity().Owner
		if host.Object().True("power_management.enabled") && len(w.Of(host, "fenceagents")) == 1 {
			return Conflict("Cannot Remove last Fence-Agent when Power Management is enabled for the Host.")
		}
		w.drop(c.Entity())
		return nil
	}
}

// addAgent provides a host with a fence agent that came with its own document.
func (w *World) addAgent(host *store.Entity, agent *store.Object) {
	w.addChild(host, "fenceagents", func(o *store.Object) {
		o.Merge(agent)
		o.Set("id", nil)
		o.Set("password", nil)
		o.Default("order", len(w.Of(host, "fenceagents"))+1)
		o.Set("host", Ref(host))
	})
}
