package rest

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/behavior"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// call prepares the call of a method with a document. It must be called within Update.
func (q *request) call(body *store.Object, variant string) (*behavior.Call, error) {
	p, err := q.locate()
	if err != nil {
		return nil, err
	}
	c := &behavior.Call{
		World: q.world, Place: p, Body: body, Query: q.query, Correlation: q.correlation, Variant: variant,
		User: q.subject.User, Subject: q.subject,
	}
	return c, nil
}

// add answers a POST to a collection.
func (q *request) add() {
	n := q.match.Node
	body, method, ok := q.read(n.Methods(model.Add), n.Element())
	if !ok {
		return
	}
	var v document.View
	var c *behavior.Call
	var err error
	q.world.Update(func() {
		if c, err = q.call(body, method.Name); err != nil {
			return
		}
		if c.Body, err = q.world.References(body); err != nil {
			return
		}
		if err = refused(q.rules.Add(body.Type.Name, body)); err != nil {
			return
		}
		q.startJob("add", c)
		var e *store.Entity
		if e, err = q.world.Create(c); err != nil {
			c.EndJob("failed")
			return
		}
		c.EndJob("finished")
		if q.expects("201-created") {
			c.Await()
		}
		child := q.world.Child(c.Place, e)
		// The answer is complete, as by all_content, save the configuration of what is still being
		// made.
		v = q.show(child, q.query.With("all_content", behavior.Listed))
		if len(c.Tasks) > 0 && v.Object.Has("initialization.configuration") {
			v.Object = v.Object.Clone()
			v.Object.Set("initialization.configuration", nil)
		}
	})
	switch {
	case err != nil:
		q.answerError(err)
	case c.ActsAdd:
		o := store.New(q.world.Schema.Type("action"))
		o.Set("status", "complete")
		q.view(http.StatusOK, &document.View{Object: o})
	default:
		q.added(c, &v)
	}
}

// refused returns the fault of a rule that a document breaks, or nil.
func refused(r *rules.Refusal) error {
	if r == nil {
		return nil
	}
	return &behavior.Fault{Status: http.StatusBadRequest, Reason: r.Reason, Detail: r.Detail}
}

// added answers with a new object.
func (q *request) added(c *behavior.Call, v *document.View) {
	switch {
	case len(c.Tasks) > 0:
		v.Creation = "in_progress"
		v.Extra = append(v.Extra, document.Link{Rel: route.CreationStatus, Path: v.Path + "/" + route.CreationStatus + "/" + taskIDs(c.Tasks)})
		q.view(http.StatusAccepted, v)
	case v.Path == "":
		q.view(http.StatusOK, v)
	default:
		q.w.Header().Set("Location", q.host()+q.prefix+v.Path)
		q.view(http.StatusCreated, v)
	}
}

func taskIDs(ids []string) string { return url.PathEscape(strings.Join(ids, ",")) }

// update answers a PUT.
func (q *request) update() {
	body, method, ok := q.read(q.match.Node.Methods(model.Update), q.match.Node.Element())
	if !ok {
		return
	}
	var v document.View
	var err error
	q.world.Update(func() {
		var c *behavior.Call
		if c, err = q.call(body, method.Name); err != nil {
			return
		}
		if c.Body, err = q.world.References(body); err != nil {
			return
		}
		if err = refused(q.rules.Update(body.Type.Name, body)); err != nil {
			return
		}
		q.startJob("update", c)
		if err = q.world.Modify(c); err != nil {
			c.EndJob("failed")
			return
		}
		c.EndJob("finished")
		// The answer is complete, as by all_content.
		full := behavior.Query{Values: url.Values{"all_content": {"true"}}}
		if q.query.Has("next_run") {
			full.Values.Set("next_run", q.query.Text("next_run"))
		}
		v = q.show(c.Place, full)
	})
	switch {
	case err != nil:
		q.answerError(err)
	default:
		q.view(http.StatusOK, &v)
	}
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
	var job *store.Object
	var err error
	q.world.Update(func() {
		var c *behavior.Call
		if c, err = q.call(body, ""); err != nil {
			return
		}
		if c.Place.Entity == nil && n.Segment == "" {
			err = store.ErrNotFound
			return
		}
		q.startJob("remove", c)
		if err = q.world.Delete(c); err != nil {
			c.EndJob("failed")
			return
		}
		c.EndJob("finished")
		if c.Job != nil {
			job = behavior.Ref(c.Job)
		}
	})
	switch {
	case err != nil:
		q.answerError(err)
	case q.query.Bool("async", false) || q.expects("202-accepted"):
		q.empty(http.StatusAccepted)
	default:
		o := store.New(q.world.Schema.Type("action"))
		o.Set("status", "complete")
		if job != nil {
			o.Set("job", job)
		}
		q.view(http.StatusOK, &document.View{Object: o})
	}
}

// act answers a POST to an action.
func (q *request) act() {
	body, method, ok := q.read(q.match.Node.Action(q.match.Action), "action")
	if !ok {
		return
	}
	var v document.View
	var c *behavior.Call
	var lost, err error // lost is why there is nothing to act on; its answer has no action around it
	q.world.Update(func() {
		if c, lost = q.call(body, method.Name); lost != nil {
			return
		}
		var full *store.Object
		if full, err = q.world.References(body); err != nil {
			return
		}
		body = full
		c.Body = full
		q.startJob(base(method), c)
		if err = q.world.Act(c, q.match.Action); err != nil {
			c.EndJob("failed")
			return
		}
		c.EndJob("finished")
		if body.Has("async") && !body.True("async") {
			c.Await()
		}
		v = q.actionView(c)
	})
	switch {
	case lost != nil:
		q.answerError(lost)
	case err != nil:
		q.actionFault(err, body)
	case len(c.Tasks) > 0 || q.query.Bool("async", false):
		q.view(http.StatusAccepted, &v)
	default:
		q.view(http.StatusOK, &v)
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
func (q *request) actionView(c *behavior.Call) document.View {
	o := c.Body
	if c.Job != nil {
		o.Set("job", behavior.Ref(c.Job))
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
