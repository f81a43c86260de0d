package machines

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Notes at a running VM.
const (
	frozen   = "frozen"    // its file systems are
	loggedOn = "logged on" // by this user
)

// registerGuestActions sets the actions that work on what runs inside a VM.
func (ms *Machines) registerGuestActions(h *world.Hooks) {
	h.Actions["ticket"] = ms.ticket
	h.Actions["logon"] = ms.logOn
	h.Actions["freezefilesystems"] = func(c *world.Call) error { return ms.freeze(c, true) }
	h.Actions["thawfilesystems"] = func(c *world.Call) error { return ms.freeze(c, false) }
	h.Actions["screenshot"] = ms.screenshot
	h.Actions["maintenance"] = ms.haMaintenance
	h.Actions["reordermacaddresses"] = ms.reorderMACs
	h.Actions["autopincpuandnumanodes"] = ms.autoPin
}

// bare returns a refusal that is answered without the action around it.
func bare(err error) error {
	if f, ok := err.(*world.Fault); ok {
		f.Bare = true
	}
	return err
}

// needUp refuses what only a VM that is up can do.
func (ms *Machines) needUp(c *world.Call, verb string) error {
	if status := ms.consoleVM(c).Object().Text(names.Status); status != world.Up {
		return world.Conflict("Cannot %s VM because the VM is in %s status.", verb, world.StatusText(status))
	}
	return nil
}

// logOn logs the caller on to the guest, which then has a session of that user.
func (ms *Machines) logOn(c *world.Call) error {
	if c.Object().Text(names.Status) != world.Up {
		return world.Bad("") // Engines don't say why.
	}
	c.Entity().SetNote(loggedOn, c.UserName())
	return nil
}

// freeze stops the guest from writing, or lets it go on.
func (ms *Machines) freeze(c *world.Call, on bool) error {
	vm := c.Entity()
	verb := "thaw"
	if on {
		verb = "freeze"
	}
	if err := ms.needUp(c, verb); err != nil {
		return err
	}
	if on {
		vm.SetNote(frozen, "true")
		c.Report(10767, nil, vm)
		return nil
	}
	vm.DropNote(frozen)
	c.Report(10768, nil, vm)
	return nil
}

// picture is a picture of one grey pixel.
const picture = "P6\n1 1\n255\n\x80\x80\x80"

// screenshot answers with a picture of the console. It has no member of its own in the action, so
// it travels as the image's text.
func (ms *Machines) screenshot(c *world.Call) error {
	if err := ms.needUp(c, "screenshot"); err != nil {
		return bare(err)
	}
	c.Body.Set(names.Image, base64.StdEncoding.EncodeToString([]byte(picture)))
	c.Report(13502, nil, c.Entity())
	return nil
}

// haMaintenance turns the maintenance of the hosted engine on or off, which only its own VM knows.
func (ms *Machines) haMaintenance(c *world.Call) error {
	if !strings.HasPrefix(c.Object().Text(names.Origin), "managed_hosted_engine") &&
		c.Object().Text(names.Origin) != "hosted_engine" {
		return &world.Fault{
			Status: http.StatusBadRequest, Bare: true, Plain: true,
			Detail: "Moving to maintenance mode is currently only available for the VM containing the hosted engine.",
		}
	}
	host := ms.w.Target(c.Entity(), names.Host)
	if host == nil {
		return world.Conflict("Cannot set HA maintenance mode. VM is not running.")
	}
	on := c.Body.True(names.MaintenanceEnabled)
	for _, h := range ms.w.All("/hosts") {
		if h == host || h.Object().Text(names.ClusterID) == c.Object().Text(names.ClusterID) {
			ms.w.Set(h, names.HostedEngineConfigured, true, names.HostedEngineGlobalMaintenance, on)
		}
	}
	return nil
}

// reorderMACs hands the MAC addresses of a VM to its NICs in the order of their names.
func (ms *Machines) reorderMACs(c *world.Call) error {
	vm := c.Entity()
	if err := allow(vm, actNic); err != nil {
		return err
	}
	nics := slices.Clone(ms.w.Of(vm, "nics"))
	macs := make([]string, len(nics))
	for i, nic := range nics {
		macs[i] = nic.Object().Text(names.MacAddress)
	}
	slices.Sort(macs)
	slices.SortFunc(nics, func(a, b *store.Entity) int {
		return strings.Compare(a.Object().Name(), b.Object().Name())
	})
	for i, nic := range nics {
		ms.w.Set(nic, names.MacAddress, macs[i])
	}
	return nil
}

// autoPin lets the next start of a VM pin its virtual CPUs and NUMA nodes to those of its host.
func (ms *Machines) autoPin(c *world.Call) error {
	vm := c.Entity()
	if world.IsRunning(c.Object().Text(names.Status)) {
		return world.Conflict("Cannot edit VM. VM is running.")
	}
	if !c.Body.True(names.OptimizeCpuSettings) {
		return &world.Fault{
			Status: http.StatusBadRequest, Bare: true,
			Reason: "The input is unsupported. `Pin` CPU Pinning policy is not supported.",
		}
	}
	ms.w.Set(vm, names.AutoPinningPolicy, "adjust", "cpu_pinning_policy", "resize_and_pin_numa")
	c.Report(35, nil, vm)
	return nil
}
