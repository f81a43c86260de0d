// Package document reads and writes objects of the model as the engine does, in XML and in JSON.
package document

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// ErrSyntax says that a document is damaged, has the wrong root, or an element that the model doesn't know.
var ErrSyntax = errors.New("request is syntactically incorrect")

// ValueError says that a member has a value that doesn't fit it.
type ValueError struct{ Detail string }

// Error returns the detail.
func (e *ValueError) Error() string { return e.Detail }

// UnknownError says that a document has an element that its type lacks. It wraps [ErrSyntax].
type UnknownError struct {
	Name string
	Type *schema.Type // Type is that of the object in which the element is.
}

// Error names the element.
func (e *UnknownError) Error() string {
	return fmt.Sprintf("%v: element %q isn't known", ErrSyntax, e.Name)
}

// Unwrap returns [ErrSyntax].
func (e *UnknownError) Unwrap() error { return ErrSyntax }

// Decode reads a document that holds one object of the type. Strict refuses unknown elements, as the engine does; else they are
// ignored. The error wraps [ErrSyntax] or is a [*ValueError].
func Decode(doc []byte, f wire.Format, t *schema.Type, strict bool) (*store.Object, error) {
	return decode(doc, f, t, &decoder{strict: strict})
}

// DecodeOver reads as strictly as [Decode] does, but ignores unknown elements.
func DecodeOver(doc []byte, f wire.Format, t *schema.Type) (*store.Object, error) {
	return decode(doc, f, t, &decoder{strict: true, over: true})
}

func decode(doc []byte, f wire.Format, t *schema.Type, d *decoder) (*store.Object, error) {
	r := wire.NewBytesReader(doc, f)
	defer r.Release()
	d.r = r
	if !r.RootIs(t.Tag) {
		return nil, fmt.Errorf("%w: %w", ErrSyntax, r.Err())
	}
	o := d.object(t)
	err := r.Finish()
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	case d.unknown != nil && !d.over:
		return nil, d.unknown
	case d.bad != nil:
		return nil, d.bad
	}
	if err := r.ItemErr(); err != nil {
		return nil, d.damaged(err)
	}
	return o, nil
}

// damaged returns the error of a number or date that isn't one, which engines take for a damaged
// document. That they do so for dates is unknown.
func (d *decoder) damaged(err error) error {
	if d.strict && !d.kept {
		return fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	return &ValueError{Detail: err.Error()}
}

// DecodeKept reads one object of the type from XML as it is kept, with the addresses of what it refers to, and strictly.
func DecodeKept(doc []byte, t *schema.Type) (*store.Object, error) {
	return decode(doc, wire.XML, t, &decoder{strict: true, kept: true})
}

// Parse reads a document whose root tells its type, leniently: for seeds.
func Parse(s *schema.Schema, doc []byte, f wire.Format) (*store.Object, error) {
	r := wire.NewBytesReader(doc, f)
	tag := r.Root()
	err := r.Err()
	r.Release()
	if err != nil {
		return nil, err
	}
	t := s.Tagged(tag)
	if t == nil {
		return nil, fmt.Errorf("read document: no type of the model is called <%s>", tag)
	}
	return Decode(doc, f, t, false)
}

type decoder struct {
	r       *wire.Reader
	strict  bool
	kept    bool   // addresses count
	prefix  string // what addresses begin with
	over    bool   // unknown elements are ignored, although the rest is strict
	unknown *UnknownError
	bad     error
}

// tolerated are members that engines write and clients send back; they say nothing.
var tolerated = []string{"id", "href", "rel", "actions", "link", "creation_status"}

func (d *decoder) object(t *schema.Type) *store.Object {
	o := store.New(t)
	for ok := d.r.Enter(); ok; ok = d.r.Next() {
		m := t.Wire(string(d.r.Name()))
		if m != nil {
			d.member(o, m)
			continue
		}
		if d.kept && string(d.r.Name()) == "href" {
			o.Path = d.address(d.r.Text())
			continue
		}
		if name := string(d.r.Name()); d.strict && d.unknown == nil && !slices.Contains(tolerated, name) {
			d.unknown = &UnknownError{Name: name, Type: t}
		}
		d.r.Skip()
	}
	return o
}

func (d *decoder) member(o *store.Object, m *schema.Member) {
	if m.List {
		d.list(o, m)
		return
	}
	switch m.Kind {
	case schema.String:
		if v := d.r.String(); v != nil {
			o.Put(m, d.text(m, *v))
		}
	case schema.Enum:
		if v := d.enum(m); v != "" {
			o.Put(m, v)
		}
	case schema.Bool:
		d.boolean(o, m)
	case schema.Int:
		// The engine's parser takes an empty text for zero.
		var n int64
		if v := d.r.Int(); v != nil {
			n = *v
		}
		switch {
		case n < 0 && m.Least == 0:
			d.wrong(fmt.Sprintf("Negative value %d not allowed for unsigned integers, valid values are between 0 and %d", n, m.Most))
			return
		case n < m.Least:
			d.wrong(fmt.Sprintf("Value %d is less than minimum integer %d", n, m.Least))
			return
		case n > m.Most:
			d.wrong(fmt.Sprintf("Value %d is greater than maximum integer %d", n, m.Most))
			return
		}
		o.Put(m, n)
	case schema.Decimal:
		if v := d.r.Float(); v != nil {
			o.Put(m, *v)
		}
	case schema.Date:
		if v := d.r.Time(); v != nil {
			o.Put(m, *v)
		}
	case schema.Struct:
		o.Put(m, d.object(m.Type))
	}
}

func (d *decoder) list(o *store.Object, m *schema.Member) {
	if m.Kind == schema.Struct {
		items := []*store.Object{}
		for d.r.EnterList(m.Item); d.r.NextItem(); {
			items = append(items, d.object(m.Type))
		}
		o.Put(m, items)
		return
	}
	items := []string{}
	for d.r.EnterList(m.Item); d.r.NextItem(); {
		if m.Kind == schema.Enum {
			if v := d.enum(m); v != "" {
				items = append(items, v)
			}
			continue
		}
		items = append(items, d.text(m, d.r.Text()))
	}
	o.Put(m, items)
}

// text takes a text. JSON can hold characters that XML can't; what every list would then fail to show is refused.
func (d *decoder) text(m *schema.Member, s string) string {
	for _, c := range s {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF {
			d.wrong(fmt.Sprintf("%s has the character %U, which XML excludes", m.Wire, c))
			return ""
		}
	}
	return strings.Clone(s)
}

// boolean takes a truth value. Engines take true and false in any case, 1 and 0, and nothing else.
func (d *decoder) boolean(o *store.Object, m *schema.Member) {
	if !d.strict || d.kept {
		if v := d.r.Bool(); v != nil {
			o.Put(m, *v)
		}
		return
	}
	switch text := d.r.Text(); strings.ToLower(text) {
	case "true", "1":
		o.Put(m, true)
	case "false", "0":
		o.Put(m, false)
	default:
		d.wrong(fmt.Sprintf("Value \"%s\" isn't a valid boolean, it should be \"true\" , \"false\", \"0\" or \"1\"", sample(text)))
	}
}

// enum takes a value of an enum in any case. An empty one is no value either.
func (d *decoder) enum(m *schema.Member) string {
	text := d.r.Text()
	for _, v := range m.Enum.Values {
		if strings.EqualFold(v.Name, text) {
			return v.Name
		}
	}
	if d.strict {
		d.wrong(fmt.Sprintf("The string '%s' isn't a valid value for the '%s' enumerated type. Valid values are: '%s'.", sample(text),
			schema.Camel(m.Enum.Name, true), strings.Join(rules.Values(m.Enum), "', '")))
	}
	return ""
}

// sampleSize is how many bytes of a value an error shows, which is as many as package wire shows.
const sampleSize = 64

// sample returns a text, cut if it is longer than any value that the model has.
func sample(text string) string {
	if len(text) <= sampleSize {
		return text
	}
	n := sampleSize
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n] + "..."
}

// wrong notes the first value that doesn't fit.
func (d *decoder) wrong(detail string) {
	if d.bad == nil {
		d.bad = &ValueError{Detail: detail}
	}
}
