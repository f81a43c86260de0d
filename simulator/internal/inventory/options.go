package inventory

import (
	"fmt"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
)

// seedOptions makes the options of the engine's configuration.
func (inv *Inventory) seedOptions() error {
	if inv.w.Tree.Root.Fixed["options"] == nil {
		return nil // old releases have none
	}
	w := wire.NewWriter(wire.XML)
	defer w.Release()
	for _, option := range rules.Options() {
		w.Reset(wire.XML)
		w.Begin("system_option")
		w.Attr("id", &option.Name)
		w.Text("name", option.Name)
		w.OpenList("values", "system_option_value")
		for _, v := range option.Values {
			w.Item()
			w.String("value", &v.Value)
			w.Text("version", v.Version)
			w.EndItem()
		}
		w.CloseList("values")
		w.End("system_option")
		if _, err := inv.w.Plant("/options", w.Bytes(), wire.XML); err != nil {
			return fmt.Errorf("seed option %s: %w", option.Name, err)
		}
	}
	return nil
}
