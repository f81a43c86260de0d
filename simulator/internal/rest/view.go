package rest

import (
	"net/http"
	"strconv"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/machines"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// show returns an object as its place shows it. It must be called within Read or Update.
func (q *request) show(p *store.Place, params world.Query) document.View {
	v := document.View{Object: p.Entity.Object(), Path: p.Path, Rels: p.Node.Rels}
	if p.Node.Segment != "" {
		v.Rels = nil // a collection whose objects can't be addressed
		if !p.Node.Has(model.Get) && p.Node.Item == nil {
			v.Path = ""
		}
	} else if len(p.Node.Actions) > 0 {
		v.Actions = p.Node.Actions
	}
	changed := q.r.Method == http.MethodPost || q.r.Method == http.MethodPut
	at := q.rules.Address(v.Object.Type.Name, q.match.Node.Pattern, changed, v.Object)
	switch {
	case at == rules.NoAddress:
		v.Path = ""
	case at != "" && v.Path != "":
		v.Path = at + "/" + p.Entity.ID()
	}
	if h := q.world.Hooks(p.Node.Service.Name); h != nil && h.Show != nil {
		h.Show(p, &v, params)
	} else {
		machines.HideDevices(&v)
	}
	return v
}

// get answers with one object.
func (q *request) get() {
	if q.rules.Trips(q.match.Node.Pattern) {
		q.crash()
		return
	}
	var v document.View
	var err error
	q.world.Read(func() {
		var p *store.Place
		if p, err = q.locate(); err != nil {
			return
		}
		if p.Entity == nil {
			err = store.ErrNotFound
			return
		}
		v = q.show(p, q.query)
		if p.Node.Service.Name == "system_option" {
			if v.Object, err = q.option(v.Object); err != nil {
				return
			}
		}
		if owner := p.Entity.Owner; q.viewer && owner != nil && !world.IsRunning(owner.Object().Text("status")) {
			err = &world.Fault{Status: http.StatusConflict, Reason: "Vm " + owner.Object().Name() + " is not running."}
			return
		}
		err = q.follow(&v, p, followTree(q.query.Text("follow")))
	})
	switch {
	case err != nil:
		q.answerError(err)
	case q.viewer:
		q.viewerFile(v.Object)
	default:
		q.view(http.StatusOK, &v)
	}
}

// viewerFile answers with the settings for remote-viewer.
func (q *request) viewerFile(console *store.Object) {
	text := "[virt-viewer]\ntype=" + console.Text("protocol") + "\nhost=host.localdomain\nport=5900\ndelete-this-file=1\n"
	q.w.Header().Set("Content-Type", viewerType)
	q.w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	q.w.Write([]byte(text))
}
