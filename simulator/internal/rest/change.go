package rest

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// step is one step of a change. The steps of a change run one after the other until one fails.
type step func(*world.Call) error

// change runs the steps of a request that changes something, without any other request between them,
// and returns the call that they ran on. The call is nil if there is nothing to run them on.
func (q *request) change(body *store.Object, variant string, steps ...step) (*world.Call, error) {
	var c *world.Call
	var err error
	q.world.Update(func() {
		var p *store.Place
		if p, err = q.locate(); err != nil {
			return
		}
		c = &world.Call{
			World: q.world, Place: p, Body: body, Sent: body, Query: q.query, Correlation: q.correlation,
			Variant: variant, User: q.subject.User, Guard: q.subject,
		}
		for _, step := range steps {
			if err = step(c); err != nil {
				return
			}
		}
	})
	return c, err
}

// obey returns a step that holds a document against the rules of the engine's beans.
func (q *request) obey(check func(typ string, o rules.Object) *rules.Refusal) step {
	return func(c *world.Call) error {
		if r := check(c.Body.Type.Name, c.Body); r != nil {
			return &world.Fault{Status: http.StatusBadRequest, Reason: r.Reason, Detail: r.Detail, Command: true}
		}
		return nil
	}
}

// asJob returns a step that the list of jobs shows, if engines list the method there. It does several
// steps, of which the first are what the command validates.
func (q *request) asJob(method string, do ...step) step {
	return func(c *world.Call) error {
		q.startJob(method, c)
		for _, step := range do {
			if err := step(c); err != nil {
				c.ReportRefusal(err)
				c.EndJob("failed")
				return err
			}
		}
		c.EndJob("finished")
		return nil
	}
}

// completed returns an action that has done its work.
func (q *request) completed() *store.Object {
	o := store.New(q.world.Schema.Type("action"))
	o.Set("status", "complete")
	return o
}

// add answers a POST to a collection.
func (q *request) add() {
	n := q.match.Node
	body, method, ok := q.read(n.Methods(model.Add), n.Element())
	if !ok {
		return
	}
	var e *store.Entity
	create := func(c *world.Call) (err error) {
		e, err = q.world.Create(c)
		return err
	}
	var v document.View
	show := func(c *world.Call) error {
		if q.expects("201-created") {
			c.Await()
		}
		// The answer is complete, as by all_content, except for the configuration of what is still
		// being made.
		v = q.show(q.world.Child(c.Place, e), q.query.With("all_content", world.Listed))
		if len(c.Tasks) > 0 && v.Object.Has("initialization.configuration") {
			v.Object = v.Object.Clone()
			v.Object.Set("initialization.configuration", nil)
		}
		return nil
	}
	r := q.referring("add")
	c, err := q.change(body, method.Name, r.resolve, q.asJob("add", q.obey(q.rules.Add), r.refuse, create), show)
	switch {
	case err != nil:
		q.answerError(err)
	case c.ActsAdd:
		q.view(http.StatusOK, &document.View{Object: q.completed()})
	default:
		q.added(c, &v)
	}
}

// added answers with a new object.
func (q *request) added(c *world.Call, v *document.View) {
	switch {
	case len(c.Tasks) > 0:
		v.Creation = "in_progress"
		v.Extra = append(v.Extra, document.Link{
			Rel:  route.CreationStatus,
			Path: v.Path + "/" + route.CreationStatus + "/" + taskIDs(c.Tasks),
		})
		q.view(http.StatusAccepted, v)
	case v.Path == "" || unlocated[q.match.Node.Service.Name]:
		q.view(http.StatusOK, v)
	default:
		q.w.Header().Set("Location", q.host()+q.prefix+v.Path)
		q.view(http.StatusCreated, v)
	}
}

// unlocated are the services whose adds engines answer as actions of the object above: 200, and no
// Location.
var unlocated = map[string]bool{
	"quota_cluster_limits": true, "quota_storage_limits": true, "affinity_group_vms": true,
}

func taskIDs(ids []string) string { return url.PathEscape(strings.Join(ids, ",")) }

// update answers a PUT.
func (q *request) update() {
	body, method, ok := q.read(q.match.Node.Methods(model.Update), q.match.Node.Element())
	if !ok {
		return
	}
	var v document.View
	show := func(c *world.Call) error {
		// The answer is complete, as by all_content.
		full := world.Query{Values: url.Values{"all_content": {"true"}, world.Changed: {"true"}}}
		if q.query.Has("next_run") {
			full.Values.Set("next_run", q.query.Text("next_run"))
		}
		v = q.show(c.Place, full)
		return nil
	}
	r := q.referring("update")
	modify := q.asJob("update", q.obey(q.rules.Update), r.refuse, q.world.Modify)
	if _, err := q.change(body, method.Name, r.resolve, modify, show); err != nil {
		q.answerError(err)
		return
	}
	q.view(http.StatusOK, &v)
}

// below reports whether the object exists below which the path leads on.
func (q *request) below() bool {
	var err error
	q.world.Read(func() { _, err = q.world.Locate(q.match.Steps[:len(q.match.Steps)-2]) })
	return err == nil
}

// remove answers a DELETE.
func (q *request) remove() {
	n := q.match.Node
	var body *store.Object
	methods := n.Methods(model.Remove)
	if n.Segment != "" && q.r.ContentLength != 0 {
		// The one remove of a collection says in its document which objects go.
		var ok bool
		if body, _, ok = q.read(methods, "action"); !ok {
			return
		}
	}
	exists := func(c *world.Call) error {
		if c.Place.Entity == nil && n.Segment == "" {
			return store.ErrNotFound
		}
		return nil
	}
	var job *store.Object
	show := func(c *world.Call) error {
		if c.Job != nil {
			job = world.Ref(c.Job)
		}
		return nil
	}
	_, err := q.change(body, "", exists, q.asJob("remove", q.world.Delete), show)
	if errors.Is(err, store.ErrNotFound) && q.rules.Again(n.Pattern) && q.below() {
		err = nil
	}
	switch {
	case err != nil:
		q.answerError(err)
	case q.query.Bool("async", false) || q.expects("202-accepted"):
		q.empty(http.StatusAccepted)
	default:
		o := q.completed()
		if job != nil {
			o.Set("job", job)
		}
		q.view(http.StatusOK, &document.View{Object: o})
	}
}

// act answers a POST to an action.
func (q *request) act() {
	action := q.match.Action
	body, method, ok := q.read(q.match.Node.Action(action), "action")
	if !ok {
		return
	}
	run := func(c *world.Call) error { return q.world.Act(c, action) }
	var v document.View
	show := func(c *world.Call) error {
		if c.Body.Has("async") && !c.Body.True("async") {
			c.Await()
		}
		v = q.actionView(c)
		return nil
	}
	r := q.referring(action)
	c, err := q.change(body, method.Name, r.resolve, q.asJob(base(method), r.refuse, run), show)
	switch {
	case c == nil:
		q.nothingToActOn(err, body)
	case err != nil:
		q.actionFault(err, c.Sent)
	case len(c.Tasks) > 0 || q.query.Bool("async", false):
		q.view(http.StatusAccepted, &v)
	default:
		q.view(http.StatusOK, &v)
	}
}

// nothingToActOn answers for an action on an object that can't be reached.
func (q *request) nothingToActOn(err error, action *store.Object) {
	absent := q.rules.Absent(http.MethodPost, q.match.Node.Pattern+"/"+q.match.Action)
	switch {
	case absent == nil || !errors.Is(err, store.ErrNotFound):
		q.answerError(err) // The fault has no action around it.
	case absent.Status == http.StatusOK:
		done := action.Clone()
		done.Set("status", "complete")
		q.view(http.StatusOK, &document.View{Object: done})
	default:
		q.world.Read(func() { err = q.absent(absent, err) })
		q.actionFault(err, action)
	}
}

// base returns the name of the method that a variant is a form of.
func base(m *model.Method) string {
	if m.Base != "" {
		return m.Base
	}
	return m.Name
}

// actionView returns the answer of an action that went well: what was sent, changed.
func (q *request) actionView(c *world.Call) document.View {
	o := c.Body
	if c.Job != nil {
		o.Set("job", world.Ref(c.Job))
	}
	o.Set("status", "complete")
	v := document.View{Object: o}
	if q.query.Bool("async", false) {
		o.Set("status", "in_progress")
	}
	if len(c.Tasks) == 0 {
		return v
	}
	path := c.Place.Path + "/" + q.match.Action
	o.Set("async", true)
	o.Set("status", "pending")
	o.Set("id", strings.Join(c.Tasks, ","))
	v.Path = path + "/" + taskIDs(c.Tasks)
	v.Extra = []document.Link{{Rel: "parent", Path: c.Place.Path}, {Rel: "replay", Path: path}}
	return v
}

// creation answers how far the making of an object is.
func (q *request) creation() {
	ids := strings.Split(q.match.Rest[0], ",")
	if slices.ContainsFunc(ids, func(id string) bool { return !store.IsUUID(id) }) {
		q.empty(http.StatusNotFound)
		return
	}
	status := ""
	q.world.Read(func() {
		_, err := q.world.Locate(q.match.Steps)
		status = q.world.TaskStatus(ids)
		if errors.Is(err, store.ErrNotFound) && status != "complete" {
			status = "failed"
		}
	})
	o := q.begin(http.StatusOK)
	href := q.r.URL.EscapedPath()
	o.w.Begin("creation")
	o.w.Attr("href", &href)
	o.w.Attr("id", &q.match.Rest[0])
	o.w.Text("status", status)
	o.w.End("creation")
	o.end()
}
