package redact

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
)

// step is what a level is indented by.
const step = "    "

// Indent gives a document with each element or member on a line of its own, without a newline at its end. What isn't well-formed,
// neither XML nor JSON, or breaks off, is given as it is.
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
		var out bytes.Buffer
		if json.Indent(&out, begin, "", step) == nil {
			return out.Bytes()
		}
	}
	return body
}

// xmlPiece is a tag, a text, or something else, in the bytes of the document.
type xmlPiece struct {
	raw   []byte
	token xml.Token
}

// indentXML reports whether the document is well-formed. Elements that hold text beside elements keep their content as it is.
func indentXML(doc []byte) ([]byte, bool) {
	pieces, ok := xmlPieces(doc)
	if !ok {
		return nil, false
	}
	p := &xmlPrinter{pieces: pieces}
	for p.at < len(p.pieces) {
		if piece := p.pieces[p.at]; !blank(piece) {
			p.line(0)
			p.print(0)
			continue
		}
		p.at++
	}
	return p.out.Bytes(), true
}

func xmlPieces(doc []byte) ([]xmlPiece, bool) {
	dec := xml.NewDecoder(bytes.NewReader(doc))
	var pieces []xmlPiece
	depth, roots := 0, 0
	for at := int64(0); ; {
		token, err := dec.Token()
		if err == io.EOF {
			return pieces, depth == 0 && roots == 1
		}
		if err != nil {
			return nil, false
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 && len(bytes.TrimSpace(token)) > 0 {
				return nil, false
			}
		}
		end := dec.InputOffset()
		pieces = append(pieces, xmlPiece{doc[at:end], xml.CopyToken(token)})
		at = end
	}
}

func blank(p xmlPiece) bool {
	text, ok := p.token.(xml.CharData)
	return ok && len(bytes.TrimSpace(text)) == 0
}

// xmlPrinter prints pieces.
type xmlPrinter struct {
	pieces []xmlPiece
	at     int
	out    bytes.Buffer
}

func (p *xmlPrinter) line(depth int) {
	if p.out.Len() > 0 {
		p.out.WriteByte('\n')
	}
	for range depth {
		p.out.WriteString(step)
	}
}

// print prints the piece at hand, and if it begins an element, all of that.
func (p *xmlPrinter) print(depth int) {
	piece := p.pieces[p.at]
	p.out.Write(piece.raw)
	p.at++
	if _, ok := piece.token.(xml.StartElement); !ok {
		return
	}
	end, elements := p.content()
	if !elements {
		for ; p.at <= end; p.at++ {
			p.out.Write(p.pieces[p.at].raw)
		}
		return
	}
	for p.at < end {
		if blank(p.pieces[p.at]) {
			p.at++
			continue
		}
		p.line(depth + 1)
		p.print(depth + 1)
	}
	p.line(depth)
	p.out.Write(p.pieces[end].raw)
	p.at = end + 1
}

// content gives the piece that ends the element whose content comes next, and reports whether that holds elements and no text.
func (p *xmlPrinter) content() (end int, elements bool) {
	text, children := false, false
	for i, depth := p.at, 0; ; i++ {
		switch p.pieces[i].token.(type) {
		case xml.StartElement:
			children = true
			depth++
		case xml.EndElement:
			if depth == 0 {
				return i, children && !text
			}
			depth--
		case xml.CharData:
			text = text || depth == 0 && !blank(p.pieces[i])
		}
	}
}
