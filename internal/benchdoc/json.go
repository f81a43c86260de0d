package benchdoc

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// jsonObject appends the attributes and members of an object as the engine's mapper prints them: two blanks per level, a blank on
// both sides of the colon. Members of one name, which links are, make an array.
func jsonObject(b *bytes.Buffer, n *node, depth int) {
	b.WriteString("{")
	first := true
	for _, a := range n.attrs {
		jsonName(b, a.name, &first, depth+1)
		jsonText(b, a.value)
	}
	for i := 0; i < len(n.nodes); {
		end := i + 1
		for end < len(n.nodes) && n.nodes[end].name == n.nodes[i].name {
			end++
		}
		jsonName(b, n.nodes[i].name, &first, depth+1)
		if n.kind == list || n.nodes[i].name == "link" {
			jsonArray(b, n.nodes[i:end], depth+1)
		} else {
			jsonValue(b, &n.nodes[i], depth+1)
		}
		i = end
	}
	if !first {
		b.WriteString("\n")
		jsonIndent(b, depth)
	}
	b.WriteString("}")
}

func jsonArray(b *bytes.Buffer, nodes []node, depth int) {
	b.WriteString("[ ")
	for i := range nodes {
		if i > 0 {
			b.WriteString(", ")
		}
		jsonValue(b, &nodes[i], depth)
	}
	b.WriteString(" ]")
}

func jsonValue(b *bytes.Buffer, n *node, depth int) {
	switch n.kind {
	case text:
		jsonText(b, n.value)
	case date:
		b.WriteString(strconv.FormatInt(n.when.UnixMilli(), 10))
	default:
		jsonObject(b, n, depth)
	}
}

func jsonName(b *bytes.Buffer, name string, first *bool, depth int) {
	if !*first {
		b.WriteString(",")
	}
	*first = false
	b.WriteString("\n")
	jsonIndent(b, depth)
	b.WriteString(`"` + name + `" : `)
}

func jsonText(b *bytes.Buffer, s string) {
	quoted, _ := json.Marshal(s) // a string always can be written
	b.Write(quoted)
}

func jsonIndent(b *bytes.Buffer, depth int) {
	for range depth {
		b.WriteString("  ")
	}
}
