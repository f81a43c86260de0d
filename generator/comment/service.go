package comment

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/generator/naming"
	"github.com/ovirt-go/ovirt/model"
)

// Service returns the comment of a service.
func Service(s *graph.Service) []string {
	var t text
	composed := "is the service at the resource " + naming.Prose(s.Model.Name) + " of the API."
	t.say(predicate(s.Name, s.Model.Doc, composed))
	t.say(since(s.Model.Age))
	return t.age(s.Model.Age).lines
}

// NewRoot returns the comment of the constructor of the root service.
func NewRoot(s *graph.Service) []string {
	var t text
	return t.say(
		"New"+s.Name+" returns the root of the tree of services. It is for packages of this SDK;",
		"programs call the connection's method "+s.Name+".",
	).lines
}

// Method returns the comment of a method, with what its body must contain and the forms that it has.
func Method(s *graph.Service, m *graph.Method) []string {
	var t text
	t.say(predicate(m.Name, m.Model.Doc, composedMethod(s, m)))
	t.say(request(m), since(m.Model.Age))
	demands(&t, m)
	return t.age(m.Model.Age).lines
}

// composedMethod says what a method does where no sentence was written.
func composedMethod(s *graph.Service, m *graph.Method) string {
	var object, objects string
	if m.Main != nil && m.Main.Shape.Struct != nil {
		name := m.Main.Shape.Struct.Model.Name
		object, objects = naming.Prose(name), naming.Prose(model.Plural(name))
	}
	switch m.Kind {
	case model.Get:
		return "returns the " + object + "."
	case model.List:
		return "returns the " + objects + " of the collection."
	case model.Add:
		if m.Main.Shape.List {
			return "adds " + objects + " to the collection."
		}
		return "adds " + article(object) + " to the collection."
	case model.Update:
		if m.Main.Shape.List {
			return "updates the " + objects + "."
		}
		return "updates the " + object + "."
	case model.Remove:
		return "removes the " + naming.Prose(s.Model.Name) + "."
	}
	return "runs the action " + m.Segment + " on the " + naming.Prose(s.Model.Name) + "."
}

// request names the verb, the path below the service, and the answer.
func request(m *graph.Method) string {
	switch m.Kind {
	case model.Get, model.List:
		return "It sends GET."
	case model.Add:
		return "It sends POST and returns the object as the engine created it."
	case model.Update:
		return "It sends PUT and returns the updated object. Nil fields keep their values, empty ones are cleared."
	case model.Remove:
		return "It sends DELETE."
	}
	if m.Result != nil {
		return "It sends POST to " + m.Segment + " and returns " + m.Result.Wire + " of the answer."
	}
	return "It sends POST to " + m.Segment + "."
}

// demands says which fields are required, for each form of the method.
func demands(t *text, m *graph.Method) {
	own := mandatory(m, m.Model)
	if own != "" && len(m.Variants) == 0 {
		where := ""
		if m.Main != nil && m.Main.Shape.List {
			where = " in each item"
		}
		t.say("Required" + where + ": " + own + ".")
	}
	if len(m.Variants) == 0 {
		return
	}
	if own != "" {
		t.say("Required unless a form below requires something else: " + own + ".")
	}
	t.say("It has several forms:")
	for i, v := range m.Variants {
		t.item(formName(v, i)+":", formDoc(v), required(mandatory(m, v)), since(v.Age), obsolete(v))
	}
}

// unnamed matches what the model calls a form that has no name.
const unnamed = "signature"

// formName returns how the comments call a form of a method.
func formName(v *model.Method, i int) string {
	name := strings.TrimPrefix(v.Name, v.Base+"_")
	if strings.HasPrefix(name, unnamed) {
		return "form " + strconv.Itoa(i+1)
	}
	return naming.Prose(name)
}

func formDoc(v *model.Method) string {
	if v.Doc == "" {
		return "see the fields that it requires."
	}
	return v.Doc
}

func required(fields string) string {
	if fields == "" {
		return ""
	}
	return "Required: " + fields + "."
}

func obsolete(v *model.Method) string {
	if !v.Deprecated {
		return ""
	}
	return "This form is obsolete."
}

// mandatory names the fields that a form of a method requires.
func mandatory(m *graph.Method, form *model.Method) string {
	var all []string
	for _, alternatives := range m.Mandatory(form) {
		all = append(all, strings.Join(alternatives, " or "))
	}
	return strings.Join(all, ", ")
}

// Params returns the comment of the struct of a method's parameters.
func Params(s *graph.Service, m *graph.Method) []string {
	var t text
	if len(m.Params.Fields) == 0 {
		return t.say(m.Params.Name + " is empty: [" + s.Name + "." + m.Name + "] has no parameters yet.").lines
	}
	return t.say(m.Params.Name + " contains the parameters of [" + s.Name + "." + m.Name + "].").lines
}

// Param returns the comment of a field of the params.
func Param(s *graph.Service, m *graph.Method, f *graph.Field) []string {
	var t text
	t.say(predicate(f.Name, f.Param.Doc, composedParam(m, f)))
	t.more(place(m, f), forms(m, f), since(f.Param.Age))
	return t.age(f.Param.Age).lines
}

// place says how a parameter is sent where that doesn't follow from its name: parameters of actions
// are members of the body, all others are query parameters.
func place(m *graph.Method, f *graph.Field) string {
	action := m.Kind == model.Action
	switch {
	case f.Item != "" && f.Item+"s" != f.Wire:
		return "In the body it is " + f.Wire + ", a list of " + f.Item + "."
	case m.Body(f) && (!action || f.Wire != f.Param.Name):
		return "In the body it is " + f.Wire + "."
	case !m.Body(f) && (action || f.Wire != f.Param.Name):
		return "It is sent as the query parameter " + f.Wire + "."
	}
	return ""
}

func forms(m *graph.Method, f *graph.Field) string {
	if len(f.Forms) == 0 {
		return ""
	}
	var names []string
	for _, form := range f.Forms {
		names = append(names, naming.Prose(strings.TrimPrefix(form, m.Model.Base+"_")))
	}
	return "Only for the form " + strings.Join(names, " or ") + "."
}

// composedParam says what a parameter is for: the ones that most methods share, and others for which
// no sentence was written.
func composedParam(m *graph.Method, f *graph.Field) string {
	things := "objects"
	if m.Main != nil {
		things = naming.Prose(model.Plural(m.Main.Shape.Struct.Model.Name))
	}
	switch f.Param.Name {
	case "follow":
		if f.Shape.Kind == graph.Follow {
			return "names the links whose objects the answer contains in place of the links; rel.Follow creates it."
		}
	case "max":
		return "is the largest number of " + things + " that List and Each return; 0 means none, nil means no limit. " + maxOfAll(m)
	case "search":
		return "is a query in the engine's search language that selects " + things + ", such as name=my*. Package search " +
			"composes queries; many of those that the engine cannot read find nothing, without an error."
	case "case_sensitive":
		return "makes the search case-sensitive. The default is false."
	case "filter":
		return composedFilter(m, things)
	case "async":
		return "makes the engine answer before the work is complete, where it supports that."
	}
	if f.Shape.Kind == graph.Bool {
		return "is the option " + naming.Prose(f.Param.Name) + "."
	}
	return "is the " + naming.Prose(f.Param.Name) + "."
}

// composedFilter says what the parameter filter does: it makes an administrator's request one of an
// ordinary user.
func composedFilter(m *graph.Method, things string) string {
	const portal = ", as the user portal does for administrators too."
	switch m.Kind {
	case model.List:
		return "limits the list to " + things + " that the user has permissions for" + portal
	case model.Get:
		return "hides the object unless the user has permissions for it" + portal
	}
	return "checks the request against the user's own permissions" + portal
}

// maxOfAll says what All does with the parameter max.
func maxOfAll(m *graph.Method) string {
	if m.Paged {
		return "For All it is about the size of a page, at least 1; All returns every item."
	}
	return "All ignores it and returns every item."
}

// All returns the comment of a list's iterator.
func All(s *graph.Service, m *graph.Method) []string {
	var t text
	how := "in one request, into memory"
	if m.Paged {
		how = "page by page"
	}
	t.say("All iterates over the items of [" + s.Name + ".List]. It reads the list " + how +
		", and holds no connection while the loop body runs.")
	if m.Paged {
		t.more("An item that stays in the list is yielded once, even if others come and go meanwhile.")
	}
	t.more("An item that cannot be read yields an error, and the loop goes on; any other error ends the loop.")
	return t.age(m.Model.Age).lines
}

// Each returns the comment of the method that streams a list.
func Each(s *graph.Service, m *graph.Method) []string {
	var t text
	t.say("Each calls yield for each item of [" + s.Name + ".List] as it is decoded and holds a connection until it returns.")
	t.more("An error of yield ends it and is returned. Errors of items that cannot be read are returned at the end.")
	return t.age(m.Model.Age).lines
}

// Locator returns the comment of a locator.
func Locator(s *graph.Service, l *graph.Locator) []string {
	var t text
	composed := "returns the service at " + l.Segment + " below this one."
	if l.Param != "" {
		composed = "returns the service of the " + naming.Prose(strings.TrimSuffix(l.Model.Name, "_service")) + " with the given ID."
	}
	t.say(predicate(l.Name, l.Model.Doc, composed))
	return t.more(since(l.Model.Age)).age(l.Model.Age).lines
}

// ServiceUsesDeprecated reports whether code about the service touches what the model deprecates.
func ServiceUsesDeprecated(s *graph.Service) bool {
	for _, m := range s.Methods {
		if m.Main != nil && shapeDeprecated(m.Main.Shape) || m.Result != nil && shapeDeprecated(m.Result.Shape) {
			return true
		}
		for _, f := range m.Params.Fields {
			if f.Param.Deprecated || shapeDeprecated(f.Shape) {
				return true
			}
		}
	}
	for _, l := range s.Locators {
		if l.Target.Model.Deprecated {
			return true
		}
	}
	return s.Model.Deprecated || slices.ContainsFunc(s.Methods, demandsDeprecated)
}

// demandsDeprecated reports whether the check of what a method demands names a deprecated field.
func demandsDeprecated(m *graph.Method) bool {
	for _, d := range m.Demands {
		for _, f := range slices.Concat(d.Alternatives...) {
			if f.Member != nil && f.Member.Deprecated {
				return true
			}
		}
	}
	return false
}
