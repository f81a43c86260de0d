package hosts

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// fenceDelay is how long engines refuse to fence hosts after they have started, as the system
// option DisableFenceAtStartupInSec says: until then they may not know how their hosts are.
const fenceDelay = 5 * time.Minute

// fence switches a host off and on by its power management, or confirms that somebody did.
func (hs *Hosts) fence(c *world.Call) error {
	host, kind := c.Entity(), strings.ToLower(c.Body.Text(names.FenceType))
	status := c.Object().Text(names.Status)
	switch kind {
	case "start", "stop", "restart", "status":
		if err := hs.fenceable(host, kind); err != nil {
			return err
		}
	}
	if early := hs.w.Time().Before(hs.w.Started().Add(fenceDelay)); early &&
		(kind == "start" || kind == "stop" || kind == "restart") {
		return world.Conflict(
			"Fence is disabled due to the Engine Service start up sequence., Cannot %s Host. "+
				"Fence operation failed.",
			kind,
		)
	}
	switch kind {
	case "status":
		c.Body.Set(names.PowerManagementStatus, "on")
		if status == world.Down {
			c.Body.Set(names.PowerManagementStatus, "off")
		}
	case "start":
		if !slices.Contains([]string{world.Down, world.NonResponsive, world.Maintenance}, status) {
			return world.Conflict(
				"Cannot perform Start operation, Host has to be in one of the following " +
					"statuses: Down ,Non Responsive or Maintenance.",
			)
		}
		hs.reboot(c, 20)
	case "stop":
		if status != world.Maintenance {
			return world.Conflict(
				"Cannot perform Stop operation, Host has to be in Maintenance mode in order to " +
					"be stopped.",
			)
		}
		hs.w.Set(host, names.Status, world.Down)
		c.Report(21, nil, host)
	case "restart":
		switch status {
		case world.Installing, world.InstallingOS, world.Reboot:
			return world.Conflict(
				"Cannot restart Host. Related operation is currently in progress. Please try " +
					"again later.",
			)
		}
		hs.reboot(c, 41)
	case "manual":
		if !slices.Contains(
			[]string{
				world.NonOperational, world.Maintenance, world.Connecting, world.NonResponsive,
			},
			status,
		) {
			return world.Conflict(
				`Cannot confirm 'Host has been rebooted' Host. Valid Host statuses are "Non operational", "Maintenance" or "Connecting".`,
			)
		}
		hs.powerOffAll(host)
		if status != world.Maintenance {
			hs.w.Transition(host, func() { hs.statusReached(host) }, world.Unassigned, world.Up)
		}
		c.Report(494, nil, host)
	default:
		f := world.Invalid(strings.ToUpper(kind) + " is not a member of FenceType. Possible values for FenceType are: " +
			"manual, restart, start, stop, status")
		f.Bare = true
		return f
	}
	return nil
}

// fenceable refuses to fence a host without power management, or without another one that could do
// it.
func (hs *Hosts) fenceable(host *store.Entity, kind string) error {
	if !host.Object().True(names.PowerManagementEnabled) || len(hs.w.Of(host, "fenceagents")) == 0 {
		return world.Conflict("Cannot fence Host, Host fence is disabled.")
	}
	for _, other := range hs.w.HostsOf(hs.w.DataCenterOf(host)) {
		if other != host && other.Object().Text(names.Status) == world.Up {
			return nil
		}
	}
	return world.Conflict(
		"Cannot %s Host.\nThere is no other Host in the Data Center that can be used to test "+
			"the Power Management settings.",
		kind,
	)
}

// reboot takes a host down and up again. Its VMs are off afterwards.
func (hs *Hosts) reboot(c *world.Call, code int64) {
	host := c.Entity()
	last := world.Up
	if c.Object().Text(names.Status) == world.Maintenance ||
		c.Body.True(names.MaintenanceAfterRestart) {
		last = world.Maintenance
	}
	hs.powerOffAll(host)
	hs.w.Transition(host, func() { hs.statusReached(host) }, world.Reboot, world.Initializing, last)
	hs.UpdateSPM(hs.w.DataCenterOf(host))
	c.Report(code, nil, host)
}

// registerFenceAgents keeps the agents by which other hosts switch a host off.
func (hs *Hosts) registerFenceAgents() {
	hs.w.Hook("fence_agents").Add = func(c *world.Call) (*store.Entity, error) {
		if !fenceType(c.Body.Text(names.Type)) {
			return nil, world.Conflict("Cannot add Fence Agent. Selected Power Management Agent is not supported.")
		}
		c.Body.Default(names.Order, len(hs.w.Of(c.Owner(), "fenceagents"))+1)
		c.Body.Default(names.EncryptOptions, false)
		agentOptions(c.Body)
		return c.Insert(c.Body)
	}
	hs.w.Hook("fence_agent").Update = func(c *world.Call) error {
		change := c.Body
		if change.Has(names.Port) && !change.Has(names.Options) {
			change.Set(names.Options, c.Object().List(names.Options))
		}
		agentOptions(change)
		return c.Apply(change)
	}
	hs.w.Hook("fence_agent").Remove = func(c *world.Call) error {
		host := c.Entity().Owner
		if host.Object().True(names.PowerManagementEnabled) &&
			len(hs.w.Of(host, "fenceagents")) == 1 {
			return world.Conflict(
				"Cannot Remove last Fence-Agent when Power Management is enabled for the Host.",
			)
		}
		hs.w.Drop(c.Entity())
		return nil
	}
}

// fenceType reports whether engines know a kind of fence agents.
func fenceType(kind string) bool {
	for _, o := range rules.Options() {
		if o.Name != "VdsFenceType" {
			continue
		}
		for _, v := range o.Values {
			if slices.Contains(strings.Split(v.Value, ","), kind) {
				return true
			}
		}
	}
	return false
}

// agentOptions lists the port of an agent among its options, as engines do, and forgets what they
// don't keep.
func agentOptions(agent *store.Object) {
	agent.Set(names.Concurrent, nil)
	if !agent.Has(names.Port) {
		return
	}
	options := slices.DeleteFunc(slices.Clone(agent.List(names.Options)), func(o *store.Object) bool {
		return o.Name() == "port"
	})
	option := store.New(agent.Type.Member(names.Options).Type)
	option.Set(names.Name, "port")
	option.Set(names.Value, strconv.FormatInt(agent.Int(names.Port), 10))
	agent.Set(names.Options, append(options, option))
}

// addAgent adds a fence agent that came with the document of its host.
func (hs *Hosts) addAgent(host *store.Entity, agent *store.Object) {
	hs.w.AddChild(host, "fenceagents", func(o *store.Object) {
		o.Merge(agent)
		o.Set(names.ID, nil)
		o.Set(names.Password, nil)
		agentOptions(o)
		o.Default(names.Order, len(hs.w.Of(host, "fenceagents"))+1)
		o.Set(names.Host, world.Ref(host))
	})
}
