package emit

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
)

// columns is how wide a line of generated code may be. A tab counts as four.
const columns = 100

// breakLines puts the arguments, parameters or elements of what doesn't fit into a line on a line
// each. Lines that have nothing to break stay as they are.
func breakLines(src []byte) ([]byte, error) {
	for {
		long := longLines(src)
		if len(long) == 0 {
			return src, nil
		}
		cuts, err := findCuts(src, long)
		if err != nil || len(cuts) == 0 {
			return src, err
		}
		if src, err = format.Source(insert(src, cuts)); err != nil {
			return nil, err
		}
	}
}

// longLines returns the numbers of the lines that are too wide, counted from 1. Comments don't count:
// they are wrapped when they are composed.
func longLines(src []byte) map[int]bool {
	long := make(map[int]bool)
	number := 0
	for line := range bytes.Lines(src) {
		number++
		width := len(bytes.TrimRight(line, "\n")) + 3*bytes.Count(line, []byte("\t"))
		if width > columns && !bytes.HasPrefix(bytes.TrimLeft(line, "\t"), []byte("//")) {
			long[number] = true
		}
	}
	return long
}

// cut is a text that goes in at an offset.
type cut struct {
	at   int
	text string
}

// findCuts looks for the outermost list that opens in each long line.
func findCuts(src []byte, long map[int]bool) ([]cut, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("break long lines: %w", err)
	}
	var cuts []cut
	ast.Inspect(file, func(n ast.Node) bool {
		l, ok := listOf(n)
		if !ok {
			return true
		}
		line := fset.Position(l.open).Line
		if !long[line] || fset.Position(l.first()).Line != line {
			return true
		}
		delete(long, line)
		cuts = append(cuts, l.cuts(func(p token.Pos) int { return fset.Position(p).Offset })...)
		return true
	})
	slices.SortStableFunc(cuts, func(a, b cut) int { return a.at - b.at })
	return cuts, nil
}

// list is what stands between two brackets, separated by commas.
type list struct {
	open, close token.Pos
	starts      []token.Pos
}

// listOf returns the list of a call, a literal or the parameters of a declaration.
func listOf(n ast.Node) (list, bool) {
	var l list
	switch n := n.(type) {
	case *ast.CallExpr:
		l = list{open: n.Lparen, close: n.Rparen}
		for _, arg := range n.Args {
			l.starts = append(l.starts, arg.Pos())
		}
	case *ast.CompositeLit:
		l = list{open: n.Lbrace, close: n.Rbrace}
		for _, element := range n.Elts {
			l.starts = append(l.starts, element.Pos())
		}
	case *ast.FuncDecl:
		params := n.Type.Params
		l = list{open: params.Opening, close: params.Closing}
		for _, field := range params.List {
			l.starts = append(l.starts, field.Pos())
		}
	default:
		return l, false
	}
	return l, len(l.starts) > 0
}

func (l list) first() token.Pos { return l.starts[0] }

// cuts puts each item on a line of its own.
func (l list) cuts(offset func(token.Pos) int) []cut {
	var cuts []cut
	for _, start := range l.starts {
		cuts = append(cuts, cut{offset(start), "\n"})
	}
	return append(cuts, cut{offset(l.close), ",\n"})
}

func insert(src []byte, cuts []cut) []byte {
	var out []byte
	last := 0
	for _, c := range cuts {
		out = append(out, src[last:c.at]...)
		out = append(out, c.text...)
		last = c.at
	}
	return append(out, src[last:]...)
}
