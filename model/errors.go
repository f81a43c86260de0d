package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one fault of a description and the place of it.
type Problem struct {
	Pos
	Text string // Text says what is wrong and names the thing and the value.
}

// Error returns the problem as file:line: text, or as the text alone if the place isn't known.
func (p *Problem) Error() string {
	if p.File == "" {
		return p.Text
	}
	return p.Pos.String() + ": " + p.Text
}

// Errors are all the problems of a description. The functions of this package and the importers find as many as they can
// before they give up, and report them together.
type Errors []*Problem

// Error returns one problem per line, sorted by file and line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, p := range e {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the single problems.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, p := range e {
		all[i] = p
	}
	return all
}

// Addf appends a problem. The text is formatted as fmt.Sprintf does.
func (e *Errors) Addf(pos Pos, format string, args ...any) {
	*e = append(*e, &Problem{Pos: pos, Text: fmt.Sprintf(format, args...)})
}

// Err returns the problems sorted by file, line and text and each of them once, or nil if there are none.
func (e Errors) Err() error {
	if len(e) == 0 {
		return nil
	}
	sorted := slices.Clone(e)
	slices.SortStableFunc(sorted, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	return slices.CompactFunc(sorted, func(a, b *Problem) bool { return *a == *b })
}
