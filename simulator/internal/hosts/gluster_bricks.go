package hosts

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// the note at a brick whose data is moved to the others, before it is removed
const moving = "moving"

// registerBricks sets the behavior of the directories that volumes are made of.
func (hs *Hosts) registerBricks() {
	h := hs.w.Hook("gluster_bricks")
	h.Add = func(c *world.Call) (*store.Entity, error) {
		return hs.addBrick(c.Owner(), c.Body), nil
	}
	h.Remove = func(c *world.Call) error {
		bricks, err := hs.askedBricks(c, "remove")
		if err != nil {
			return err
		}
		if len(bricks) == len(hs.w.All(c.Place.Collection())) && len(bricks) > 0 {
			return world.Conflict(
				"Cannot remove Brick(s). A Gluster Volume needs at least one brick.",
			)
		}
		for _, brick := range bricks {
			hs.w.Drop(brick)
		}
		return nil
	}
	h.Actions["migrate"] = func(c *world.Call) error {
		bricks, err := hs.askedBricks(c, "start removing")
		if err != nil {
			return err
		}
		for _, brick := range bricks {
			brick.SetNote(moving, "true")
		}
		return nil
	}
	stop := func(verb, status string) func(*world.Call) error {
		return func(c *world.Call) error {
			bricks, err := hs.askedBricks(c, verb)
			if err != nil {
				return err
			}
			for _, brick := range bricks {
				if brick.Note(moving) == "" && status == "" {
					return world.Conflict("Cannot %s Brick(s). Remove brick not started.", verb)
				}
			}
			for _, brick := range bricks {
				brick.DropNote(moving)
				if status != "" && brick.Owner.Object().Text(names.Status) == world.Up {
					hs.w.Set(brick, names.Status, status)
				}
			}
			return nil
		}
	}
	h.Actions["stopmigrate"] = stop("stop removing", "")
	h.Actions["activate"] = stop("activate", world.Up)
	hs.w.Hook("gluster_brick").Actions["replace"] = hs.replaceBrick
}

// askedBricks returns the bricks that an action or a removal names by id or name.
func (hs *Hosts) askedBricks(c *world.Call, verb string) ([]*store.Entity, error) {
	if c.Body == nil {
		return nil, nil
	}
	var out []*store.Entity
	for _, ref := range c.Body.List(names.Bricks) {
		i := slices.IndexFunc(c.All(c.Place.Collection()), func(e *store.Entity) bool {
			return ref.ID() == e.ID() || ref.ID() == "" && ref.Name() == e.Object().Name()
		})
		if i < 0 {
			return nil, world.Conflict("Cannot %s Brick(s). Invalid gluster brick.", verb)
		}
		out = append(out, c.All(c.Place.Collection())[i])
	}
	return out, nil
}

// addBrick adds a brick to a volume. It has the status of the volume.
func (hs *Hosts) addBrick(volume *store.Entity, b *store.Object) *store.Entity {
	return hs.w.AddChild(volume, "glusterbricks", func(o *store.Object) {
		o.Merge(b)
		o.Set(names.ID, nil)
		o.Set(names.Name, hs.brickName(b))
		o.Set(names.Status, volume.Object().Text(names.Status))
		o.Set(names.GlusterVolume, world.Ref(volume))
	})
}

// brickName returns the name of a brick: its host and its directory.
func (hs *Hosts) brickName(b *store.Object) string {
	host := b.Text(names.ServerID)
	if e := hs.w.At("/hosts/" + host); e != nil {
		host = e.Object().Text(names.Address)
	}
	return host + ":" + b.Text(names.BrickDir)
}

// replaceBrick puts another directory in the place of a brick.
func (hs *Hosts) replaceBrick(c *world.Call) error {
	list := c.Body.List(names.Bricks)
	if len(list) == 0 {
		return nil // it is healed in place
	}
	asked := list[0]
	o := c.Object().Clone()
	for _, name := range [...]string{names.ServerID, names.BrickDir} {
		if v := asked.Get(name); v != nil {
			o.Set(name, v)
		}
	}
	o.Set(names.Name, hs.brickName(o))
	hs.w.Put(c.Entity(), o)
	return nil
}

// bricksOn returns the bricks of Gluster volumes that are on a host.
func (hs *Hosts) bricksOn(host *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, cluster := range hs.w.All("/clusters") {
		for _, volume := range hs.w.All(cluster.Path + "/glustervolumes") {
			for _, brick := range hs.w.All(volume.Path + "/glusterbricks") {
				if brick.Object().Text(names.ServerID) == host.ID() {
					out = append(out, brick)
				}
			}
		}
	}
	return out
}
