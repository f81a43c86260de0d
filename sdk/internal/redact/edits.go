package redact

import (
	"bytes"
	"cmp"
	"slices"
)

// Mask stands for what was hidden, however long it was.
const Mask = "***"

// edit replaces a part of a document.
type edit struct {
	start, end int
	text       string
	rest       bool // rest says that the part is no value, but what follows the name of one
}

// edits are made in any order.
type edits []edit

// hide puts the mask in the place of a part, unless that is empty.
func (e *edits) hide(start, end int) { e.put(start, end, Mask) }

func (e *edits) put(start, end int, text string) {
	if start < end {
		*e = append(*e, edit{start: start, end: end, text: text})
	}
}

// apply returns the document with the edits made, or the document itself if there are none. Where edits overlap, the first that begins
// there stands for all.
func (e edits) apply(doc []byte) []byte {
	if len(e) == 0 {
		return doc
	}
	slices.SortStableFunc(e, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	var out bytes.Buffer
	at := 0
	for _, x := range e {
		if x.start >= at {
			out.Write(doc[at:x.start])
			out.WriteString(x.text)
		}
		at = max(at, x.end)
	}
	out.Write(doc[at:])
	return out.Bytes()
}

// hideAddress hides in an address what its kind says. closed tells that the address is there to its end.
func (e *edits) hideAddress(doc []byte, start, end int, k kind, closed bool) {
	text := string(doc[start:end])
	if k == options {
		e.hide(start+optionSecret(text), end)
		return
	}
	if k == ticketed {
		if n := ticketPrefix(text); n > 0 {
			start += n
		}
		e.hide(start, end)
		return
	}
	from, to := passwordIn(text, closed)
	e.hide(start+from, start+to)
}
