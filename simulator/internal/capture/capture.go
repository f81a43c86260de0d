// Package capture reads the inventory of an engine through its API into a world, with nothing but
// GET.
package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/access"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// ErrAbsent is what a fetch answers for a path that the engine doesn't have or doesn't list.
var ErrAbsent = errors.New("not there")

// Config tells how to read.
type Config struct {
	// Fetch gets the XML document at a path behind the entry point, which is closed after reading.
	Fetch   func(ctx context.Context, path string) (io.ReadCloser, error)
	Prefix  string // Prefix is what addresses in documents begin with, such as /ovirt-engine/api.
	Workers int
	Access  *access.Access // Access takes the permissions.
	Skip    []string       // Skip are the segments of collections that aren't read.
}

// Read fills an empty world: first the collections of the entry point, then level by level what
// lies below their objects. It must be called outside Read and Update.
func Read(ctx context.Context, w *world.World, cfg Config) error {
	c := &capture{Config: cfg, world: w}
	var level []*job
	w.Read(func() {
		root := &store.Place{Node: w.Tree.Root}
		for _, segment := range segments(w.Tree.Root) {
			level = c.plan(level, root, w.Tree.Root.Fixed[segment])
		}
	})
	for len(level) > 0 {
		if err := c.fetch(ctx, level); err != nil {
			return err
		}
		var next []*job
		w.Update(func() {
			for _, j := range level {
				next = c.take(next, j)
			}
		})
		level = next
	}
	w.Update(c.connect)
	return nil
}

type capture struct {
	Config
	world *world.World
	links []*job // collections of references
}

// job is one collection to be read.
type job struct {
	place *store.Place
	items []*store.Object
}

// segments returns those below a node, sorted.
func segments(n *route.Node) []string {
	out := make([]string, 0, len(n.Fixed))
	for segment := range n.Fixed {
		out = append(out, segment)
	}
	slices.Sort(out)
	return out
}

// plan adds a collection to the jobs, if its objects can't be found elsewhere.
func (c *capture) plan(jobs []*job, above *store.Place, n *route.Node) []*job {
	if slices.Contains(c.Skip, n.Segment) || world.Derived(n) {
		return jobs
	}
	var p *store.Place
	if above.Entity != nil {
		p = c.world.Below(above, n.Segment)
	} else {
		p, _ = c.world.Find(n.Pattern)
	}
	t := c.world.Element(n)
	if p == nil || t == nil {
		return jobs
	}
	own := c.world.Owns(n) || c.world.Linked(n)
	if n.Has(model.List) && (own || t.Name == "permission" || attached(n)) {
		jobs = append(jobs, &job{place: p})
	}
	if n.Item == nil || above.Entity == nil {
		// Collections may stand below others without an object between.
		for _, segment := range segments(n) {
			jobs = c.plan(jobs, p, n.Fixed[segment])
		}
	}
	return jobs
}

// fetch reads the collections of the jobs, several at once.
func (c *capture) fetch(ctx context.Context, jobs []*job) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue := make(chan *job)
	var wg sync.WaitGroup
	for range max(1, c.Workers) {
		wg.Go(func() {
			for j := range queue {
				if ctx.Err() != nil {
					continue
				}
				if err := c.read(ctx, j); err != nil {
					stop(fmt.Errorf("capture %s: %w", j.place.Path, err))
				}
			}
		})
	}
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	wg.Wait()
	return context.Cause(ctx)
}

func (c *capture) read(ctx context.Context, j *job) error {
	body, err := c.Fetch(ctx, j.place.Path)
	switch {
	case errors.Is(err, ErrAbsent):
		return nil
	case err != nil:
		return err
	}
	defer body.Close()
	t := c.world.Element(j.place.Node)
	var bad error
	err = document.EachItem(body, t, c.Prefix, func(o *store.Object) {
		if o.ID() == "" {
			return
		}
		if err := o.CheckIDs(); err != nil && bad == nil {
			bad = err
		}
		j.items = append(j.items, o)
	})
	return errors.Join(err, bad)
}

// take puts the objects of a job into the world, and plans what lies below them.
func (c *capture) take(next []*job, j *job) []*job {
	n := j.place.Node
	if !c.world.Owns(n) {
		c.links = append(c.links, j)
		return next
	}
	slices.SortStableFunc(j.items, order)
	for _, o := range j.items {
		e := c.world.Add(j.place.Owner(), n, own(n, o))
		p := &store.Place{Node: e.Node, Path: e.Path, Entity: e}
		for _, segment := range segments(e.Node) {
			next = c.plan(next, p, e.Node.Fixed[segment])
		}
	}
	return next
}

// own returns an object without the lists that are collections of their own.
func own(n *route.Node, o *store.Object) *store.Object {
	out := o.Clone()
	o.Each(func(m *schema.Member, _ any) {
		if world.Segment(n.Item, m) != "" {
			out.Put(m, nil)
		}
	})
	return out
}

// attached reports whether the collection shows more of its objects than their home does: the
// status of storage domains is known where they are attached.
func attached(n *route.Node) bool {
	return n.Element() == "storage_domain" && n.Parent.Element() == "data_center"
}

// order puts events, which are listed from the last to the first, into the order of their making.
func order(a, b *store.Object) int { return int(a.Int("index") - b.Int("index")) }

// connect fills the collections of references, and makes up what an engine doesn't tell. Lists of
// permissions hold inherited ones too, so those of objects from which others inherit come first.
func (c *capture) connect() {
	slices.SortStableFunc(c.links, func(a, b *job) int { return rank(a) - rank(b) })
	for _, j := range c.links {
		for _, o := range j.items {
			switch {
			case o.Type.Name == "permission":
				c.Access.Grant(j.place, o)
			case attached(j.place.Node):
				c.world.Complete(o)
			default:
				c.world.Join(j.place, o)
			}
		}
	}
	c.world.Recall()
}

// above are the types whose permissions others inherit, the first ones first.
var above = []string{
	"data_center", "storage_domain", "cluster", "network", "host", "vm_pool", "template", "vm",
}

// holders are the types that have permissions instead of being what they are for; they list also
// those of which nothing else tells.
var holders = []string{"group", "user"}

func rank(j *job) int {
	if j.place.Owner() == nil {
		return -1
	}
	name := j.place.Owner().Object().Type.Name
	if i := slices.Index(above, name); i >= 0 {
		return i
	}
	return len(above) + 1 + slices.Index(holders, name)
}
