package description

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// node is a value of a JSON document that knows where it stands.
type node struct {
	model.Pos
	value  any              // value is a string, bool, json.Number or nil; unused for objects and arrays
	fields map[string]*node // fields are those of an object
	items  []*node          // items are those of an array
	shape  string           // shape is what the node is: an object, an array, a string, a boolean, a number or null
}

// maxDepth bounds the nesting of a document. Descriptions have nine levels.
const maxDepth = 50

// maxItems bounds an array, because methods and members are compared with each other. The longest of a description has some 600.
const maxItems = 5_000

// tree parses a whole document. Its error is one of the layout, with file and line.
func tree(name string, data []byte) (*node, *model.Problem) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	p := &treeParser{name: name, data: data, d: d, line: 1}
	root, err := p.node(0)
	if err == nil {
		if _, err = d.Token(); err == io.EOF {
			return root, nil
		}
		if err == nil {
			err = errors.New("unexpected text behind the document")
		}
	}
	p.move(d.InputOffset())
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		p.move(int64(len(data)))
		err = errors.New("the document ends too early")
	}
	return nil, &model.Problem{Pos: p.pos(), Text: strings.TrimPrefix(err.Error(), "json: ")}
}

type treeParser struct {
	name string
	data []byte
	d    *json.Decoder
	at   int64 // at is the offset up to which lines are counted
	line int
}

// move counts the lines up to an offset.
func (p *treeParser) move(to int64) {
	if to > p.at {
		p.line += bytes.Count(p.data[p.at:to], []byte("\n"))
		p.at = to
	}
}

func (p *treeParser) pos() model.Pos { return model.Pos{File: p.name, Line: p.line} }

func (p *treeParser) node(depth int) (*node, error) {
	t, err := p.d.Token()
	if err != nil {
		return nil, err
	}
	if depth > maxDepth {
		return nil, fmt.Errorf("the document is nested more than %d deep", maxDepth)
	}
	p.move(p.d.InputOffset())
	n := &node{Pos: p.pos(), value: t}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return n, p.object(n, depth)
		}
		return n, p.array(n, depth)
	case string:
		n.shape = "a string"
	case bool:
		n.shape = "a boolean"
	case json.Number:
		n.shape = "a number"
	default:
		n.shape = "null"
	}
	return n, nil
}

func (p *treeParser) object(n *node, depth int) error {
	n.shape, n.fields = "an object", make(map[string]*node)
	for p.d.More() {
		t, err := p.d.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string)
		value, err := p.node(depth + 1)
		if err != nil {
			return err
		}
		if n.fields[key] != nil {
			return fmt.Errorf("key %q stands twice in an object", key)
		}
		n.fields[key] = value
	}
	_, err := p.d.Token()
	return err
}

func (p *treeParser) array(n *node, depth int) error {
	n.shape = "an array"
	for p.d.More() {
		item, err := p.node(depth + 1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, err := p.d.Token()
	return err
}

// keys reports whether the node is an object, and reports it and its keys that aren't among the known ones.
func (r *reader) keys(n *node, what string, known ...string) bool {
	if n.fields == nil {
		r.errs.Addf(n.Pos, "%s is %s; expected an object", what, n.shape)
		return false
	}
	for key, value := range n.fields {
		if !slices.Contains(known, key) {
			r.errs.Addf(value.Pos, "%s: unknown key %q; known are %s", what, key, strings.Join(known, ", "))
		}
	}
	return true
}

// text returns a string of an object. A missing or empty one is reported if it is needed.
func (r *reader) text(n *node, what, key string, needed bool) string {
	value := n.fields[key]
	if value == nil {
		if needed {
			r.errs.Addf(n.Pos, "%s has no %s", what, key)
		}
		return ""
	}
	s, ok := value.value.(string)
	switch {
	case !ok:
		r.errs.Addf(value.Pos, "%s: %s is %s; expected a string", what, key, value.shape)
	case s == "" && needed:
		r.errs.Addf(value.Pos, "%s: %s is empty", what, key)
	}
	return s
}

// flag returns a boolean of an object; a missing one is reported.
func (r *reader) flag(n *node, what, key string) bool {
	value := n.fields[key]
	if value == nil {
		r.errs.Addf(n.Pos, "%s has no %s", what, key)
		return false
	}
	b, ok := value.value.(bool)
	if !ok {
		r.errs.Addf(value.Pos, "%s: %s is %s; expected a boolean", what, key, value.shape)
	}
	return b
}

// list returns the items of an array of an object. A missing one is reported if it is needed.
func (r *reader) list(n *node, what, key string, needed bool) []*node {
	value := n.fields[key]
	if value == nil {
		if needed {
			r.errs.Addf(n.Pos, "%s has no %s", what, key)
		}
		return nil
	}
	if value.shape != "an array" {
		r.errs.Addf(value.Pos, "%s: %s is %s; expected an array", what, key, value.shape)
	}
	if len(value.items) > maxItems {
		r.errs.Addf(value.Pos, "%s: %s has %d items; a description has fewer than %d", what, key, len(value.items), maxItems)
		return nil
	}
	return value.items
}
