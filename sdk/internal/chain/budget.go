package chain

import "sync/atomic"

// Budget bounds the repetitions of all calls of a connection together, so that an engine that is going down isn't hammered by
// many clients that all try again. A repetition costs one. A call that succeeds returns what its own repetitions cost, and a
// tenth of one beyond, up to the full budget. Nil is no bound.
type Budget struct {
	full  int64 // in tenths
	spent atomic.Int64
}

// NewBudget returns a budget of so many repetitions.
func NewBudget(repetitions int) *Budget { return &Budget{full: 10 * int64(repetitions)} }

// take takes one repetition, if there is one.
func (b *Budget) take() bool {
	if b == nil {
		return true
	}
	for {
		spent := b.spent.Load()
		if spent+10 > b.full {
			return false
		}
		if b.spent.CompareAndSwap(spent, spent+10) {
			return true
		}
	}
}

// earn returns after a success that so many repetitions led to.
func (b *Budget) earn(repetitions int) {
	if b == nil {
		return
	}
	for {
		spent := b.spent.Load()
		if spent == 0 || b.spent.CompareAndSwap(spent, max(0, spent-10*int64(repetitions)-1)) {
			return
		}
	}
}
