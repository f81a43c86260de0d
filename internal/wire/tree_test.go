package wire

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
)

// node is an element or a JSON value as the standard library sees it.
type node struct {
	name string
	text string  // XML: text directly inside; JSON: a scalar
	kids []*node // attributes id, href and rel first
	list bool    // JSON array; its kids have the name of it
	leaf bool    // no elements inside, or a scalar
}

// xmlTree reads a document by encoding/xml. It returns an error where that returns one.
func xmlTree(doc []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(doc))
	top := &node{}
	open := []*node{top}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return top, nil
		}
		if err != nil {
			return nil, err
		}
		last := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			kid := &node{leaf: true}
			for _, a := range token.Attr {
				if a.Name.Space == "" && attrBit([]byte(a.Name.Local)) != 0 {
					kid.kids = append(kid.kids, &node{name: a.Name.Local, text: a.Value, leaf: true})
				}
			}
			// Token puts the name space's address before the name; ours are as written.
			kid.name = token.Name.Local
			last.kids = append(last.kids, kid)
			last.leaf = false
			open = append(open, kid)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text += string(token)
		}
	}
}

// localName is a name without its prefix, as encoding/xml has it.
func localName(name []byte) string {
	i := bytes.IndexByte(name, ':')
	if i <= 0 || i == len(name)-1 {
		return string(name)
	}
	return string(name[i+1:])
}

// walk reads the value at hand as n has it, and tells the first difference.
func walk(r *Reader, n *node) error {
	if n.list {
		return walkList(r, n)
	}
	if n.leaf && len(n.kids) == 0 {
		got := r.String()
		if got == nil || *got != n.text {
			return fmt.Errorf("%s is %v, want %q", n.name, got, n.text)
		}
		return nil
	}
	i := 0
	for ok := r.Enter(); ok; ok = r.Next() {
		if i == len(n.kids) {
			return fmt.Errorf("%s has a member %s too many", n.name, r.Name())
		}
		kid := n.kids[i]
		if name := string(r.Name()); name != kid.name && localName([]byte(name)) != kid.name {
			return fmt.Errorf("%s has a member %s, want %s", n.name, name, kid.name)
		}
		if err := walk(r, kid); err != nil {
			return err
		}
		i++
	}
	if i != len(n.kids) {
		return fmt.Errorf("%s has %d members, want %d", n.name, i, len(n.kids))
	}
	return nil
}

func walkList(r *Reader, n *node) error {
	i := 0
	for r.EnterRepeated(); r.NextItem(); {
		if i == len(n.kids) {
			return fmt.Errorf("%s has an item too many", n.name)
		}
		if err := walk(r, n.kids[i]); err != nil {
			return err
		}
		i++
	}
	if i != len(n.kids) {
		return fmt.Errorf("%s has %d items, want %d", n.name, i, len(n.kids))
	}
	return nil
}

// jsonTree reads a value by encoding/json; members and items that are null are left out.
func jsonTree(d *json.Decoder, name string) (*node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	n := &node{name: name}
	switch token := token.(type) {
	case json.Delim:
		n.list = token == '['
		for d.More() {
			key := name
			if !n.list {
				t, err := d.Token()
				if err != nil {
					return nil, err
				}
				key = t.(string)
			}
			kid, err := jsonTree(d, key)
			if err != nil {
				return nil, err
			}
			if kid != nil {
				n.kids = append(n.kids, kid)
			}
		}
		_, err = d.Token()
		return n, err
	case nil:
		return nil, nil
	case string:
		n.text = token
	case json.Number:
		n.text = token.String()
	case bool:
		n.text = fmt.Sprint(token)
	}
	n.leaf = true
	return n, nil
}
