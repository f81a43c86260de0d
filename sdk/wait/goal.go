package wait

import (
	"slices"
	"strings"
	"time"
)

// Goal is what objects of a type should become; [Cond], [StatusIn] and [Custom] make goals. A goal
// may serve any number of waits.
type Goal[T any] interface {
	// begin returns a judge for one wait.
	begin() func(*T) verdict
	// state names the state of an object; empty if it can't be told.
	state(*T) string
	// want says what is wanted; empty if it can't be told.
	want() string
}

// verdict is what a look comes to.
type verdict struct {
	done bool
	lost string // why it will never be done; empty if it may
}

// condition is a goal without states.
type condition[T any] func(*T) bool

// Cond is the goal that a condition holds.
func Cond[T any](holds func(*T) bool) Goal[T] { return condition[T](holds) }

func (c condition[T]) begin() func(*T) verdict {
	return func(v *T) verdict { return verdict{done: c != nil && c(v)} }
}

func (c condition[T]) state(*T) string { return "" }
func (c condition[T]) want() string    { return "" }

// Custom is a goal made of functions, for what is neither a mere condition nor a status.
type Custom[T any] struct {
	Want string // Want says in errors what is wanted: finished.
	// State names the state of an object, in errors and to [Progress]; nil tells none.
	State func(*T) string
	// Share tells to [Progress] how much is done, from 0 to 1; nil tells nothing.
	Share func(*T) float64

	// Judge says whether the goal is reached, or why it never will be; lost is empty otherwise. Nil
	// is never reached.
	Judge func(*T) (done bool, lost string)
}

func (c Custom[T]) begin() func(*T) verdict {
	return func(v *T) verdict {
		if c.Judge == nil {
			return verdict{}
		}
		done, lost := c.Judge(v)
		return verdict{done, lost}
	}
}

func (c Custom[T]) state(v *T) string {
	if c.State == nil {
		return ""
	}
	return c.State(v)
}

func (c Custom[T]) want() string { return c.Want }

func (c Custom[T]) share(v *T) float64 {
	if c.Share == nil {
		return 0
	}
	return c.Share(v)
}

// StatusGoal is the goal that a status is one of a set. [StatusIn] makes one; its methods return
// changed copies.
type StatusGoal[T any, S ~string] struct {
	of     func(*T) S
	wanted []S
	failed []S
	resting,
	passing []S
	turn   func(from, to S) string // why a change is a failure; nil for none
	detail func(*T) string         // what else there is to say; nil for nothing
}

// StatusIn is the goal that what of returns is one of the wanted states:
//
//	status := func(d *types.Disk) types.DiskStatus { return d.Status }
//	goal := wait.StatusIn(status, types.DiskStatusOk).Fail(types.DiskStatusIllegal)
func StatusIn[T any, S ~string](of func(*T) S, wanted ...S) StatusGoal[T, S] {
	return StatusGoal[T, S]{of: of, wanted: wanted}
}

// Fail adds states that end a wait with an error at once.
func (g StatusGoal[T, S]) Fail(states ...S) StatusGoal[T, S] {
	g.failed = slices.Concat(g.failed, states)
	return g
}

// Rest adds states that objects don't leave by themselves. A wait that finds one fails if the
// object came into it meanwhile. If it was so from the beginning, ten seconds are left to it, for
// what was begun before may show late.
func (g StatusGoal[T, S]) Rest(states ...S) StatusGoal[T, S] {
	g.resting = slices.Concat(g.resting, states)
	return g
}

// restPatience is how long an object may rest at the beginning of a wait.
const restPatience = 10 * time.Second

func (g StatusGoal[T, S]) begin() func(*T) verdict {
	var last S
	var since time.Time // zero before the first look
	moved := false
	return func(v *T) verdict {
		now, state := time.Now(), g.of(v)
		from := last
		changed := !since.IsZero() && state != from
		if since.IsZero() || changed {
			since = now
		}
		last = state
		moved = moved || changed && !slices.Contains(g.passing, from)
		switch {
		case slices.Contains(g.wanted, state):
			return verdict{done: true}
		case slices.Contains(g.failed, state):
			return verdict{lost: g.reason(v)}
		case changed && g.turn != nil && g.turn(from, state) != "":
			return verdict{lost: g.turn(from, state)}
		case slices.Contains(g.resting, state) && (moved || now.Sub(since) >= restPatience):
			return verdict{lost: g.reason(v)}
		}
		return verdict{}
	}
}

const hopeless = "it won't become so by itself"

// reason says why a state is the end of hope.
func (g StatusGoal[T, S]) reason(v *T) string {
	if g.detail != nil {
		if detail := g.detail(v); detail != "" {
			return detail
		}
	}
	return hopeless
}

func (g StatusGoal[T, S]) state(v *T) string { return string(g.of(v)) }

func (g StatusGoal[T, S]) want() string {
	texts := make([]string, len(g.wanted))
	for i, s := range g.wanted {
		texts[i] = orNone(string(s))
	}
	return strings.Join(texts, " or ")
}

func orNone(status string) string {
	if status == "" {
		return "a missing status"
	}
	return status
}
