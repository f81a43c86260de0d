package behavior

import (
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
)

// register sets all behaviour.
func (w *World) register() {
	w.registerAccess()
	w.registerStorage()
	w.registerMachines()
	w.registerHostRoom()
	w.registerCenterRoom()
	w.jobs()
	w.events()
	w.actsAdd()
	w.system()
}

// seed makes what each engine has: the fixed part first, then one data center with a cluster, a host and storage.
func (w *World) seed() error {
	w.seedAccess()
	for _, s := range fixed {
		if _, err := w.Plant(s.path, []byte(s.doc), wire.XML); err != nil {
			return fmt.Errorf("seed %s: %w", s.path, err)
		}
	}
	w.seedEveryone()
	if blank := w.At("/templates/" + blankID); blank != nil {
		w.set(blank, "version.base_template", Ref(blank))
	}
	for i, name := range systems {
		w.plant("/operatingsystems", fmt.Sprintf(`<operating_system id="%d"><name>%s</name><description>%s</description>`+
			`<architecture>x86_64</architecture></operating_system>`, i, name, strings.ReplaceAll(name, "_", " ")))
	}
	return nil
}
