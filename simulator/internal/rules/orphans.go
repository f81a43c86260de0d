package rules

import (
	_ "embed"
	"strings"
)

//go:embed orphans.txt
var orphansText string

// Orphan is how engines answer to a list below an object that doesn't exist.
type Orphan struct {
	Inherited bool   // Inherited says that the list has what every object has.
	Fault     string // Fault is the detail of a fault, with {id} for the ID; "" is no fault.
	Refused   bool   // Refused says that the status of the fault is 400 instead of 404.
}

func parseOrphans(file, text string) (map[string]*Orphan, error) {
	orphans := make(map[string]*Orphan)
	for _, r := range rows(file, text) {
		pattern, how, _ := strings.Cut(r.text, " ")
		kind, detail, _ := strings.Cut(how, " ")
		switch kind {
		case "empty":
			orphans[pattern] = &Orphan{}
		case "inherited":
			orphans[pattern] = &Orphan{Inherited: true}
		case "fault":
			orphans[pattern] = &Orphan{Fault: detail}
		case "refused":
			orphans[pattern] = &Orphan{Fault: detail, Refused: true}
		default:
			return nil, r.errorf("%q is none of empty, inherited, fault and refused", kind)
		}
	}
	return orphans, nil
}

// Orphan returns how engines answer to a list at a pattern of a path, such as /vms/{}/nics, below an
// object that doesn't exist; nil is 404 without a body.
func (t *Table) Orphan(pattern string) *Orphan { return t.orphans[pattern] }
