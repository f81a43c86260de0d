package redact

import "bytes"

type xmlKind uint8

const (
	xmlBroken xmlKind = iota // xmlBroken is what is no token, or breaks off.
	xmlText
	xmlData   // xmlData is a CDATA section.
	xmlRemark // xmlRemark is a comment or a processing instruction.
	xmlOpen
	xmlClose
)

// xmlToken is a piece of a document.
type xmlToken struct {
	kind       xmlKind
	start, end int
	head, tail int    // head and tail are the lengths of what encloses a remark
	name       string // name is that of a tag
	empty      bool   // empty says that an element ends where it begins
	attributes []xmlAttribute
}

// xmlAttribute is an attribute; start and end enclose its value without the quotes.
type xmlAttribute struct {
	name       string
	start, end int
}

// xmlNext returns the token at a place, which isn't the end.
func xmlNext(doc []byte, pos int) xmlToken {
	rest := doc[pos:]
	if rest[0] != '<' {
		end := bytes.IndexByte(rest, '<')
		if end < 0 {
			end = len(rest)
		}
		return xmlToken{kind: xmlText, start: pos, end: pos + end}
	}
	for _, enclosed := range []struct {
		kind       xmlKind
		head, tail string
	}{
		{xmlRemark, "<!--", "-->"}, {xmlData, "<![CDATA[", "]]>"}, {xmlRemark, "<?", "?>"},
	} {
		if !bytes.HasPrefix(rest, []byte(enclosed.head)) {
			continue
		}
		n := bytes.Index(rest[len(enclosed.head):], []byte(enclosed.tail))
		if n < 0 {
			return xmlToken{}
		}
		end := pos + len(enclosed.head) + n + len(enclosed.tail)
		return xmlToken{kind: enclosed.kind, start: pos, end: end, head: len(enclosed.head), tail: len(enclosed.tail)}
	}
	if bytes.HasPrefix(rest, []byte("</")) {
		name, i := xmlName(doc, pos+2)
		i = xmlSpace(doc, i)
		if name == "" || i >= len(doc) || doc[i] != '>' {
			return xmlToken{}
		}
		return xmlToken{kind: xmlClose, start: pos, end: i + 1, name: name}
	}
	return xmlTag(doc, pos)
}

// xmlTag returns the tag that begins an element.
func xmlTag(doc []byte, pos int) xmlToken {
	name, i := xmlName(doc, pos+1)
	if name == "" {
		return xmlToken{}
	}
	t := xmlToken{kind: xmlOpen, start: pos, name: name}
	for {
		gap := i
		i = xmlSpace(doc, i)
		if i >= len(doc) {
			return xmlToken{}
		}
		if doc[i] == '/' && i+1 < len(doc) && doc[i+1] == '>' {
			t.empty, t.end = true, i+2
			return t
		}
		if doc[i] == '>' {
			t.end = i + 1
			return t
		}
		if gap == i {
			return xmlToken{}
		}
		a := xmlAttribute{}
		a.name, i = xmlName(doc, i)
		i = xmlSpace(doc, i)
		if a.name == "" || i >= len(doc) || doc[i] != '=' {
			return xmlToken{}
		}
		i = xmlSpace(doc, i+1)
		if i >= len(doc) || doc[i] != '"' && doc[i] != '\'' {
			return xmlToken{}
		}
		n := bytes.IndexByte(doc[i+1:], doc[i])
		// A < in a value isn't XML, and means that the quote of the end is missing.
		if n < 0 || bytes.IndexByte(doc[i+1:i+1+n], '<') >= 0 {
			return xmlToken{}
		}
		a.start, a.end = i+1, i+1+n
		t.attributes = append(t.attributes, a)
		i = a.end + 1
	}
}

// xmlName returns the name at a place and the place behind it. Names are taken as the API has them.
func xmlName(doc []byte, pos int) (string, int) {
	i := pos
	for i < len(doc) && (letter(doc[i]|0x20) && doc[i] >= '0' || doc[i] == '_' || i > pos && (doc[i] == '-' || doc[i] == '.' || doc[i] == ':')) {
		i++
	}
	return string(doc[pos:i]), i
}

func xmlSpace(doc []byte, pos int) int {
	for pos < len(doc) && (doc[pos] == ' ' || doc[pos] == '\n' || doc[pos] == '\r' || doc[pos] == '\t') {
		pos++
	}
	return pos
}
