package redact

import (
	"bytes"
	"html"
	"slices"
)

// xmlElement is an open element, or the document around the root.
type xmlElement struct {
	tag      string // tag is the name as it stands in the document
	name     string // name is its normal form
	at       context
	beneath  bool
	start    int // start is where its content begins
	children bool
	pair
}

// xmlScan goes through a document. It accepts what is well-formed as far as elements go; the rest is damaged.
type xmlScan struct {
	doc    []byte
	out    edits
	open   []xmlElement
	loose  []span // loose are texts that may be what is left of tags, or swallowed some
	after  bool   // after says that a secret has just ended
	rooted bool   // rooted says that the root was there
}

// xmlEdits hides what is secret in an XML document.
func xmlEdits(doc []byte) edits {
	s := &xmlScan{doc: doc, open: []xmlElement{{}}}
	pos := 0
	for pos < len(doc) {
		t := xmlNext(doc, pos)
		if t.kind == xmlBroken || !s.take(t) {
			s.end(pos)
			s.lost(pos)
			return s.out
		}
		pos, s.after = t.end, false
		if t.kind == xmlOpen {
			next, ok := s.enter(t)
			if !ok {
				return s.out
			}
			pos = next
		}
	}
	s.end(len(doc))
	return s.out
}

// top returns the innermost open element.
func (s *xmlScan) top() *xmlElement { return &s.open[len(s.open)-1] }

// take deals with a token. It reports whether the token may stand there.
func (s *xmlScan) take(t xmlToken) bool {
	top := s.top()
	switch t.kind {
	case xmlText:
		blank := len(bytes.TrimSpace(s.doc[t.start:t.end])) == 0
		if len(s.open) == 1 {
			return blank || t.start == 0 && string(s.doc[:t.end]) == "\ufeff"
		}
		if top.beneath && !blank && top.name != "name" {
			s.out.hide(t.start, t.end)
		}
		if slices.Contains(proseMembers, top.name) {
			s.out.sentence(s.doc, t.start, t.end)
		}
		if s.after && !blank {
			s.out.hide(t.start, t.end)
		}
		if t.end == len(s.doc) {
			s.out.damaged(s.doc, t.start, t.end, true)
		}
		// Engines write &gt;, so that a > says that the < of a tag is lost.
		if bytes.IndexByte(s.doc[t.start:t.end], '>') >= 0 {
			s.out.damaged(s.doc, t.start, t.end, true)
			s.loose = append(s.loose, span{start: t.start, end: t.end})
		}
	case xmlData:
		if len(s.open) == 1 {
			return false
		}
		if top.beneath && top.name != "name" {
			s.out.hide(t.start+len("<![CDATA["), t.end-len("]]>"))
		}
		if slices.Contains(proseMembers, top.name) {
			s.out.sentence(s.doc, t.start, t.end-len("]]>"))
		}
		s.loose = append(s.loose, span{start: t.start, end: t.end})
		// A section within a section says that the end of the outer one is lost.
		if bytes.Contains(s.doc[t.start+1:t.end], []byte("<![CDATA[")) {
			s.out.damaged(s.doc, t.start, t.end, true)
		}
	case xmlRemark:
		if top.beneath {
			s.out.hide(t.start+t.head, t.end-t.tail)
		} else {
			s.out.damaged(s.doc, t.start+t.head, t.end-t.tail, true)
		}
	case xmlOpen:
		return len(s.open) > 1 || !s.rooted
	case xmlClose:
		if len(s.open) == 1 || t.name != top.tag {
			return false
		}
		s.leave(t.start)
	}
	return true
}

// enter deals with the begin of an element, whose content it skips if that is hidden whole. It returns the place to go on, or false
// if there is nothing left to do.
func (s *xmlScan) enter(t xmlToken) (int, bool) {
	parent := s.top()
	parent.children = true
	s.rooted = true
	name := normal(t.name)
	e := xmlElement{tag: t.name, name: name, at: parent.at | contexts[name], beneath: parent.beneath, start: t.end}
	k := classify(name, parent.at)
	if e.beneath && !structural(name) {
		k = whole
	}
	for _, a := range t.attributes {
		if k == whole || e.beneath || classify(normal(a.name), e.at) != plain {
			s.out.hide(a.start, a.end)
		}
	}
	switch k {
	case beneath:
		e.beneath = true
	case whole, ticketed, userinfo, options:
		if t.empty {
			return t.end, true
		}
		end, next := s.content(t)
		s.hide(t.end, end, k, next >= 0)
		if next < 0 {
			s.end(len(s.doc))
			return 0, false
		}
		s.after = true
		return next, true
	}
	s.open = append(s.open, e)
	if t.empty {
		s.leave(t.end)
	}
	return t.end, true
}

// content returns where the content of an element ends, and where its end tag does, or the end of the document and -1 if it isn't there.
func (s *xmlScan) content(t xmlToken) (end, next int) {
	inside := []string{t.name}
	for pos := t.end; pos < len(s.doc); {
		t := xmlNext(s.doc, pos)
		pos = t.end
		switch t.kind {
		case xmlBroken:
			return len(s.doc), -1
		case xmlOpen:
			if !t.empty {
				inside = append(inside, t.name)
			}
		case xmlClose:
			last := len(inside) - 1
			if inside[last] != t.name {
				return len(s.doc), -1
			}
			if inside = inside[:last]; last == 0 {
				return t.start, t.end
			}
		}
	}
	return len(s.doc), -1
}

func (s *xmlScan) hide(start, end int, k kind, closed bool) {
	if k == whole || bytes.IndexByte(s.doc[start:end], '<') >= 0 {
		s.out.hide(start, end)
		return
	}
	s.out.hideAddress(s.doc, start, end, k, closed)
}

// leave closes the innermost element, whose content ends there.
func (s *xmlScan) leave(end int) {
	e := s.top()
	e.close(&s.out)
	parent := &s.open[len(s.open)-2]
	switch {
	case e.start > end:
	case e.name == "name" && !e.children:
		parent.pair.name, parent.named = html.UnescapeString(string(s.doc[e.start:end])), true
	case e.name == "value":
		parent.values = append(parent.values, span{e.start, end, Mask})
	}
	s.open = s.open[:len(s.open)-1]
}

// end deals with the elements that are open where a document breaks off.
func (s *xmlScan) end(pos int) {
	for i := len(s.open) - 1; i > 0; i-- {
		e, parent := &s.open[i], &s.open[i-1]
		if e.name == "value" {
			parent.values = append(parent.values, span{e.start, len(s.doc), Mask})
		}
		e.cut(&s.out, e.name, len(s.loose) > 0)
	}
	if s.top().beneath {
		s.out.hide(pos, len(s.doc))
	}
}

// lost deals with what follows the place where the document is broken, and with what may have broken it before.
func (s *xmlScan) lost(pos int) {
	for _, text := range s.loose {
		if s.out.damaged(s.doc, text.start, text.end, true) {
			pos = min(pos, text.start)
		}
	}
	if s.after {
		s.out.hide(pos, len(s.doc))
	}
	s.out.damaged(s.doc, pos, len(s.doc), true)
}
