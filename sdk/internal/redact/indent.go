package redact

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
)

const (
	// step is what a level is indented by.
	step = "    "

	// maxLevels is how many levels are indented. What lies deeper, which no engine sends, stays as
	// it is: each of its lines would be longer than the one before.
	maxLevels = 64

	// maxGrowth is how many times as long as a document its indented form may be, and someGrowth is
	// what it may have beyond that.
	maxGrowth  = 8
	someGrowth = 64 << 10
)

// Indent returns a document with each element or member on a line of its own, without a newline at
// its end. What isn't well-formed, neither XML nor JSON, or breaks off, is returned as it is, and
// so is what would become more than 8 times as long.
func Indent(body []byte) []byte {
	begin := bytes.TrimSpace(body)
	if len(begin) == 0 {
		return body
	}
	switch begin[0] {
	case '<':
		if out, ok := indentXML(begin); ok {
			return out
		}
	case '{', '[':
		if out, ok := indentJSON(begin); ok {
			return out
		}
	}
	return body
}

// indented is a document that is being indented.
type indented struct {
	out  bytes.Buffer
	most int // bound of what is written
}

func newIndented(doc []byte) *indented { return &indented{most: maxGrowth*len(doc) + someGrowth} }

// full reports whether the document has become too long.
func (p *indented) full() bool { return p.out.Len() > p.most }

func (p *indented) line(depth int) {
	if p.out.Len() > 0 {
		p.out.WriteByte('\n')
	}
	for range depth {
		p.out.WriteString(step)
	}
}

// indentJSON reports whether the document is well-formed.
func indentJSON(doc []byte) ([]byte, bool) {
	if !json.Valid(doc) {
		return nil, false
	}
	p := newIndented(doc)
	depth := 0
	begun := false // an object or a list has begun, and nothing of it was written
	for i := 0; i < len(doc) && !p.full(); i++ {
		c := doc[i]
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			continue
		}
		end := c == '}' || c == ']'
		if begun && !end {
			p.member(depth)
		}
		if end {
			depth--
			if !begun {
				p.closing(depth)
			}
		}
		begun = false
		switch c {
		case '"':
			n := jsonString(doc, i)
			p.out.Write(doc[i:n])
			i = n - 1
			continue
		case '{', '[':
			depth++
			begun = true
		}
		p.out.WriteByte(c)
		switch {
		case c == ',':
			p.member(depth)
		case c == ':':
			p.out.WriteByte(' ')
		}
	}
	return p.out.Bytes(), !p.full()
}

// member begins the line of a member or item at a depth, unless that is too deep.
func (p *indented) member(depth int) {
	if depth <= maxLevels {
		p.line(depth)
	}
}

// closing begins the line of the end of an object or list at a depth, if its members had lines.
func (p *indented) closing(depth int) {
	if depth < maxLevels {
		p.line(depth)
	}
}

// xmlPiece is a tag, a text, or something else, in the bytes of the document.
type xmlPiece struct {
	raw    []byte
	kind   xmlKind
	blank  bool // a text is blank
	end    int  // of the begin of an element: the piece that ends it
	broken bool // the content of an element is broken into lines: it has elements and no text
}

// indentXML reports whether the document is well-formed. Elements that hold text beside elements
// keep their content as it is.
func indentXML(doc []byte) ([]byte, bool) {
	pieces, ok := xmlPieces(doc)
	if !ok {
		return nil, false
	}
	p := newIndented(doc)
	depth := 0
	for i := 0; i < len(pieces) && !p.full(); i++ {
		piece := &pieces[i]
		if piece.blank {
			continue
		}
		if piece.kind == xmlClose {
			depth--
		}
		p.line(depth)
		p.out.Write(piece.raw)
		if piece.kind != xmlOpen {
			continue
		}
		if piece.broken && depth < maxLevels {
			depth++
			continue
		}
		for i < piece.end {
			i++
			p.out.Write(pieces[i].raw)
		}
	}
	return p.out.Bytes(), !p.full()
}

// xmlPieces reports whether the document is well-formed.
func xmlPieces(doc []byte) ([]xmlPiece, bool) {
	dec := xml.NewDecoder(bytes.NewReader(doc))
	var pieces []xmlPiece
	var open []xmlContent
	roots := 0
	for at := int64(0); ; {
		token, err := dec.Token()
		if err == io.EOF {
			return pieces, len(open) == 0 && roots == 1
		}
		if err != nil {
			return nil, false
		}
		piece := xmlPiece{kind: xmlRemark}
		switch token := token.(type) {
		case xml.StartElement:
			if len(open) == 0 {
				roots++
			} else {
				open[len(open)-1].elements = true
			}
			piece.kind = xmlOpen
			open = append(open, xmlContent{begin: len(pieces)})
		case xml.EndElement:
			piece.kind = xmlClose
			last := open[len(open)-1]
			pieces[last.begin].end = len(pieces)
			pieces[last.begin].broken = last.elements && !last.text
			open = open[:len(open)-1]
		case xml.CharData:
			piece.kind = xmlText
			piece.blank = len(bytes.TrimSpace(token)) == 0
			switch {
			case piece.blank:
			case len(open) == 0:
				return nil, false
			default:
				open[len(open)-1].text = true
			}
		}
		end := dec.InputOffset()
		piece.raw = doc[at:end]
		pieces = append(pieces, piece)
		at = end
	}
}

// xmlContent is what an open element contains.
type xmlContent struct {
	begin          int // the piece that begins it
	elements, text bool
}
