package wire

import (
	"math"
	"unicode/utf8"
)

// writable says whether a format can hold all texts and numbers of v: a second opinion, by the definitions of the formats.
func writable(v *probe, f Format) bool {
	if v == nil {
		return true
	}
	texts := append([]string{v.E}, v.W...)
	for _, s := range []*string{v.Href, v.ID, v.S} {
		if s != nil {
			texts = append(texts, *s)
		}
	}
	for _, l := range v.Links {
		texts = append(texts, l.Rel, l.Href)
	}
	texts = append(texts, v.Actions...)
	for _, s := range texts {
		if !utf8.ValidString(s) {
			return false
		}
		for _, c := range s {
			if f == XML && (c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF) {
				return false
			}
		}
	}
	if v.F != nil && (math.IsNaN(*v.F) || math.IsInf(*v.F, 0)) {
		return false
	}
	if v.T != nil && (v.T.Year() < 0 || v.T.Year() > 9999) {
		return false
	}
	for _, kid := range append([]*probe{v.O}, v.L...) {
		if !writable(kid, f) {
			return false
		}
	}
	return true
}
