package benchdoc

import (
	"bytes"
	"encoding/xml"
)

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	indentation = "    "
	isoTime     = "2006-01-02T15:04:05.000Z07:00"
)

// xmlNode appends the node in the engine's layout: four blanks per level, one element per line.
func xmlNode(b *bytes.Buffer, n *node, depth int) {
	xmlIndent(b, depth)
	b.WriteString("<" + n.name)
	for _, a := range n.attrs {
		b.WriteString(" " + a.name + `="` + a.value + `"`)
	}
	switch n.kind {
	case text:
		b.WriteString(">")
		xmlText(b, n.value)
	case date:
		b.WriteString(">" + n.when.Format(isoTime))
	default:
		if len(n.nodes) == 0 {
			b.WriteString("/>\n")
			return
		}
		b.WriteString(">\n")
		for i := range n.nodes {
			xmlNode(b, &n.nodes[i], depth+1)
		}
		xmlIndent(b, depth)
	}
	b.WriteString("</" + n.name + ">\n")
}

func xmlIndent(b *bytes.Buffer, depth int) {
	for range depth {
		b.WriteString(indentation)
	}
}

// xmlText escapes as the engine does, which leaves line feeds as they are.
func xmlText(b *bytes.Buffer, s string) {
	for line := range bytes.Lines([]byte(s)) {
		rest, found := bytes.CutSuffix(line, []byte("\n"))
		xml.EscapeText(b, rest) // a bytes.Buffer returns no error
		if found {
			b.WriteByte('\n')
		}
	}
}
