// Package search understands the search language of the engine: FIELD REL VALUE, CROSS.FIELD REL
// VALUE and free text, joined by AND and OR, then sortby FIELD and page N. It knows which fields and
// relations each kind of objects has, and finds the objects that a query means.
package search

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrInvalid says that a text is no query. The engine answers such a search with an empty list.
var ErrInvalid = errors.New("invalid search")

// Query is a parsed search: an OR of ANDs of conditions. No conditions match everything.
type Query struct {
	Any        [][]Cond
	SortBy     string // SortBy is a field, perhaps with a cross reference before it; empty for the default order.
	Descending bool
	Page       int // Page counts from 1; 0 for none.
}

// Cond is a condition. A free text has no field.
type Cond struct {
	Cross string // Cross is the kind of a related object, in lower case; empty for the object itself.
	Field string // Field is in lower case.
	Rel   string // Rel is one of = != < > <= >=.
	Value string

	word string // word is what stood there without quotes, in lower case: the field with what is before it, or a free text; empty if quoted.
	spec Field  // set by Check
}

// Parse reads a query. The error wraps [ErrInvalid].
func Parse(text string) (*Query, error) {
	tokens, err := scan(text)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	q := &Query{}
	if err := p.conditions(q); err != nil {
		return nil, err
	}
	if err := p.order(q); err != nil {
		return nil, err
	}
	if p.more() {
		return nil, fmt.Errorf("%w: unexpected %q", ErrInvalid, p.peek().text)
	}
	return q, nil
}

// kind of a token
type kind uint8

const (
	word kind = iota
	quoted
	relation
)

type token struct {
	kind kind
	text string
}

// is reports whether the token is the keyword.
func (t token) is(keyword string) bool { return t.kind == word && strings.EqualFold(t.text, keyword) }

const relations = "=!<>"

// scan cuts the text into words, quoted texts and relations.
func scan(text string) ([]token, error) {
	var tokens []token
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '\'' || c == ';' || c == '(' || c == ')':
			return nil, fmt.Errorf("%w: character %q isn't allowed", ErrInvalid, c)
		case c == '"':
			end := strings.IndexByte(text[i+1:], '"')
			if end < 0 {
				return nil, fmt.Errorf("%w: a quote isn't closed", ErrInvalid)
			}
			value := text[i+1 : i+1+end]
			if strings.ContainsAny(value, "';") {
				return nil, fmt.Errorf("%w: %q holds a forbidden character", ErrInvalid, value)
			}
			tokens = append(tokens, token{quoted, value})
			i += end + 2
		case strings.IndexByte(relations, c) >= 0:
			n := 1
			if i+1 < len(text) && text[i+1] == '=' && c != '=' {
				n = 2
			}
			rel := text[i : i+n]
			if rel == "!" {
				return nil, fmt.Errorf("%w: %q is no relation", ErrInvalid, rel)
			}
			tokens = append(tokens, token{relation, rel})
			i += n
		default:
			n := strings.IndexAny(text[i:], " \t\r\n\"'();"+relations)
			if n < 0 {
				n = len(text) - i
			}
			tokens = append(tokens, token{word, text[i : i+n]})
			i += n
		}
	}
	return tokens, nil
}

type parser struct {
	tokens []token
	pos    int
}

func (p *parser) more() bool  { return p.pos < len(p.tokens) }
func (p *parser) peek() token { return p.tokens[p.pos] }

// take skips the keyword if it is next.
func (p *parser) take(keyword string) bool {
	if p.more() && p.peek().is(keyword) {
		p.pos++
		return true
	}
	return false
}

// conditions reads the part before sortby and page.
func (p *parser) conditions(q *Query) error {
	var and []Cond
	open := false // a condition must follow
	for p.more() && !p.peek().is("sortby") && !p.peek().is("page") {
		switch {
		case p.take("or"):
			if and == nil || open {
				return fmt.Errorf("%w: or has nothing before it", ErrInvalid)
			}
			q.Any = append(q.Any, and)
			and, open = nil, true
			continue
		case p.take("and"):
			if and == nil || open {
				return fmt.Errorf("%w: and has nothing before it", ErrInvalid)
			}
			open = true
			continue
		}
		c, err := p.condition()
		if err != nil {
			return err
		}
		and = append(and, c)
		open = false
	}
	if open {
		return fmt.Errorf("%w: a condition is missing at the end", ErrInvalid)
	}
	if and != nil {
		q.Any = append(q.Any, and)
	}
	return nil
}

func (p *parser) condition() (Cond, error) {
	t := p.peek()
	p.pos++
	if t.kind == relation {
		return Cond{}, fmt.Errorf("%w: %q has no field before it", ErrInvalid, t.text)
	}
	if t.kind == quoted || !p.more() || p.peek().kind != relation {
		c := Cond{Rel: "=", Value: t.text}
		if t.kind == word {
			c.word = strings.ToLower(t.text)
		}
		return c, nil
	}
	rel := p.peek().text
	p.pos++
	if !p.more() || p.peek().kind == relation {
		return Cond{}, fmt.Errorf("%w: %s %s has no value", ErrInvalid, t.text, rel)
	}
	value := p.peek().text
	p.pos++
	c := Cond{Field: strings.ToLower(t.text), Rel: rel, Value: value, word: strings.ToLower(t.text)}
	if cross, field, ok := strings.Cut(c.Field, "."); ok {
		c.Cross, c.Field = cross, field
		if cross == "" || field == "" || strings.Contains(field, ".") {
			return Cond{}, fmt.Errorf("%w: %q is no field", ErrInvalid, t.text)
		}
	}
	return c, nil
}

// order reads sortby FIELD [asc|desc] and page N. A page after a field needs the direction before
// it, as the engine has it.
func (p *parser) order(q *Query) error {
	directed := true
	if p.take("sortby") {
		if !p.more() || p.peek().kind != word {
			return fmt.Errorf("%w: sortby has no field", ErrInvalid)
		}
		q.SortBy = strings.ToLower(p.peek().text)
		p.pos++
		q.Descending = p.take("desc")
		directed = q.Descending || p.take("asc")
	}
	if !p.more() || !directed || !p.take("page") {
		return nil
	}
	if !p.more() {
		return fmt.Errorf("%w: page has no number", ErrInvalid)
	}
	n, err := strconv.Atoi(p.peek().text)
	if err == nil && n == 0 {
		return fmt.Errorf("%w: there is no page 0", ErrRefused)
	}
	if err != nil || n < 1 {
		return fmt.Errorf("%w: %q is no page", ErrInvalid, p.peek().text)
	}
	p.pos++
	q.Page = n
	return nil
}
