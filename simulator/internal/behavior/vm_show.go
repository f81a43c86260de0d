package behavior

import (
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// showVM leaves out what only all_content shows, and shows the next configuration where it is asked for.
func (w *World) showVM(_ *store.Place, v *document.View, q Query) {
	o := v.Object
	if q.Bool("next_run", false) {
		if e := w.At(o.Path); e != nil && w.next[e] != nil {
			o = o.Clone()
			o.Merge(w.next[e])
		}
	}
	switch {
	case q.Bool("all_content", false):
		o = o.Clone()
		w.ovf(o)
	case o.Has("initialization.configuration"):
		o = o.Clone()
		o.Set("initialization.configuration", nil)
	}
	if o.Has("initialization.root_password") {
		o = o.Clone()
		o.Set("initialization.root_password", nil)
	}
	if q.Bool("filter", false) {
		o = o.Clone()
		o.Set("host", nil)
		o.Set("placement_policy", nil)
	}
	v.Object = o
}

// ovf adds the configuration of a VM as a text.
func (w *World) ovf(o *store.Object) {
	if o.Has("initialization.configuration") || o.Type.Member("initialization") == nil {
		return
	}
	o.Set("initialization.configuration.type", "ovf")
	o.Set("initialization.configuration.data", fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>`+
		`<ovf:Envelope xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1/" ovf:version="4.4.0.0"><Content><Name>%s</Name>`+
		`<VmId>%s</VmId></Content></ovf:Envelope>`, escape(o.Name()), o.ID()))
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace
