package wait_test

import (
	"context"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func up(b *bed, id string) error {
	_, err := wait.VmUp(b.t.Context(), b.conn, id)
	return err
}

func down(b *bed, id string) error {
	_, err := wait.VmDown(b.t.Context(), b.conn, id)
	return err
}

func suspended(b *bed, id string) error {
	_, err := wait.VmSuspended(b.t.Context(), b.conn, id)
	return err
}

// masked returns the text of an error with ID for the id.
func masked(err error, id string) string {
	if err == nil {
		return ""
	}
	return strings.ReplaceAll(err.Error(), id, "ID")
}

// noting makes functions that give the object alike.
func noting[T any](f func(context.Context, sdk.Engine, string, ...wait.Option) (T, error)) func(context.Context, *bed, string, ...wait.Option) error {
	return func(ctx context.Context, b *bed, id string, opts ...wait.Option) error {
		_, err := f(ctx, b.conn, id, opts...)
		return err
	}
}

// bare makes functions that give only an error alike.
func bare(f func(context.Context, sdk.Engine, string, ...wait.Option) error) func(context.Context, *bed, string, ...wait.Option) error {
	return func(ctx context.Context, b *bed, id string, opts ...wait.Option) error {
		return f(ctx, b.conn, id, opts...)
	}
}

// below makes functions alike that need the id of the object above, which is the first of its kind.
func below[T any](
	above string, f func(context.Context, sdk.Engine, string, string, ...wait.Option) (T, error),
) func(context.Context, *bed, string, ...wait.Option) error {
	return func(ctx context.Context, b *bed, id string, opts ...wait.Option) error {
		_, err := f(ctx, b.conn, b.IDs(above)[0], id, opts...)
		return err
	}
}

// change is a document that sets the state of an object.
func change(path, state string) string {
	tags := map[string][2]string{
		"vms": {"vm", "status"}, "disks": {"disk", "status"}, "hosts": {"host", "status"}, "templates": {"template", "status"},
		"storagedomains": {"storage_domain", "status"}, "datacenters": {"data_center", "status"},
		"imagetransfers": {"image_transfer", "phase"}, "snapshots": {"snapshot", "snapshot_status"},
	}
	parts := strings.Split(path, "/")
	tag := tags[parts[len(parts)-2]]
	return "<" + tag[0] + "><" + tag[1] + ">" + state + "</" + tag[1] + "></" + tag[0] + ">"
}
