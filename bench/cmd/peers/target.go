package main

import (
	"fmt"
	"math"
	"strings"
)

// target is a promise about a figure of ours: alone, or against a peer's.
type target struct {
	name   string
	metric metric
	unit   unit
	ours   string // ours names the side that the promise is about.
	peer   string // peer names the side to compare with; empty for none.
	over   string // over names the side whose figure is taken off both; empty for none.

	want  want
	bound float64

	// alone has the bound apply to our figure; else it applies to the ratio of ours to the peer's.
	alone bool
}

// want says on which side of the bound a figure has to be.
type want int8

const (
	atMost  want = iota
	atLeast      // atLeast is for figures of which more is better.
	exactly
	noted // noted is for figures that have no target and are printed beside the others.
)

// result is a target with what was measured.
type result struct {
	target     target
	ours, peer float64
}

func (b target) result(f figures) (result, error) {
	ours, err := f.get(b.ours, b.metric, b.over)
	if err != nil {
		return result{}, fmt.Errorf("%s: %w", b.name, err)
	}
	r := result{target: b, ours: ours}
	if b.peer == "" {
		return r, nil
	}
	if r.peer, err = f.get(b.peer, b.metric, b.over); err != nil {
		return result{}, fmt.Errorf("%s: %w", b.name, err)
	}
	if r.peer <= 0 && !b.alone {
		return result{}, fmt.Errorf("%s: nothing was measured for %s", b.name, b.peer)
	}
	return r, nil
}

func (f figures) get(side string, m metric, over string) (float64, error) {
	v, found := f[side][m]
	if !found {
		return 0, fmt.Errorf("%s gave no figure for %s", side, m)
	}
	if over == "" {
		return v, nil
	}
	base, found := f[over][m]
	if !found {
		return 0, fmt.Errorf("%s gave no figure for %s", over, m)
	}
	return v - base, nil
}

// judged is the number that the bound applies to.
func (r result) judged() float64 {
	if r.target.alone || r.target.peer == "" {
		return r.ours
	}
	return r.ours / r.peer
}

func (r result) missed() bool {
	switch v := r.judged(); r.target.want {
	case atMost:
		return !(v <= r.target.bound)
	case atLeast:
		return !(v >= r.target.bound)
	case exactly:
		return v != r.target.bound
	}
	return false
}

// header names the columns of the lines that results print.
var header = line("what", "ours", "peer", "ratio", "target", "")

// String is the line of the report.
func (r result) String() string {
	peer, ratio := "-", "-"
	if r.target.peer != "" {
		peer = r.target.unit.format(r.peer)
		if r.peer > 0 {
			ratio = short(r.ours / r.peer)
		}
	}
	word := "held"
	if r.missed() {
		word = "missed"
	}
	if r.target.want == noted {
		word = ""
	}
	return line(r.target.name, r.target.unit.format(r.ours), peer, ratio, r.target.demand(), word)
}

// demand is the target as text.
func (b target) demand() string {
	value := short(b.bound)
	if b.alone || b.peer == "" {
		value = b.unit.format(b.bound)
	}
	switch b.want {
	case atMost:
		return "<= " + value
	case atLeast:
		return ">= " + value
	case exactly:
		return "= " + value
	}
	return "-"
}

func line(name, ours, peer, ratio, demand, word string) string {
	return strings.TrimRight(fmt.Sprintf("%-66s %11s %11s %8s %11s  %s", name, ours, peer, ratio, demand, word), " ")
}

// short returns three digits, and whole numbers in full.
func short(v float64) string {
	switch {
	case v == math.Trunc(v) && math.Abs(v) < 1e6:
		return fmt.Sprintf("%.0f", v)
	case math.Abs(v) >= 100:
		return fmt.Sprintf("%.0f", v)
	case math.Abs(v) >= 10:
		return fmt.Sprintf("%.1f", v)
	case math.Abs(v) >= 1:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

// unit is what a figure is printed in.
type unit struct {
	name  string
	scale float64 // scale is how much one of the unit is in the metric's own.
}

var (
	count   = unit{"", 1}
	micros  = unit{" µs", 1e-6}
	seconds = unit{" s", 1}
	kbytes  = unit{" kB", 1e3}
	mbytes  = unit{" MB", 1e6}
	persec  = unit{"/s", 1}
)

func (u unit) format(v float64) string { return short(v/u.scale) + u.name }
