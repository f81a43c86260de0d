package comment

import (
	"strings"

	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/generator/naming"
	"github.com/ovirt-go/ovirt/model"
)

// Service gives the comment of a service.
func Service(s *graph.Service) []string {
	var t text
	t.say(predicate(s.Name, s.Model.Doc, "is the service "+naming.Words(s.Model.Name)+" of the API."))
	t.say("Obtain it from a connection, by the locators of the tree of services; it holds an address and no data.", since(s.Model.Age))
	return t.age(s.Model.Age).lines
}

// NewRoot gives the comment of the constructor of the root service.
func NewRoot(s *graph.Service) []string {
	var t text
	return t.say("New" + s.Name + " gives the root of the tree of services. A connection calls it; programs use the connection's method of that name.").lines
}

// Method gives the comment of a method, with what its body must hold and the forms that it has.
func Method(s *graph.Service, m *graph.Method) []string {
	var t text
	t.say(predicate(m.Name, m.Model.Doc, composedMethod(s, m)))
	t.say(request(m), since(m.Model.Age))
	demands(&t, m)
	return t.age(m.Model.Age).lines
}

// composedMethod says what a method does where no sentence was written.
func composedMethod(s *graph.Service, m *graph.Method) string {
	at := " of the service " + naming.Words(s.Model.Name) + "."
	switch m.Kind {
	case model.Get:
		return "reads the " + naming.Words(m.Main.Shape.Struct.Model.Name) + at
	case model.List:
		return "reads the list of " + naming.Words(model.Plural(m.Main.Shape.Struct.Model.Name)) + at
	case model.Add:
		return "adds " + article(naming.Words(m.Main.Shape.Struct.Model.Name)) + " to the collection" + at
	case model.Update:
		return "changes the members of the " + naming.Words(m.Main.Shape.Struct.Model.Name) + " that are set, by way" + at
	case model.Remove:
		return "removes the object" + at
	}
	return "has the engine do the action " + naming.Words(m.Model.Name) + at
}

// request tells verb, path and answer.
func request(m *graph.Method) string {
	switch m.Kind {
	case model.Get:
		return "It sends GET and is never nil without an error."
	case model.List:
		return "It sends GET; the list is empty if there is nothing, and never nil without an error."
	case model.Add:
		return "It sends POST with v and gives the object as the engine made it, which may still be at work on it."
	case model.Update:
		return "It sends PUT with the members of v that are set, and gives the object as it is then; nil members stay as they are, empty ones are cleared."
	case model.Remove:
		return "It sends DELETE."
	}
	if m.Result != nil {
		return "It sends POST to " + m.Segment + " below the service's path, and gives the member " + m.Result.Wire + " of the answer."
	}
	return "It sends POST to " + m.Segment + " below the service's path."
}

// demands tells what the engine insists on, per form of the method.
func demands(t *text, m *graph.Method) {
	own := mandatory(m, m.Model)
	if own != "" && m.Main != nil && m.Main.Shape.List {
		own += " in each item of v"
	}
	switch {
	case len(m.Variants) == 0 && own != "":
		t.say("The engine refuses it without " + own + ".")
	case own != "":
		t.say("The API demands " + own + " in every form.")
	}
	if len(m.Variants) == 0 {
		return
	}
	t.say("Its forms:")
	for _, v := range m.Variants {
		needs := mandatory(m, v)
		if needs != "" {
			needs = "It needs " + needs + "."
		}
		deprecated := ""
		if v.Deprecated {
			deprecated = "It is deprecated."
		}
		name := strings.TrimPrefix(v.Name, v.Base+"_")
		t.item(predicate(naming.Words(name), v.Doc, "is the form "+v.Name+" of the call."), needs, since(v.Age), deprecated)
	}
}

// mandatory names the members that a form of a method demands.
func mandatory(m *graph.Method, form *model.Method) string {
	var all []string
	for _, alternatives := range m.Mandatory(form) {
		all = append(all, strings.Join(alternatives, " or "))
	}
	return strings.Join(all, ", ")
}

// Params gives the comment of the struct of a method's parameters.
func Params(s *graph.Service, m *graph.Method) []string {
	var t text
	if len(m.Params.Fields) == 0 {
		return t.say(m.Params.Name + " is empty: " + s.Name + "." + m.Name + " has no parameters yet. Nil is the usual argument.").lines
	}
	return t.say(m.Params.Name + " are the parameters of [" + s.Name + "." + m.Name + "]; nil sends none, and a nil or empty field isn't sent.").lines
}

// Param gives the comment of a field of the params.
func Param(s *graph.Service, m *graph.Method, f *graph.Field) []string {
	var t text
	t.say(predicate(f.Name, f.Param.Doc, composedParam(m, f)))
	t.more(place(m, f), forms(f), since(f.Param.Age))
	return t.age(f.Param.Age).lines
}

func place(m *graph.Method, f *graph.Field) string {
	switch {
	case f.Item != "":
		return "Member " + f.Wire + " of the action, a list of " + f.Item + "."
	case m.Body(f):
		return "Member " + f.Wire + " of the action."
	}
	return "Query parameter " + f.Wire + "."
}

func forms(f *graph.Field) string {
	if len(f.Forms) == 0 {
		return ""
	}
	return "Only for " + strings.Join(f.Forms, ", ") + "."
}

// composedParam says what a parameter is for: the ones that most methods share, and others for which no sentence was written.
func composedParam(m *graph.Method, f *graph.Field) string {
	things := "objects"
	if m.Main != nil {
		things = naming.Words(model.Plural(m.Main.Shape.Struct.Model.Name))
	}
	switch f.Param.Name {
	case "follow":
		if f.Shape.Kind == graph.Follow {
			return "has the engine put linked objects into the answer, instead of mere links; make it with rel.Follow."
		}
	case "max":
		return "bounds how many " + things + " List and Each return; 0 means none, nil means no bound. " + maxOfAll(m)
	case "search":
		return "selects " + things + " by the engine's query language, such as name=my*. Package search " +
			"builds queries; many of those that the engine cannot read find nothing, without an error."
	case "case_sensitive":
		return "has the search tell capitals from small letters; nil and false do not."
	case "filter":
		return "restricts what is seen to what the user has permissions on, as in the user portal."
	case "async":
		return "has the engine answer before it is done, where it supports that."
	}
	return "is the " + noun(f.Shape) + " " + naming.Words(f.Param.Name) + " of the call."
}

// maxOfAll says what All makes of the parameter max.
func maxOfAll(m *graph.Method) string {
	if m.Paged {
		return "All returns all of them; for it this is about the size of a page, at least 1."
	}
	return "All returns all of them, whatever it is."
}

// All gives the comment of a list's iterator.
func All(s *graph.Service, m *graph.Method) []string {
	var t text
	how := "in one request, into memory"
	if m.Paged {
		how = "page by page"
	}
	t.say("All reads the list like [" + s.Name + ".List], " + how + ", and frees the connection before the loop's body runs.")
	if m.Paged {
		t.more("What is in the list all the time is yielded once, though other items come and go meanwhile.")
	}
	t.more("An item that cannot be read costs that item, whose error is given; any other error ends the loop.")
	return t.age(m.Model.Age).lines
}

// Each gives the comment of the method that streams a list.
func Each(s *graph.Service, m *graph.Method) []string {
	var t text
	t.say("Each calls yield with every item of [" + s.Name + ".List] as it is decoded, and keeps none; it holds a connection meanwhile.")
	t.more("An error of yield ends it and is returned. The errors of items that cannot be read are returned at the end.")
	return t.age(m.Model.Age).lines
}

// Locator gives the comment of a locator.
func Locator(s *graph.Service, l *graph.Locator) []string {
	var t text
	if l.Param != "" {
		t.say(predicate(l.Name, l.Model.Doc, "locates the "+naming.Words(l.Model.Name)+" with that id below "+s.Name+". It sends nothing and cannot fail; an id that is empty or unknown is found by the methods."))
	} else {
		t.say(predicate(l.Name, l.Model.Doc, "locates the service at "+l.Segment+" below "+s.Name+". It sends nothing."))
	}
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
	return s.Model.Deprecated
}
