// Package naming turns the words of the model into Go identifiers and file names. It is the only place where that happens.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package naming

import (
	"go/token"
	"strings"
)

// initialisms are the words that Go code spells with more than one capital letter.
var initialisms = map[string]string{
	"id": "ID", // Every object has one, and Go programs write ID; all other words stay as the API writes them: Vm, Cpu, Url.
}

// Exported returns the exported Go identifier of a name in words joined by underscores: vm_status is VmStatus.
func Exported(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "_") {
		if special, ok := initialisms[word]; ok {
			b.WriteString(special)
			continue
		}
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// Unexported returns the unexported Go identifier of a name in words joined by underscores: vm_status
// is vmStatus. A keyword gets the ending Object.
func Unexported(name string) string {
	first, rest, _ := strings.Cut(name, "_")
	if rest == "" && token.IsKeyword(first) {
		return first + "Object"
	}
	return first + Exported(rest)
}

// File returns the name of the generated file for a name of the model. The ending keeps names such as se_linux or x_test from meaning
// something to the go command.
func File(name string) string { return name + "_gen.go" }

// Words returns a name of the model as plain words for prose: disk_attachment is "disk attachment".
func Words(name string) string { return strings.ReplaceAll(name, "_", " ") }
