package wait

import (
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// object names what is waited for.
type object struct{ kind, id, name string }

// String returns kind, name and id, as far as they are known.
func (o object) String() string {
	kind := o.kind
	if kind == "" {
		kind = "object"
	}
	switch {
	case o.name != "" && o.id != "":
		return kind + " " + o.name + " (" + o.id + ")"
	case o.name+o.id != "":
		return kind + " " + o.name + o.id
	}
	return kind
}

// learn takes over what an object says of itself.
func (o *object) learn(v any) {
	switch v := v.(type) {
	case *types.Vm:
		o.set("vm", v.ID, v.Name)
	case *types.Disk:
		o.set("disk", v.ID, first(v.Alias, v.Name))
	case *types.Host:
		o.set("host", v.ID, v.Name)
	case *types.Template:
		o.set("template", v.ID, v.Name)
	case *types.Snapshot:
		o.set("snapshot", v.ID, v.Description)
	case *types.StorageDomain:
		o.set("storage domain", v.ID, v.Name)
	case *types.DataCenter:
		o.set("data center", v.ID, v.Name)
	case *types.ImageTransfer:
		o.set("image transfer", v.ID, nil)
	}
}

func (o *object) set(kind string, id, name *string) {
	o.kind = kind
	if id := sdk.Value(id); id != "" {
		o.id = id
	}
	if name := sdk.Value(name); name != "" {
		o.name = name
	}
}

func first(texts ...*string) *string {
	for _, text := range texts {
		if sdk.Value(text) != "" {
			return text
		}
	}
	return nil
}
