package redact

import (
	"bytes"
	"encoding/json"
	"slices"
)

// jsonLevel is an open object or list, or the document around the root.
type jsonLevel struct {
	start  int
	end    byte // end is what ends it
	items  int  // items counts the values and objects that began in it
	name   string
	at     context
	hidden kind   // hidden is whole or beneath inside a secret
	member string // member is the normal name of the value that comes next: its key, or the name of the list
	kind   kind   // kind is that of the value that comes next
	pair
}

// jsonScan goes through a document.
type jsonScan struct {
	doc   []byte
	pos   int  // pos is where the token begins that comes next
	last  int  // last is where the member or the item begins that is at hand
	torn  bool // torn says that a value breaks off
	after bool // after says that a secret has just ended
	out   edits
	open  []jsonLevel
}

// jsonEdits hides what is secret in a JSON document.
func jsonEdits(doc []byte, at context) edits {
	s := &jsonScan{doc: doc, open: []jsonLevel{{at: at}}}
	if s.run() {
		return s.out
	}
	for i := len(s.open) - 1; i >= 0; i-- {
		l := &s.open[i]
		if l.hidden != plain {
			s.out.hide(s.pos, len(doc))
		}
		l.cut(&s.out, l.name, false)
		if i > 0 && s.open[i-1].end == '}' && l.name == "value" {
			s.open[i-1].values = append(s.open[i-1].values, span{l.start, len(doc), Mask})
		}
	}
	// What is at hand may have been misread for the same reason.
	if s.after && !s.torn {
		s.out.hide(s.pos, len(doc))
	}
	from := min(s.last, s.pos)
	if s.torn || s.pos == len(doc) {
		from = s.pos
	}
	s.out.damaged(doc, from, len(doc), true)
	return s.out
}

// run reports whether the document is whole. If it isn't, pos is where it breaks.
func (s *jsonScan) run() bool {
	s.skip()
	if !s.value() {
		return false
	}
	for len(s.open) > 1 {
		s.skip()
		l := &s.open[len(s.open)-1]
		if s.next() == l.end {
			s.pos++
			l.close(&s.out)
			start := l.start
			s.after = l.hidden != plain
			s.open = s.open[:len(s.open)-1]
			s.found(&s.open[len(s.open)-1], span{start, s.pos, quotedMask})
			continue
		}
		if l.items > 0 {
			if s.next() != ',' {
				return false
			}
			s.pos++
			s.skip()
		}
		l.items++
		s.last = s.pos
		if l.end == '}' && !s.key(l) {
			return false
		}
		if !s.value() {
			return false
		}
	}
	s.skip()
	return s.pos == len(s.doc)
}

func (s *jsonScan) skip() { s.pos = xmlSpace(s.doc, s.pos) }

// next returns the byte at hand, or 0 at the end.
func (s *jsonScan) next() byte {
	if s.pos < len(s.doc) {
		return s.doc[s.pos]
	}
	return 0
}

// key reads a key and the colon.
func (s *jsonScan) key(l *jsonLevel) bool {
	end := jsonString(s.doc, s.pos)
	if end < 0 {
		return false
	}
	colon := xmlSpace(s.doc, end)
	if colon >= len(s.doc) || s.doc[colon] != ':' {
		return false
	}
	l.member = normal(jsonText(s.doc[s.pos:end]))
	l.kind = classify(l.member, l.at)
	if l.hidden == whole || l.hidden == beneath && !structural(l.member) {
		l.kind = whole
		s.out.hide(s.pos+1, end-1)
	}
	s.pos = colon + 1
	s.skip()
	return true
}

// value reads a scalar, or the begin of an object or a list.
func (s *jsonScan) value() bool {
	l := &s.open[len(s.open)-1]
	k := l.kind
	if l.hidden != plain && k == plain && (l.hidden == whole || l.member != "name") {
		k = whole
	}
	s.after = k != plain && k != userinfo && k != options
	switch c := s.next(); c {
	case '{', '[':
		s.pos++
		if l.hidden == beneath && l.kind == plain {
			k = beneath
		}
		s.enter(l, c, k)
		return true
	case '"':
		return s.text(l, k)
	}
	end := s.pos
	for end < len(s.doc) && bytes.IndexByte([]byte(" \t\r\n,]}"), s.doc[end]) < 0 {
		end++
	}
	word := s.doc[s.pos:end]
	switch string(word) {
	case "null", "true", "false":
	default:
		if !json.Valid(word) || end == len(s.doc) && len(s.open) > 1 {
			if k != plain {
				s.out.hide(s.pos, len(s.doc))
			}
			s.unfinished(l)
			return false
		}
		if k == whole || k == beneath || k == ticketed {
			s.out.put(s.pos, end, quotedMask)
		}
		s.found(l, span{s.pos, end, quotedMask})
	}
	s.pos = end
	return true
}

// text reads a string.
func (s *jsonScan) text(l *jsonLevel, k kind) bool {
	end := jsonString(s.doc, s.pos)
	from, to := s.pos+1, end-1
	if end < 0 {
		to = len(s.doc)
	}
	switch k {
	case whole, beneath:
		s.out.hide(from, to)
	case ticketed, userinfo, options:
		if k == ticketed && bytes.IndexByte(s.doc[from:to], '\\') >= 0 {
			s.out.hide(from, to)
			break
		}
		s.out.hideAddress(s.doc, from, to, k, end >= 0)
	case plain:
		if slices.Contains(proseMembers, l.member) {
			s.out.sentence(s.doc, from, to)
		}
	}
	if end < 0 {
		s.unfinished(l)
		return false
	}
	s.found(l, span{from, to, Mask})
	s.pos = end
	return true
}

// quotedMask stands for what is no string.
const quotedMask = `"` + Mask + `"`

// found notes the name and the value of a pair. A string comes without its quotes.
func (s *jsonScan) found(l *jsonLevel, v span) {
	switch {
	case l.end != '}':
	case l.member == "name" && v.mask == Mask:
		l.pair.name, l.named = jsonText(s.doc[v.start-1:v.end+1]), true
	case l.member == "value":
		l.values = append(l.values, v)
	}
}

// unfinished notes a value that breaks off.
func (s *jsonScan) unfinished(l *jsonLevel) {
	s.torn = s.pos < len(s.doc)
	if l.end == '}' && l.member == "value" {
		l.values = append(l.values, span{s.pos, len(s.doc), Mask})
	}
}

// enter begins an object or a list.
func (s *jsonScan) enter(l *jsonLevel, c byte, k kind) {
	inner := jsonLevel{start: s.pos - 1, name: l.member, at: l.at | contexts[l.member], hidden: l.hidden, member: l.member}
	switch k {
	case whole, ticketed:
		inner.hidden = whole
	case beneath:
		inner.hidden = beneath
	}
	inner.end = '}'
	if c == '[' {
		inner.end = ']'
		inner.kind = k
	}
	s.open = append(s.open, inner)
}

// jsonString returns the place behind the string that begins there, or -1 if there is none.
func jsonString(doc []byte, pos int) int {
	if pos >= len(doc) || doc[pos] != '"' {
		return -1
	}
	for i := pos + 1; i < len(doc); i++ {
		switch c := doc[i]; {
		case c == '"':
			return i + 1
		case c == '\\':
			i++
		case c < ' ':
			return -1
		}
	}
	return -1
}

// jsonText returns what a string says. One with an escape that JSON doesn't have is given as it stands.
func jsonText(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1])
	}
	var text string
	if json.Unmarshal(quoted, &text) != nil {
		return string(quoted[1 : len(quoted)-1])
	}
	return text
}
