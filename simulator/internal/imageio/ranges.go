package imageio

import "slices"

// span is what lies from start to before end.
type span struct{ start, end int64 }

// spans are sorted, and neither touch nor overlap.
type spans []span

// add returns the spans with one more. It may change the old ones.
func (s spans) add(n span) spans {
	if n.start >= n.end {
		return s
	}
	// Those from i to before j touch the new one.
	i, _ := slices.BinarySearchFunc(s, n.start, func(a span, at int64) int { return compare(a.end, at) })
	j := i
	for j < len(s) && s[j].start <= n.end {
		n.start = min(n.start, s[j].start)
		n.end = max(n.end, s[j].end)
		j++
	}
	return slices.Replace(s, i, j, n)
}

// sum returns the length of all.
func (s spans) sum() int64 {
	var n int64
	for _, a := range s {
		n += a.end - a.start
	}
	return n
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
