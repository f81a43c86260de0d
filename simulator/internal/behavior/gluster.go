package behavior

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

const rebalance = "rebalance" // the note at a volume that is being rebalanced

// gluster sets the behaviour of Gluster volumes, their bricks and hooks.
func (w *World) gluster() {
	w.hook("gluster_volumes").Add = w.addVolume
	h := w.hook("gluster_volume")
	h.Remove = func(c *Call) error {
		if c.Object().Text("status") == up {
			return Conflict("Cannot remove Gluster Volume. Gluster Volume %s is up.", c.Object().Name())
		}
		w.drop(c.Entity())
		return nil
	}
	h.Actions["start"] = func(c *Call) error {
		if c.Object().Text("status") == up {
			return Conflict("Cannot start Gluster Volume. Gluster Volume %s already started.", c.Object().Name())
		}
		w.switchVolume(c.Entity(), up)
		return nil
	}
	h.Actions["stop"] = func(c *Call) error {
		switch {
		case c.Object().Text("status") == down:
			return Conflict("Cannot stop Gluster Volume. Gluster Volume %s already stopped.", c.Object().Name())
		case c.Entity().Note(rebalance) != "":
			return Conflict("Cannot stop Gluster Volume. Rebalance is running on the volume %s in cluster %s.", c.Object().Name(),
				w.nameOf(c.Entity(), "cluster"))
		}
		w.switchVolume(c.Entity(), down)
		return nil
	}
	h.Actions["rebalance"] = w.rebalance
	h.Actions["stoprebalance"] = func(c *Call) error {
		if c.Entity().Note(rebalance) == "" {
			return Conflict("Cannot stop rebalance Gluster Volume. Rebalance is not running on the volume %s in cluster %s.",
				c.Object().Name(), w.nameOf(c.Entity(), "cluster"))
		}
		c.Entity().DropNote(rebalance)
		return nil
	}
	h.Actions["setoption"] = func(c *Call) error {
		w.setVolumeOption(c.Entity(), c.Body.Text("option.name"), c.Body.Text("option.value"))
		return nil
	}
	h.Actions["resetoption"] = func(c *Call) error {
		w.setVolumeOption(c.Entity(), c.Body.Text("option.name"), "")
		return nil
	}
	h.Actions["resetalloptions"] = func(c *Call) error {
		w.set(c.Entity(), "options", []*store.Object{})
		return nil
	}
	h.Actions["startprofile"] = func(c *Call) error { return w.profile(c, "start profiling", "on") }
	h.Actions["stopprofile"] = func(c *Call) error { return w.profile(c, "stop profiling", "off") }
	h.Actions["getprofilestatistics"] = w.profileStatistics
	w.bricks()
	w.glusterHooks()
}

// addVolume makes a volume that is down, with its bricks.
func (w *World) addVolume(c *Call) (*store.Entity, error) {
	cluster, bricks := c.Owner(), c.Body.List("bricks")
	o := c.Body.Clone()
	for _, other := range w.All(cluster.Path + "/glustervolumes") {
		if other.Object().Name() == o.Name() {
			return nil, Conflict("Cannot create Gluster Volume. Volume name %s already exists.", o.Name())
		}
	}
	n, replicas := int64(len(bricks)), o.Int("replica_count")
	switch kind := o.Text("volume_type"); {
	case kind == "replicate" && n != replicas:
		return nil, Conflict("Cannot create Gluster Volume. Number of bricks must be equal to the replica count for a REPLICATED volume.")
	case kind == "distributed_replicate" && (replicas == 0 || n%replicas != 0):
		return nil, Conflict("Cannot create Gluster Volume. Number of bricks must be a multiple of replica count for a DISTRIBUTED REPLICATE volume.")
	}
	seen := map[string]bool{}
	for _, b := range bricks {
		name := w.brickName(b)
		if seen[name] {
			return nil, Conflict("Cannot create Gluster Volume. Duplicate entries found for brick %s.", name)
		}
		seen[name] = true
	}
	o.Set("status", down)
	o.Set("cluster", Ref(cluster))
	o.Default("volume_type", "distribute")
	o.Default("transport_types", []string{"tcp"})
	volume, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	for _, b := range bricks {
		w.addBrick(volume, b)
	}
	return volume, nil
}

// switchVolume sets the status of a volume and its bricks.
func (w *World) switchVolume(volume *store.Entity, status string) {
	w.set(volume, "status", status)
	for _, brick := range w.All(volume.Path + "/glusterbricks") {
		w.set(brick, "status", status)
	}
}

// rebalance spreads the data over the bricks, which takes a while.
func (w *World) rebalance(c *Call) error {
	volume := c.Entity()
	switch {
	case c.Object().Text("status") != up:
		return Conflict("Cannot rebalance Gluster Volume. Gluster Volume should be started.")
	case !strings.HasPrefix(c.Object().Text("volume_type"), "distribute"):
		return Conflict("Cannot rebalance Gluster Volume. Gluster Volume is not distributed.")
	case len(w.All(volume.Path+"/glusterbricks")) < 2:
		return Conflict("Cannot rebalance Gluster Volume. Gluster Volume has a single brick.")
	case volume.Note(rebalance) != "":
		return Conflict("Cannot rebalance Gluster Volume. A task is in progress on the volume %s in cluster %s.", c.Object().Name(),
			w.nameOf(volume, "cluster"))
	}
	volume.SetNote(rebalance, "running")
	w.On(volume, 10*w.Step(), func() {
		if volume.Note(rebalance) != "" {
			volume.DropNote(rebalance)
			w.event(4087, "normal", w.of(volume, "cluster"), "Rebalance finished on volume %s.", volume.Object().Name())
		}
	})
	return nil
}

// setVolumeOption sets an option of a volume; an empty value takes it away.
func (w *World) setVolumeOption(volume *store.Entity, name, value string) {
	list := slices.DeleteFunc(slices.Clone(volume.Object().List("options")), func(o *store.Object) bool { return o.Name() == name })
	if value != "" {
		o := w.obj("option")
		o.Set("name", name)
		o.Set("value", value)
		list = append(list, o)
	}
	w.set(volume, "options", list)
}

// profiled are the options by which a volume counts what is done with it.
var profiled = [...]string{"diagnostics.latency-measurement", "diagnostics.count-fop-hits"}

func (w *World) profile(c *Call, what, value string) error {
	if c.Object().Text("status") != up {
		return Conflict("Cannot %s Gluster Volume. Gluster Volume should be started.", what)
	}
	for _, name := range profiled {
		w.setVolumeOption(c.Entity(), name, value)
	}
	return nil
}

// profileStatistics answers with what the bricks of a profiled volume counted.
func (w *World) profileStatistics(c *Call) error {
	if c.Object().Text("status") != up {
		return Conflict("Cannot get profile of Gluster Volume. Gluster Volume should be started.")
	}
	details := w.obj("gluster_volume_profile_details")
	var list []*store.Object
	for _, brick := range w.All(c.Entity().Path + "/glusterbricks") {
		one := w.obj("brick_profile_detail")
		one.Set("brick", Ref(brick))
		total := w.obj("profile_detail")
		total.Set("profile_type", "CUMULATIVE")
		total.Set("duration", 60)
		var fops []*store.Object
		for _, name := range [...]string{"LOOKUP", "READ", "WRITE"} {
			fop := w.obj("fop_statistic")
			fop.Set("name", name)
			fops = append(fops, fop)
		}
		total.Set("fop_statistics", fops)
		one.Set("profile_details", []*store.Object{total})
		list = append(list, one)
	}
	details.Set("brick_profile_details", list)
	c.Body.Set("details", details)
	return nil
}

// glusterHooks sets the behaviour of the scripts that volumes run on events.
func (w *World) glusterHooks() {
	h := w.hook("gluster_hook")
	h.Actions["enable"] = func(c *Call) error {
		w.set(c.Entity(), "status", "enabled")
		return nil
	}
	h.Actions["disable"] = func(c *Call) error {
		w.set(c.Entity(), "status", "disabled")
		return nil
	}
	h.Actions["resolve"] = func(c *Call) error {
		if kind := strings.ToLower(c.Body.Text("resolution_type")); kind == "copy" || kind == "add" {
			w.set(c.Entity(), "conflict_status", 0, "conflicts", nil)
			return nil
		}
		return Invalid("'" + c.Body.Text("resolution_type") + "' is no way to resolve a conflict.")
	}
}

// addGlusterHooks returns a cluster with the Gluster service its hooks.
func (w *World) addGlusterHooks(cluster *store.Entity) {
	if !cluster.Object().True("gluster_service") || len(w.All(cluster.Path+"/glusterhooks")) > 0 {
		return
	}
	for _, hook := range [...][3]string{{"S29CTDBsetup", "start", "post"}, {"S30samba-set", "set", "post"}} {
		w.addChild(cluster, "glusterhooks", func(o *store.Object) {
			o.Set("name", hook[0])
			o.Set("gluster_command", hook[1])
			o.Set("stage", hook[2])
			o.Set("content_type", "text")
			o.Set("conflict_status", 0)
			o.Set("checksum", store.NameUUID(hook[0])[:8])
			o.Set("status", "enabled")
			o.Set("cluster", Ref(cluster))
		})
	}
}
