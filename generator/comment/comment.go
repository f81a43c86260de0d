// Package comment composes the doc comments of generated code: our own sentence of model/doc where
// there is one, then the facts that the model has. Each function returns lines without the comment
// mark.
//
// What holds for every type or every method is said once, in the comment of the generated package.
// A wire name is printed only where it differs from the snake case of the Go name.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package comment

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/generator/naming"
	"github.com/ovirt-go/ovirt/model"
)

// width is where the text of a comment wraps, so that a comment of a field fits into 100 columns with
// its indentation and its mark.
const width = 92

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
		return t.say("Deprecated: obsolete in the API since " + a.DeprecatedSince + ".")
	}
	return t.say("Deprecated: obsolete in the API.")
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

// predicate returns the Go name followed by our own sentence, or by the composed one.
func predicate(name, own, composed string) string {
	if own == "" {
		own = composed
	}
	return name + " " + own
}

// since names the release that introduced something. It is empty for what 4.0 had already, the first
// release of this API.
func since(a model.Age) string {
	release := a.Release()
	if release == "" {
		return ""
	}
	return "Since " + release + "."
}

// Struct returns the comment of a type.
func Struct(s *graph.Struct) []string {
	var t text
	composed := "represents " + article(naming.Prose(s.Model.Name)) + "."
	t.say(predicate(s.Name, s.Model.Doc, composed))
	t.say(structWire(s), since(s.Model.Age))
	return t.age(s.Model.Age).lines
}

// structWire names the elements of a type where they don't follow from its name.
func structWire(s *graph.Struct) string {
	switch {
	case s.Tag != s.Model.Name:
		return "In XML it is the element " + s.Tag + ", and a list of them is " + s.ListTag + "."
	case s.ListTag != s.Model.Name+"s":
		return "In XML a list of them is the element " + s.ListTag + "."
	}
	return ""
}

// hrefComment is the comment of the field that holds an object's address.
const hrefComment = "Href is the address of the object on its engine, a path such as /ovirt-engine/api/vms/123. " +
	"The engine sets it and ignores it in requests."

// Field returns the comment of a field of a type.
func Field(s *graph.Struct, f *graph.Field) []string {
	var t text
	if f.Member == nil {
		return t.say(hrefComment).lines
	}
	t.say(predicate(f.Name, f.Member.Doc, composedField(s, f)))
	t.more(fieldWire(f), since(f.Member.Age))
	return t.age(f.Member.Age).lines
}

// composedField says what a field holds where no sentence was written.
func composedField(s *graph.Struct, f *graph.Field) string {
	what, of := naming.Prose(f.Member.Name), " of the "+naming.Prose(s.Model.Name)+"."
	switch {
	case f.Shape.List:
		return "lists the " + what + of
	case f.Shape.Kind == graph.Bool:
		return "is the setting " + what + of
	}
	return "is the " + what + of
}

// fieldWire says how a field is spelled where that doesn't follow from its name, and whether the
// engine sends a link in its place.
func fieldWire(f *graph.Field) string {
	var parts []string
	switch {
	case f.Wire != f.Member.Name && f.Attr:
		parts = append(parts, "Its attribute in XML is "+f.Wire+".")
	case f.Wire != f.Member.Name:
		parts = append(parts, "Its wire name is "+f.Wire+".")
	case f.Attr && f.Member.Name != "id":
		parts = append(parts, "In XML it is an attribute.")
	}
	if f.Item != "" && f.Item+"s" != f.Wire {
		parts = append(parts, "Each item is an element "+f.Item+".")
	}
	if f.Member.Link {
		parts = append(parts, "It is a link.")
	}
	return sentence(parts...)
}

// vowelSounds are first words that begin with a vowel when they are spoken but not when they are
// written, because they are spelled letter by letter.
var vowelSounds = map[string]bool{
	"FC": true, "FCoE": true, "FIPS": true, "HTTP": true, "LDAP": true, "m": true, "MTU": true, "NFS": true, "NTP": true,
	"RNG": true, "RSDL": true, "SPM": true, "SR-IOV": true, "SSH": true, "SSO": true, "VM": false,
}

// consonantSounds are first words that begin with a vowel when they are written but not when they are
// spoken.
var consonantSounds = map[string]bool{"UUID": true, "URL": true, "USB": true}

// article puts the indefinite article in front of words.
func article(words string) string {
	first, _, _ := strings.Cut(words, " ")
	switch {
	case first == "" || consonantSounds[first]:
		return "a " + words
	case vowelSounds[first], first == "unmanaged": // The u of user sounds like you; this one doesn't.
		return "an " + words
	case strings.ContainsRune("aeioAEIO", rune(first[0])):
		return "an " + words
	}
	return "a " + words
}

// Links returns the comment of the field that holds an object's links.
func Links() []string {
	var t text
	return t.say("Links contains the related objects and collections that the engine lists with this object, including unknown ones.").lines
}

// Actions returns the comment of the field that holds an object's actions.
func Actions() []string {
	var t text
	return t.say("Actions contains the names of the actions that the object supports; each is a POST to the object's address followed by its name.").lines
}

// Enum returns the comment of an enum.
func Enum(e *graph.Enum) []string {
	var t text
	t.say(predicate(e.Name, e.Model.Doc, "is the type of "+naming.Prose(e.Model.Name)+" values."))
	t.say(since(e.Model.Age))
	return t.age(e.Model.Age).lines
}

// Value returns the comment of a value of an enum.
func Value(e *graph.Enum, v *graph.Value) []string {
	var t text
	composed := "is the value " + v.Model.Name + " of [" + e.Name + "]."
	t.say(predicate(v.Name, v.Model.Doc, composed))
	t.more(since(v.Model.Age))
	return t.age(v.Model.Age).lines
}

// Relation returns the comment of a relation.
func Relation(r *graph.Relation) []string {
	from, to := naming.Prose(r.From.Model.Name), naming.Prose(r.To.Model.Name)
	var t text
	if r.List {
		list := naming.Prose(model.Plural(r.To.Model.Name))
		t.say(r.Name + " follows the link " + r.Path + " of " + article(from) + " to a list of " + list + ".")
	} else {
		t.say(r.Name + " follows the link " + r.Path + " of " + article(from) + " to " + article(to) + ".")
	}
	t.more(since(r.Member.Age))
	return t.age(r.Member.Age).lines
}

// Reader returns the comment of the value that reads a type.
func Reader(s *graph.Struct) []string {
	var t text
	return t.say(s.Name + " reads a types." + s.Name + " from the element " + s.Tag + ", and a list of them from " + s.ListTag + ".").lines
}

// Writer returns the comment of the value that writes a type.
func Writer(s *graph.Struct) []string {
	var t text
	return t.say(s.Name + " writes a types." + s.Name + " as the element " + s.Tag + ", and a list of them as " + s.ListTag + ".").lines
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
