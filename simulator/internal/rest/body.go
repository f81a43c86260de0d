package rest

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/sso"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// maxBody bounds the document of a request.
const maxBody = 64 << 20

// read returns the document of a request for one of the methods, and the method that its members mean. It answers itself if
// the document is no good.
func (q *request) read(methods []*model.Method, typeName string) (o *store.Object, chosen *model.Method, ok bool) {
	f, known := q.bodyFormat()
	if !known {
		q.empty(http.StatusUnsupportedMediaType)
		return nil, nil, false
	}
	doc, err := io.ReadAll(http.MaxBytesReader(q.w, q.r.Body, maxBody))
	if err != nil {
		q.empty(http.StatusBadRequest)
		return nil, nil, false
	}
	t := q.world.Schema.Type(typeName)
	if f == wire.JSON && string(bytes.TrimSpace(doc)) == "null" {
		q.nothing(methods[0])
		return nil, nil, false
	}
	if f == wire.XML {
		doc, err = document.Tolerate(doc)
	}
	if err == nil {
		o, err = document.Decode(doc, f, t, true)
	}
	var value *document.ValueError
	var unknown *document.UnknownError
	if errors.As(err, &unknown) && f == wire.XML && q.unknowns.Add(1) > unknownsRefused {
		o, err = document.DecodeOver(doc, f, t)
	}
	switch {
	case unknown != nil && f == wire.JSON:
		q.unrecognized(unknown)
		return nil, nil, false
	case err != nil && f == wire.XML && document.OtherType(q.world.Schema, doc, t):
		// The engine trips over it.
		sso.HTML(q.w, http.StatusInternalServerError, "Internal Server Error")
		return nil, nil, false
	case errors.As(err, &value):
		q.fault(world.Invalid(value.Detail))
		return nil, nil, false
	case err != nil:
		q.fault(q.syntax(q.match.Node.Service.Name, methods[0].Name))
		return nil, nil, false
	}
	if methods[0].Kind == model.Add && (q.world.ByReference(q.match.Node) || unchecked[q.match.Node.Service.Name] ||
		o.Has("lun_storage") && t.Name == "disk") {
		return o, methods[0], true
	}
	chosen, missing := route.Choose(methods, func(steps []model.Step) bool { return present(o, methods[0], steps) })
	empty := q.empties(methods[0], o)
	replaced := q.rules.Replaced(q.match.Node.Service.Name) && !o.Has("lun_storage")
	switch {
	case chosen == nil && !replaced:
		q.lacking(methods, t, missing)
		return nil, nil, false
	case empty != nil:
		q.fault(empty)
		return nil, nil, false
	case chosen == nil:
		chosen = methods[0]
	}
	return o, chosen, true
}

// unknownsRefused is how many documents with unknown elements engines refuse after their start: the
// parser of XML reports so many, and ignores the others.
const unknownsRefused = 10

// unrecognized answers for a member of JSON that its type lacks. The parser does that itself, with a
// text that claims to be HTML.
func (q *request) unrecognized(err *document.UnknownError) {
	text := html.EscapeString(fmt.Sprintf(
		"Unrecognized field %q (class org.ovirt.engine.api.model.%s), not marked as ignorable",
		err.Name, err.Type.Java(),
	))
	text = strings.ReplaceAll(text, "&#34;", "&quot;")
	q.w.Header().Set("Content-Type", "text/html"+mediaText)
	q.w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	q.w.WriteHeader(http.StatusBadRequest)
	q.w.Write([]byte(text))
}

// empties returns the refusal of a document that lacks what the resource itself insists on, or nil.
// A VM of a configuration or a snapshot is made of that.
func (q *request) empties(m *model.Method, o *store.Object) *world.Fault {
	if m.Kind != model.Add || o.Has("initialization.configuration.data") || o.Has("snapshots") ||
		o.Has("lun_storage") {
		return nil
	}
	r := q.rules.Empty(q.match.Node.Service.Name, o)
	if r == nil {
		return nil
	}
	return &world.Fault{Status: http.StatusBadRequest, Reason: r.Reason, Detail: r.Detail}
}

// nothing answers for a document that is null.
func (q *request) nothing(m *model.Method) {
	if q.rules.Replaced(q.match.Node.Service.Name) || m.Kind == model.Action {
		q.crash()
		return
	}
	for _, p := range m.Params {
		if p.In && p.Out {
			q.fault(world.Mandatory(p.Wire()))
			return
		}
	}
	q.fault(q.syntax(q.match.Node.Service.Name, m.Name))
}

// lacking answers that mandatory members are missing: the first of them if the method has one form.
func (q *request) lacking(methods []*model.Method, t *schema.Type, missing []string) {
	m := methods[0]
	switch {
	case q.rules.Replaced(q.match.Node.Service.Name) || ownChecks[q.match.Node.Service.Name]:
		for i, path := range missing {
			missing[i] = shortPath(path)
		}
		q.fault(world.Incomplete(t.Java() + " [" + strings.Join(missing, ", ") + "] required for " + string(m.Kind)))
	case len(methods) > 1:
		q.fault(&world.Fault{
			Status: http.StatusBadRequest, Reason: world.ReasonMandatory,
			Detail: "No matching signature found, make sure that mandatory attributes are provided.",
		})
	default:
		q.fault(world.Mandatory(strings.Split(strings.ReplaceAll(missing[0], "[]", ""), "|")...))
	}
}

// unchecked are services for whose documents engines demand nothing before a command looks at them.
var unchecked = map[string]bool{"disk_attachments": true}

// ownChecks are services whose resources make checks of their own, which the rules don't have yet.
var ownChecks = map[string]bool{
	"external_template_imports": true, "external_vm_imports": true,
}

// shortPath spells the paths of a constraint as the engine's messages do: without the parameter, and with alternatives behind one head.
func shortPath(paths string) string {
	alternatives := strings.Split(paths, "|")
	for i, path := range alternatives {
		_, path, _ = strings.Cut(path, ".")
		alternatives[i] = camelPath(path)
	}
	out := alternatives[0]
	for _, other := range alternatives[1:] {
		head := strings.LastIndexByte(out, '.')
		if head >= 0 && strings.HasPrefix(other, out[:head+1]) {
			other = other[head+1:]
		}
		out += "|" + other
	}
	return out
}

// camelPath spells the words of a path as Java does.
func camelPath(path string) string {
	parts := strings.FieldsFunc(path, func(c rune) bool { return c == '.' })
	for i, part := range parts {
		parts[i] = schema.Camel(strings.TrimSuffix(part, "[]"), false)
	}
	return strings.Join(parts, ".")
}

// present reports whether a document has what the steps of a constraint lead to. The first step is the document itself, or for an
// action a member of it.
func present(o *store.Object, m *model.Method, steps []model.Step) bool {
	if m.Kind != model.Action {
		steps = steps[1:]
	}
	return reaches(o, steps)
}

func reaches(o *store.Object, steps []model.Step) bool {
	if len(steps) == 0 {
		return true
	}
	switch v := o.Get(steps[0].Name).(type) {
	case nil:
		return false
	case *store.Object:
		return reaches(v, steps[1:])
	case []*store.Object:
		if len(steps) == 1 {
			return len(v) > 0 || !steps[0].Items
		}
		for _, item := range v {
			if !reaches(item, steps[1:]) {
				return false
			}
		}
		return len(v) > 0
	case []string:
		return len(v) > 0 || !steps[0].Items
	}
	return len(steps) == 1
}
