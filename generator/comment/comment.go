// Package comment composes the doc comments of generated code: our own sentence of model/doc where there is one, then the facts that
// the model holds. Each function gives lines without the comment mark.
package comment

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/generator/naming"
	"github.com/ovirt-go/ovirt/model"
)

// width is where lines of a comment wrap.
const width = 100

// text collects the paragraphs of a comment.
type text struct {
	lines []string
}

// say adds a paragraph, or several if a sentence of model/doc has an empty line.
func (t *text) say(sentences ...string) *text {
	if all := sentence(sentences...); all != "" {
		for paragraph := range strings.SplitSeq(all, "\n\n") {
			t.gap()
			t.lines = append(t.lines, wrap(paragraph, "", "")...)
		}
	}
	return t
}

// more adds to the comment without beginning a new paragraph.
func (t *text) more(sentences ...string) *text {
	if line := sentence(sentences...); line != "" {
		t.lines = append(t.lines, wrap(line, "", "")...)
	}
	return t
}

// item adds a point of a list.
func (t *text) item(sentences ...string) *text {
	t.lines = append(t.lines, wrap(sentence(sentences...), "  - ", "    ")...)
	return t
}

// age adds the paragraph that tools know a deprecated thing by.
func (t *text) age(a model.Age) *text {
	if !a.Deprecated {
		return t
	}
	if a.DeprecatedSince != "" {
		return t.say("Deprecated: the API does without it since " + a.DeprecatedSince + ".")
	}
	return t.say("Deprecated: the API marks it as obsolete.")
}

func (t *text) gap() {
	if len(t.lines) > 0 {
		t.lines = append(t.lines, "")
	}
}

// sentence joins what isn't empty.
func sentence(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " ")
}

// wrap breaks a paragraph into lines.
func wrap(paragraph, first, rest string) []string {
	var lines []string
	line, indent := first, first
	for word := range strings.FieldsSeq(paragraph) {
		if len(line)+1+len(word) > width && line != indent {
			lines = append(lines, line)
			line, indent = rest, rest
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// predicate gives our own sentence, or the composed one, behind the Go name.
func predicate(name, own, composed string) string {
	if own == "" {
		own = composed
	}
	return name + " " + own
}

// since tells the release that introduced something; only from the one after the first, as all releases are from 4.0 on.
func since(a model.Age) string {
	release := a.Release()
	if release == "" {
		return ""
	}
	return "Since " + release + "."
}

// Struct gives the comment of a type.
func Struct(s *graph.Struct) []string {
	var t text
	t.say(predicate(s.Name, s.Model.Doc, "is the object "+naming.Words(s.Model.Name)+" of the API."))
	t.say("On the wire: "+s.Tag+", in lists "+s.ListTag+".", since(s.Model.Age))
	return t.age(s.Model.Age).lines
}

// Field gives the comment of a field of a type.
func Field(s *graph.Struct, f *graph.Field) []string {
	var t text
	if f.Member == nil {
		return t.say("Href is the address of the object on its engine, a path such as /ovirt-engine/api/vms/123. The engine sets it; it is ignored in requests.").lines
	}
	composed := "is the " + noun(f.Shape) + " " + naming.Words(f.Member.Name) + " of " + article(naming.Words(s.Model.Name)) + "."
	t.say(predicate(f.Name, f.Member.Doc, composed))
	t.more(fieldWire(f), since(f.Member.Age))
	return t.age(f.Member.Age).lines
}

// fieldWire tells how a field is spelled.
func fieldWire(f *graph.Field) string {
	wire := "Wire name " + f.Wire
	if f.Attr {
		wire = "Attribute " + f.Wire
	}
	if f.Item != "" {
		wire += ", a list of " + f.Item
	}
	if f.Member.Link {
		wire += "; a link"
	}
	return wire + "."
}

// noun names the kind of a value.
func noun(s graph.Shape) string {
	words := [...]string{
		graph.String: "text", graph.Bool: "switch", graph.Int: "whole number", graph.Float: "decimal number",
		graph.Time: "time", graph.EnumKind: "choice", graph.Object: "part", graph.Follow: "text",
	}
	if s.List {
		return "list"
	}
	return words[s.Kind]
}

// spokenVowels are the first words of names that begin with a vowel when they are spoken, though not when they are written.
var spokenVowels = map[string]bool{
	"m":         true, // m_dev_type is spelled by its letter.
	"ssh":       true, // ssh is spelled by its letters.
	"sso":       true, // sso is too.
	"unmanaged": true, // The u of user and usb sounds like you; this one doesn't.
}

// article puts the indefinite article in front of words.
func article(words string) string {
	first, _, _ := strings.Cut(words, " ")
	if words != "" && strings.ContainsRune("aeio", rune(words[0])) || spokenVowels[first] {
		return "an " + words
	}
	return "a " + words
}

// Links gives the comment of the field that holds an object's links.
func Links() []string {
	return []string{"Links are the collections and other objects that the engine offers below this one, unknown ones too."}
}

// Actions gives the comment of the field that holds an object's actions.
func Actions() []string {
	return []string{"Actions name what can be done with the object; each is posted to the object's address plus its name."}
}

// Enum gives the comment of an enum.
func Enum(e *graph.Enum) []string {
	var t text
	t.say(predicate(e.Name, e.Model.Doc, "is one of the choices of "+naming.Words(e.Model.Name)+"."))
	t.say("It is empty if nothing was said, and may be a value that a newer engine knows.", since(e.Model.Age))
	return t.age(e.Model.Age).lines
}

// Value gives the comment of a value of an enum.
func Value(e *graph.Enum, v *graph.Value) []string {
	var t text
	composed := "is the choice " + naming.Words(v.Model.Name) + " of " + naming.Words(e.Model.Name) + "."
	t.say(predicate(v.Name, v.Model.Doc, composed))
	t.more(since(v.Model.Age))
	return t.age(v.Model.Age).lines
}

// Relation gives the comment of a relation.
func Relation(r *graph.Relation) []string {
	from, to := naming.Words(r.From.Model.Name), naming.Words(r.To.Model.Name)
	var t text
	if r.List {
		t.say(r.Name + " leads from " + article(from) + " to its list of " + naming.Words(model.Plural(r.To.Model.Name)) + ", the link " + r.Path + ".")
	} else {
		t.say(r.Name + " leads from " + article(from) + " to " + article(to) + ", the link " + r.Path + ".")
	}
	t.more(since(r.Member.Age))
	return t.age(r.Member.Age).lines
}

// Reader gives the comment of the value that reads a type.
func Reader(s *graph.Struct) []string {
	var t text
	return t.say(s.Name + " reads the element " + s.Tag + ", and lists in " + s.ListTag + ", into types." + s.Name + ".").lines
}

// Writer gives the comment of the value that writes a type.
func Writer(s *graph.Struct) []string {
	var t text
	return t.say(s.Name + " writes types." + s.Name + " as the element " + s.Tag + ", and lists as " + s.ListTag + ".").lines
}

// UsesDeprecated reports whether code about the type touches what the model deprecates.
func UsesDeprecated(s *graph.Struct) bool {
	if s.Model.Deprecated {
		return true
	}
	for _, f := range s.Fields {
		if f.Member == nil {
			continue
		}
		if f.Member.Deprecated || shapeDeprecated(f.Shape) {
			return true
		}
	}
	return false
}

// RelationsUseDeprecated reports whether the relations of the type name a type that the model deprecates.
func RelationsUseDeprecated(s *graph.Struct) bool {
	return s.Model.Deprecated || slices.ContainsFunc(s.Relations, func(r *graph.Relation) bool { return r.To.Model.Deprecated })
}

// AnyDeprecated reports whether the model deprecates one of the types.
func AnyDeprecated(all []*graph.Struct) bool {
	return slices.ContainsFunc(all, func(s *graph.Struct) bool { return s.Model.Deprecated })
}

func shapeDeprecated(s graph.Shape) bool {
	return s.Enum != nil && s.Enum.Model.Deprecated || s.Struct != nil && s.Struct.Model.Deprecated
}
