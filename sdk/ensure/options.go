package ensure

import (
	"time"

	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// Option changes how a function works. Options that mean nothing to a function are ignored.
type Option func(*options)

type options struct {
	current   any // current is a pointer to the object as the caller knows it, which may be nil
	given     bool
	exclusive bool
	force     bool
	keepDisks bool
	clone     bool
	clusters  []*types.Cluster
	wait      []wait.Option
	call      []call.Option
}

// Current returns the object as it is now, so that it isn't looked for: as it was read before, or
// nil if it isn't there. It must be true: a function acts on it. The NICs and disk attachments of a
// VM that it has are taken as they are too, if each attachment has its disk with its alias, as with
// rel.VmDiskAttachments and rel.DiskAttachmentDisk followed.
func Current[T any](v *T) Option {
	return func(o *options) { o.current, o.given = v, true }
}

// Exclusive makes what is wanted below an object all that there is: the NICs, disks, VMs and hosts
// that aren't mentioned go. NICs are removed, disks are detached and stay. A list that is nil, not
// empty, is still nobody's concern.
func Exclusive() Option {
	return func(o *options) { o.exclusive = true }
}

// Force takes the shorter way to a state: a VM is stopped without asking its guest to shut down.
func Force() Option {
	return func(o *options) { o.force = true }
}

// KeepDisks has [VmAbsent] detach the disks of the VM instead of removing them with it.
func KeepDisks() Option {
	return func(o *options) { o.keepDisks = true }
}

// Clone makes [Vm] create a VM with full copies of the disks of its template, so that it doesn't
// depend on the template.
func Clone() Option {
	return func(o *options) { o.clone = true }
}

// AttachTo has [Network] attach the network to clusters, which are given by IDs or names, beside
// the Cluster of the network that is wanted.
func AttachTo(clusters ...*types.Cluster) Option {
	return func(o *options) { o.clusters = append(o.clusters, clusters...) }
}

// Pace says how often the functions look whether the engine is done; see wait.Every.
func Pace(first, last time.Duration) Option { return Wait(wait.Every(first, last)) }

// Wait returns options for each wait until the engine is done, such as wait.Within and
// wait.Progress.
func Wait(opts ...wait.Option) Option {
	return func(o *options) { o.wait = append(o.wait, opts...) }
}

// Call returns options for each call, such as a correlation id; waits are told theirs with [Wait].
func Call(opts ...call.Option) Option {
	return func(o *options) { o.call = append(o.call, opts...) }
}

func apply(opts []Option) *options {
	o := new(options)
	for _, opt := range opts {
		if opt != nil {
			opt(o)
		}
	}
	return o
}
