package hosts

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

const rebalance = "rebalance" // the note at a volume that is being rebalanced

// registerGluster sets the behavior of Gluster volumes, their bricks and hooks.
func (hs *Hosts) registerGluster() {
	hs.w.Hook("gluster_volumes").Add = hs.addVolume
	h := hs.w.Hook("gluster_volume")
	h.Remove = func(c *world.Call) error {
		if c.Object().Text(names.Status) == world.Up {
			return world.Conflict(
				"Cannot remove Gluster Volume. Gluster Volume %s is up.",
				c.Object().Name(),
			)
		}
		hs.w.Drop(c.Entity())
		return nil
	}
	h.Actions["start"] = func(c *world.Call) error {
		if c.Object().Text(names.Status) == world.Up {
			return world.Conflict(
				"Cannot start Gluster Volume. Gluster Volume %s already started.",
				c.Object().Name(),
			)
		}
		hs.switchVolume(c.Entity(), world.Up)
		return nil
	}
	h.Actions["stop"] = func(c *world.Call) error {
		switch {
		case c.Object().Text(names.Status) == world.Down:
			return world.Conflict(
				"Cannot stop Gluster Volume. Gluster Volume %s already stopped.",
				c.Object().Name(),
			)
		case c.Entity().Note(rebalance) != "":
			return world.Conflict(
				"Cannot stop Gluster Volume. Rebalance is running on the volume %s in cluster %s.",
				c.Object().Name(),
				hs.nameOf(c.Entity(), "cluster"),
			)
		}
		hs.switchVolume(c.Entity(), world.Down)
		return nil
	}
	h.Actions["rebalance"] = hs.rebalance
	h.Actions["stoprebalance"] = func(c *world.Call) error {
		if c.Entity().Note(rebalance) == "" {
			return world.Conflict(
				"Cannot stop rebalance Gluster Volume. Rebalance is not running on the volume "+
					"%s in cluster %s.",
				c.Object().Name(),
				hs.nameOf(c.Entity(), "cluster"),
			)
		}
		c.Entity().DropNote(rebalance)
		return nil
	}
	h.Actions["setoption"] = func(c *world.Call) error {
		hs.setVolumeOption(
			c.Entity(),
			c.Body.Text(names.OptionName),
			c.Body.Text(names.OptionValue),
		)
		return nil
	}
	h.Actions["resetoption"] = func(c *world.Call) error {
		hs.setVolumeOption(c.Entity(), c.Body.Text(names.OptionName), "")
		return nil
	}
	h.Actions["resetalloptions"] = func(c *world.Call) error {
		hs.w.Set(c.Entity(), names.Options, []*store.Object{})
		return nil
	}
	h.Actions["startprofile"] = func(c *world.Call) error {
		return hs.profile(c, "start profiling", "on")
	}
	h.Actions["stopprofile"] = func(c *world.Call) error {
		return hs.profile(c, "stop profiling", "off")
	}
	h.Actions["getprofilestatistics"] = hs.profileStatistics
	hs.registerBricks()
	hs.registerGlusterHooks()
}

// addVolume makes a volume that is down, with its bricks.
func (hs *Hosts) addVolume(c *world.Call) (*store.Entity, error) {
	cluster, bricks := c.Owner(), c.Body.List(names.Bricks)
	o := c.Body.Clone()
	for _, other := range hs.w.All(cluster.Path + "/glustervolumes") {
		if other.Object().Name() == o.Name() {
			return nil, world.Conflict(
				"Cannot create Gluster Volume. Volume name %s already exists.",
				o.Name(),
			)
		}
	}
	n, replicas := int64(len(bricks)), o.Int(names.ReplicaCount)
	switch kind := o.Text(names.VolumeType); {
	case kind == "replicate" && n != replicas:
		return nil, world.Conflict(
			"Cannot create Gluster Volume. Number of bricks must be equal to the replica count " +
				"for a REPLICATED volume.",
		)
	case kind == "distributed_replicate" && (replicas == 0 || n%replicas != 0):
		return nil, world.Conflict(
			"Cannot create Gluster Volume. Number of bricks must be a multiple of replica count " +
				"for a DISTRIBUTED REPLICATE volume.",
		)
	}
	seen := map[string]bool{}
	for _, b := range bricks {
		name := hs.brickName(b)
		if seen[name] {
			return nil, world.Conflict(
				"Cannot create Gluster Volume. Duplicate entries found for brick %s.",
				name,
			)
		}
		seen[name] = true
	}
	o.Set(names.Status, world.Down)
	o.Set(names.Cluster, world.Ref(cluster))
	o.Default(names.VolumeType, "distribute")
	o.Default(names.TransportTypes, []string{"tcp"})
	volume, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	for _, b := range bricks {
		hs.addBrick(volume, b)
	}
	return volume, nil
}

// switchVolume sets the status of a volume and its bricks.
func (hs *Hosts) switchVolume(volume *store.Entity, status string) {
	hs.w.Set(volume, names.Status, status)
	for _, brick := range hs.w.All(volume.Path + "/glusterbricks") {
		hs.w.Set(brick, names.Status, status)
	}
}

// rebalance spreads the data over the bricks, which takes a while.
func (hs *Hosts) rebalance(c *world.Call) error {
	volume := c.Entity()
	switch {
	case c.Object().Text(names.Status) != world.Up:
		return world.Conflict("Cannot rebalance Gluster Volume. Gluster Volume should be started.")
	case !strings.HasPrefix(c.Object().Text(names.VolumeType), "distribute"):
		return world.Conflict("Cannot rebalance Gluster Volume. Gluster Volume is not distributed.")
	case len(hs.w.All(volume.Path+"/glusterbricks")) < 2:
		return world.Conflict("Cannot rebalance Gluster Volume. Gluster Volume has a single brick.")
	case volume.Note(rebalance) != "":
		return world.Conflict(
			"Cannot rebalance Gluster Volume. A task is in progress on the volume %s in cluster "+
				"%s.",
			c.Object().Name(),
			hs.nameOf(volume, "cluster"),
		)
	}
	volume.SetNote(rebalance, "running")
	hs.w.On(volume, 10*hs.w.Step(), func() {
		if volume.Note(rebalance) != "" {
			volume.DropNote(rebalance)
			hs.w.Report(4087, world.Named{"action": "Rebalance", "status": "finished"}, volume, hs.w.Target(volume, names.Cluster))
		}
	})
	return nil
}

// setVolumeOption sets an option of a volume; an empty value takes it away.
func (hs *Hosts) setVolumeOption(volume *store.Entity, name, value string) {
	list := slices.DeleteFunc(
		slices.Clone(volume.Object().List(names.Options)),
		func(o *store.Object) bool {
			return o.Name() == name
		},
	)
	if value != "" {
		o := hs.w.NewObject(names.Option)
		o.Set(names.Name, name)
		o.Set(names.Value, value)
		list = append(list, o)
	}
	hs.w.Set(volume, names.Options, list)
}

// profiled are the options by which a volume counts what is done with it.
var profiled = [...]string{"diagnostics.latency-measurement", "diagnostics.count-fop-hits"}

func (hs *Hosts) profile(c *world.Call, what, value string) error {
	if c.Object().Text(names.Status) != world.Up {
		return world.Conflict("Cannot %s Gluster Volume. Gluster Volume should be started.", what)
	}
	for _, name := range profiled {
		hs.setVolumeOption(c.Entity(), name, value)
	}
	return nil
}

// profileStatistics answers with what the bricks of a profiled volume counted.
func (hs *Hosts) profileStatistics(c *world.Call) error {
	if c.Object().Text(names.Status) != world.Up {
		return world.Conflict(
			"Cannot get profile of Gluster Volume. Gluster Volume should be started.",
		)
	}
	details := hs.w.NewObject(names.GlusterVolumeProfileDetails)
	var list []*store.Object
	for _, brick := range hs.w.All(c.Entity().Path + "/glusterbricks") {
		one := hs.w.NewObject(names.BrickProfileDetail)
		one.Set(names.Brick, world.Ref(brick))
		total := hs.w.NewObject(names.ProfileDetail)
		total.Set(names.ProfileType, "CUMULATIVE")
		total.Set(names.Duration, 60)
		var fops []*store.Object
		for _, name := range [...]string{"LOOKUP", "READ", "WRITE"} {
			fop := hs.w.NewObject(names.FopStatistic)
			fop.Set(names.Name, name)
			fops = append(fops, fop)
		}
		total.Set(names.FopStatistics, fops)
		one.Set(names.ProfileDetails, []*store.Object{total})
		list = append(list, one)
	}
	details.Set(names.BrickProfileDetails, list)
	c.Body.Set(names.Details, details)
	return nil
}

// registerGlusterHooks sets the behavior of the scripts that volumes run on events.
func (hs *Hosts) registerGlusterHooks() {
	h := hs.w.Hook("gluster_hook")
	h.Actions["enable"] = func(c *world.Call) error {
		hs.w.Set(c.Entity(), names.Status, "enabled")
		return nil
	}
	h.Actions["disable"] = func(c *world.Call) error {
		hs.w.Set(c.Entity(), names.Status, "disabled")
		return nil
	}
	h.Actions["resolve"] = func(c *world.Call) error {
		if kind := strings.ToLower(c.Body.Text(names.ResolutionType)); kind == "copy" ||
			kind == "add" {
			hs.w.Set(c.Entity(), names.ConflictStatus, 0, names.Conflicts, nil)
			return nil
		}
		return world.Invalid(
			"'" + c.Body.Text(names.ResolutionType) + "' is no way to resolve a conflict.",
		)
	}
}

// AddGlusterHooks adds the hooks of the Gluster service to a cluster that has the service.
func (hs *Hosts) AddGlusterHooks(cluster *store.Entity) {
	if !cluster.Object().True(names.GlusterService) ||
		len(hs.w.All(cluster.Path+"/glusterhooks")) > 0 {
		return
	}
	for _, hook := range [...][3]string{{"S29CTDBsetup", "start", "post"}, {"S30samba-set", "set", "post"}} {
		hs.w.AddChild(cluster, "glusterhooks", func(o *store.Object) {
			o.Set(names.Name, hook[0])
			o.Set(names.GlusterCommand, hook[1])
			o.Set(names.Stage, hook[2])
			o.Set(names.ContentType, "text")
			o.Set(names.ConflictStatus, 0)
			o.Set(names.Checksum, store.NameUUID(hook[0])[:8])
			o.Set(names.Status, "enabled")
			o.Set(names.Cluster, world.Ref(cluster))
		})
	}
}
