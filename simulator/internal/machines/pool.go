package machines

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// poolLimit bounds the VMs of one pool, as the engine does.
const poolLimit = 1000

// allocated is the note at a VM of a pool that names the user to whom it was given.
const allocated = "allocated to"

// registerPools sets the behavior of VM pools, whose VMs are called after them: mypool-1, mypool-2
// and so on.
func (ms *Machines) registerPools() {
	ms.w.Hook("vm_pools").Add = ms.addPool
	h := ms.w.Hook("vm_pool")
	h.Update = ms.updatePool
	h.Show = ms.showPool
	h.Remove = ms.removePool
	h.Actions["allocatevm"] = ms.allocate
	ms.w.Hook("vm").Actions["detach"] = ms.leavePool
}

func (ms *Machines) addPool(c *world.Call) (*store.Entity, error) {
	c.Body.Default(names.Description, "")
	c.Body.Default(names.Size, 1)
	c.Body.Default(names.PrestartedVms, 0)
	c.Body.Default(names.MaxUserVms, 1)
	c.Body.Default(names.Stateful, false)
	c.Body.Default(names.AutoStorageSelect, false)
	c.Body.Default(names.UseLatestTemplateVersion, false)
	c.Body.Default(names.Type, "automatic")
	switch n := c.Body.Int(names.Size); {
	case n <= 0:
		return nil, world.Bad("Cannot create Pool with %d VMs", n)
	case n > poolLimit:
		return nil, world.Bad(
			"Cannot add VM-Pool. The number of VMs must be between 0 and %d.",
			poolLimit,
		)
	case c.Body.Int(names.PrestartedVms) > n:
		return nil, tooManyPrestarted("create")
	}
	if err := checkUserVms(c.Body); err != nil {
		return nil, err
	}
	if err := ms.storage.CheckCenterUp(ms.w.Resolve(c.Body.Part(names.Cluster)), "create VM-Pool"); err != nil {
		return nil, err
	}
	if template := ms.w.Resolve(c.Body.Part(names.Template)); template != nil &&
		template.ID() == world.BlankID {
		return nil, world.Conflict("VM-Pool must be based on  non-blank Template.")
	}
	pool, err := c.Insert(c.Body)
	if err != nil {
		return nil, err
	}
	if err := ms.growPool(c, pool); err != nil {
		return nil, err
	}
	ms.prestartSoon(pool)
	ms.poolEvents(c, pool, 302, pool.Object().Int(names.Size))
	return pool, nil
}

// checkUserVms refuses what no user may have of a pool: VmPool.maxAssignedVmsPerUser.
func checkUserVms(o *store.Object) error {
	if n := o.Int(names.MaxUserVms); o.Has(names.MaxUserVms) && (n < 1 || n > 32767) {
		return world.Bad(
			"Number of max assigned VMs per user must be between 1 and 32,767., Attribute: " +
				"vmPool.maxAssignedVmsPerUser",
		)
	}
	return nil
}

func tooManyPrestarted(verb string) *world.Fault {
	return world.Conflict(
		"Cannot %s VM-Pool. Number of Prestarted VMs cannot exceed the number of VMs in the Pool.", verb,
	)
}

// newest returns the name of the VM that is being made of a template or for a pool, or "". An engine
// goes on for a while after the VM is there.
func (ms *Machines) newest(member string, e *store.Entity) string {
	name := ""
	for _, vm := range ms.w.Referring(names.Vm, member, e.ID()) {
		made, _ := vm.Object().Get(names.CreationTime).(time.Time)
		if made.Add(ms.w.Step()).After(ms.w.Time()) {
			name = vm.Object().Name()
		}
	}
	return name
}

func (ms *Machines) updatePool(c *world.Call) error {
	o := c.Object()
	if vm := ms.newest(names.VmPool, c.Entity()); vm != "" {
		text := "Cannot edit VM-Pool. This VM Pool is currently in use to create VM " + vm + "."
		return world.Conflict("%s, %s", text, text)
	}
	if err := checkUserVms(c.Body); err != nil {
		return err
	}
	switch {
	case c.Body.Has(names.Name) && c.Body.Name() != o.Name():
		return world.Bad("Cannot change VM-Pool name.")
	case c.Body.Has(names.AutoStorageSelect) &&
		c.Body.True(names.AutoStorageSelect) != o.True(names.AutoStorageSelect):
		return world.Conflict(
			"Cannot change VM-Pool automatic selection of target storage domains during disks " +
				"allocation.",
		)
	case c.Body.Has(names.Size) && c.Body.Int(names.Size) < o.Int(names.Size):
		return world.Bad("Cannot decrease VMs from VM-Pool.")
	case c.Body.Int(names.Size) > poolLimit:
		return world.Bad(
			"Cannot edit VM-Pool. The number of VMs must be between 0 and %d.",
			poolLimit,
		)
	case c.Body.Has(names.Type) && c.Body.Text(names.Type) != o.Text(names.Type):
		return world.Conflict("Cannot change VM-Pool type.")
	case c.Body.Has(names.Stateful) && c.Body.True(names.Stateful) != o.True(names.Stateful):
		return world.Conflict("Cannot change VM-Pool stateful option.")
	case c.Body.Has(names.PrestartedVms) &&
		c.Body.Int(names.PrestartedVms) > max(o.Int(names.Size), c.Body.Int(names.Size)):
		return tooManyPrestarted("edit")
	}
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	before := len(ms.w.Referring(names.Vm, names.VmPool, c.Entity().ID()))
	if err := ms.growPool(c, c.Entity()); err != nil {
		return err
	}
	ms.prestartSoon(c.Entity())
	after := len(ms.w.Referring(names.Vm, names.VmPool, c.Entity().ID()))
	ms.poolEvents(c, c.Entity(), 344, int64(after-before))
	return nil
}

// poolEvents logs that a pool got VMs: at once, and when they are there.
func (ms *Machines) poolEvents(c *world.Call, pool *store.Entity, code, vms int64) {
	more := world.Named{"vms": strconv.FormatInt(vms, 10)}
	c.Report(code, more, pool)
	last := func() {
		c.ReportOnly(
			code, more, pool, ms.w.Target(pool, names.Cluster), ms.w.Target(pool, names.Template),
		)
	}
	if len(c.Tasks) == 0 {
		last()
		return
	}
	ms.w.On(pool, ms.w.Step(), last)
}

// removePool removes a pool with its VMs.
func (ms *Machines) removePool(c *world.Call) error {
	if vm := ms.newest(names.VmPool, c.Entity()); vm != "" {
		return world.Conflict("Cannot remove VM-Pool. This VM Pool is currently in use to create VM %s.", vm)
	}
	vms := slices.Clone(ms.w.Referring(names.Vm, names.VmPool, c.Entity().ID()))
	for _, vm := range vms {
		if world.IsRunning(vm.Object().Text(names.Status)) {
			return world.Conflict("Cannot remove VM-Pool. VM %s is running.", vm.Object().Name())
		}
	}
	// Engines log this twice, however many VMs there are.
	c.Report(321, nil, c.Entity())
	c.Report(321, nil, c.Entity())
	for _, vm := range vms {
		ms.dropDisksOf(vm)
		ms.w.Drop(vm)
	}
	c.Report(304, nil, c.Entity())
	ms.w.Drop(c.Entity())
	return nil
}

// allocate assigns a VM of the pool to the caller: one that runs already, or else one that is
// started then.
func (ms *Machines) allocate(c *world.Call) error {
	pool, user := c.Entity(), c.UserName()
	vms := ms.w.Referring(names.Vm, names.VmPool, pool.ID())
	mine := 0
	for _, vm := range vms {
		if vm.Note(allocated) == user {
			mine++
		}
	}
	if limit := c.Object().Int(names.MaxUserVms); limit > 0 && int64(mine) >= limit {
		return world.Conflict(
			"User is already attached to maximum number of VMs from this VM-Pool.",
		)
	}
	var chosen *store.Entity
	var reasons []string
	for _, vm := range vms {
		if vm.Note(allocated) != "" {
			continue
		}
		switch vm.Object().Text(names.Status) {
		case world.Up:
			chosen = vm
		case world.Down:
			if err, refused := errors.AsType[*world.Fault](ms.bootable(vm, nil, "attach VM to VM-Pool")); refused {
				reasons = append(reasons, strings.Trim(err.Detail, "[]"))
			} else if chosen == nil && ms.disksReady(vm, "run VM") == nil {
				chosen = vm
			}
		}
		if chosen != nil && chosen.Object().Text(names.Status) == world.Up {
			break
		}
	}
	if chosen == nil && reasons != nil {
		reasons = append(
			reasons,
			"Cannot attach VM to VM-Pool. There are no available VMs in the VM-Pool.",
		)
		return world.Conflict("%s", strings.Join(reasons, ", "))
	}
	if chosen == nil {
		return world.Conflict(
			"Cannot allocate and run VM from VM-Pool. There are no available VMs in the VM-Pool.",
		)
	}
	sub := *c
	sub.Place = &store.Place{Node: chosen.Node, Path: chosen.Path, Entity: chosen}
	if chosen.Object().Text(names.Status) == world.Up {
		if err := ms.answerVM(&sub); err != nil {
			return err
		}
	} else if err := ms.runPooled(&sub, pool); err != nil {
		return err
	}
	chosen.SetNote(allocated, user)
	ms.access.Permit(chosen, c.User, "UserRole")
	who := c.User.Object().Name()
	c.Redescribe(world.Named{"vm": chosen.Object().Name(), "user": who})
	c.Report(316, world.Named{"name": who}, chosen, pool)
	c.Report(318, world.Named{"name": who}, chosen, pool, ms.hostFor(chosen))
	ms.prestartSoon(pool)
	return nil
}

// runPooled starts a VM of a pool: one of a stateless pool forgets afterwards what it did.
func (ms *Machines) runPooled(c *world.Call, pool *store.Entity) error {
	body := c.Body
	c.Body = ms.w.NewObject(names.Action)
	defer func() { c.Body = body }()
	before := c.Object().True(names.Stateless)
	ms.w.Set(c.Entity(), names.Stateless, !pool.Object().True(names.Stateful))
	err := ms.Start(c)
	ms.w.Set(c.Entity(), names.Stateless, before)
	body.Set(names.Vm, world.Ref(c.Entity()))
	return err
}

// released takes a VM of a pool back from its user when it is down. VMs of manual pools stay with
// their users.
func (ms *Machines) released(vm *store.Entity) {
	pool := ms.w.Target(vm, names.VmPool)
	if pool == nil || pool.Object().Text(names.Type) != "automatic" || vm.Note(allocated) == "" {
		return
	}
	for _, p := range slices.Clone(ms.w.Referring(names.Permission, names.Vm, vm.ID())) {
		role, user := ms.w.Target(p, names.Role), ms.w.Target(p, names.User)
		if role != nil && role.Object().Name() == "UserRole" && user != nil &&
			user.Object().Text(names.UserName) == vm.Note(allocated) {
			ms.w.Remove(p)
		}
	}
	vm.DropNote(allocated)
}

// prestartSoon starts as many VMs of a pool as shall always be ready, a step later.
func (ms *Machines) prestartSoon(pool *store.Entity) {
	if pool != nil && pool.Object().Int(names.PrestartedVms) > 0 {
		ms.w.On(pool, ms.w.Step(), func() { ms.prestart(pool) })
	}
}

func (ms *Machines) prestart(pool *store.Entity) {
	ready := int64(0)
	vms := slices.Clone(ms.w.Referring(names.Vm, names.VmPool, pool.ID()))
	for _, vm := range vms {
		if vm.Note(allocated) == "" && world.IsRunning(vm.Object().Text(names.Status)) {
			ready++
		}
	}
	for _, vm := range vms {
		if ready >= pool.Object().Int(names.PrestartedVms) {
			return
		}
		if vm.Note(allocated) != "" || vm.Object().Text(names.Status) != world.Down ||
			ms.disksReady(vm, "run VM") != nil {
			continue
		}
		c := &world.Call{
			World: ms.w,
			Place: &store.Place{Node: vm.Node, Path: vm.Path, Entity: vm},
			Body:  ms.w.NewObject(names.Action),
		}
		if ms.runPooled(c, pool) != nil {
			return
		}
		ready++
	}
	if ready < pool.Object().Int(names.PrestartedVms) &&
		slices.ContainsFunc(vms, func(vm *store.Entity) bool {
			return vm.Object().Text(names.Status) == world.ImageLocked
		}) {
		ms.prestartSoon(pool)
	}
}

// leavePool makes a VM of a pool one like all others.
func (ms *Machines) leavePool(c *world.Call) error {
	pool := ms.w.Target(c.Entity(), names.VmPool)
	switch {
	case pool == nil:
		return world.Conflict("Cannot detach VM from pool. VM is not attached to the VM-Pool.")
	case world.IsRunning(c.Object().Text(names.Status)):
		return world.Conflict("Cannot detach VM from VM-Pool. VM is running.")
	}
	ms.w.Set(c.Entity(), names.VmPool, nil)
	c.Entity().DropNote(allocated)
	ms.w.Set(pool, names.Size, max(pool.Object().Int(names.Size)-1, 0))
	c.Report(308, nil, c.Entity(), pool)
	return nil
}

// growPool makes the VMs that the size of a pool asks for.
func (ms *Machines) growPool(c *world.Call, pool *store.Entity) error {
	o := pool.Object()
	number := 0
	for n := len(ms.w.Referring(names.Vm, names.VmPool, pool.ID())); n < int(o.Int(names.Size)); n++ {
		name := ""
		for name == "" || ms.w.ByName("/vms", name) != nil {
			number++
			name = pooledName(o.Name(), number)
		}
		sub := *c
		sub.Place = &store.Place{Node: ms.w.Tree.Root.Fixed["vms"], Path: "/vms"}
		sub.Body = ms.w.NewObject(names.Vm)
		sub.Body.Set(names.Name, name)
		sub.Body.Set(names.Template, o.Part(names.Template))
		sub.Body.Set(names.Cluster, o.Part(names.Cluster))
		sub.Body.Set(names.VmPool, world.Ref(pool))
		for _, member := range [...]string{
			names.UseLatestTemplateVersion, names.RngDevice, names.SoundcardEnabled,
			names.TpmEnabled, names.Display,
		} {
			sub.Body.Set(member, o.Get(member))
		}
		vm, err := ms.addVM(&sub)
		if err != nil {
			return err
		}
		c.Tasks = sub.Tasks
		ms.w.Set(
			vm,
			names.VmPool, world.Ref(pool),
			names.Description, o.Text(names.Description),
			names.Stateless, !o.True(names.Stateful),
		)
		ms.w.Change(vm, keptForm)
	}
	return nil
}

// pooledName returns the name of the nth VM of a pool: a row of question marks in the pool's name
// is where the number goes.
func pooledName(pool string, n int) string {
	first := strings.IndexByte(pool, '?')
	if first < 0 {
		return fmt.Sprintf("%s-%d", pool, n)
	}
	rest := strings.TrimLeft(pool[first:], "?")
	width := len(pool) - first - len(rest)
	return fmt.Sprintf("%s%0*d%s", pool[:first], width, n, rest)
}
