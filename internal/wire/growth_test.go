package wire

import (
	"runtime"
	"slices"
	"strings"
	"testing"
)

// cost is what the reading of a document took.
type cost struct {
	length    int
	work      int64 // bytes moved in the window or looked at again
	allocated int64
	window    int // size of the window at the end
}

// costOf reads a document typed. Nothing else may run meanwhile. If it is lenient, each bad value
// is reported.
func costOf(r *Reader, length int, lenient bool) (cost, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if lenient {
		r.Lenient(func(error) {})
	}
	if r.RootIs("probe") {
		kept = readProbe(r)
	}
	err := r.Finish()
	runtime.ReadMemStats(&after)
	c := cost{length, r.work, int64(after.TotalAlloc - before.TotalAlloc), len(r.win)}
	r.Release()
	return c, err
}

var kept *probe

// Work and memory that a document may cost, whatever it holds. Each attribute of a tag is compared
// with at most 63 others. A value of four bytes, <o/>, can make an object of some 200, and an error
// can have a path of 500.
const (
	workPerByte      = 40
	allocatedPerByte = 160
	costOfNothing    = 128 << 10 // the first chunks, buffers and errors
)

func (c cost) check(t *testing.T, name string, flat bool) {
	t.Helper()
	if most := int64(workPerByte*c.length) + costOfNothing; c.work > most {
		t.Errorf("%s: %d bytes were moved or seen again, want %d: %+v", name, c.work, most, c)
	}
	most := int64(allocatedPerByte*c.length) + costOfNothing
	if flat {
		most = costOfNothing
	}
	if c.allocated > most {
		t.Errorf("%s: %d bytes were allocated, want %d: %+v", name, c.allocated, most, c)
	}
	if c.window > windowSize {
		t.Errorf("%s: the window has grown to %d bytes", name, c.window)
	}
}

// TestCostGrowsWithTheLength doubles documents of all kinds and counts what the reading of them
// takes. It must not take more than twice as much, nor any memory for what isn't kept.
func TestCostGrowsWithTheLength(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates on its own")
	}
	for _, kind := range []struct {
		burdens       []burden
		flat, refused bool
	}{
		{keptBurdens(), false, false},
		{flatBurdens(), true, false},
		{refusedBurdens(), true, true},
	} {
		for _, b := range kind.burdens {
			t.Run(b.f.String()+" "+b.name, func(t *testing.T) {
				for _, way := range ways {
					checkGrowth(t, b, way, kind.flat, kind.refused)
				}
			})
		}
	}
}

// way is how a document reaches the reader.
type way struct {
	name string
	open func(doc string, f Format) *Reader
}

var ways = []way{
	{"at once", func(doc string, f Format) *Reader { return NewBytesReader([]byte(doc), f) }},
	{"streamed", func(doc string, f Format) *Reader {
		return NewReader(strings.NewReader(doc), f)
	}},
	{"in pieces of 4096", func(doc string, f Format) *Reader {
		return NewReader(&pieces{doc: doc, size: 4096}, f)
	}},
	{"in pieces of 600", func(doc string, f Format) *Reader {
		return NewReader(&pieces{doc: doc, size: 600}, f)
	}},
}

func checkGrowth(t *testing.T, b burden, way way, flat, refused bool) {
	t.Helper()
	const size = 1 << 17
	var costs [2]cost
	for i, length := range []int{size, 2 * size} {
		doc := b.doc(length)
		costOf(way.open(doc[:len(doc)/8], b.f), 0, false) // fills the pools
		var err error
		costs[i], err = costOf(way.open(doc, b.f), len(doc), !flat)
		if err != nil != refused {
			t.Fatalf("%s: %v", way.name, err)
		}
		costs[i].check(t, way.name, flat)
	}
	// Long lists grow by a quarter, so two of them may stand at different places between two steps.
	once, twice := costs[0], costs[1]
	if twice.work > 2*once.work+costOfNothing ||
		twice.allocated > 2*once.allocated*5/4+costOfNothing {
		t.Errorf("%s: twice the length takes more than twice: %+v, %+v", way.name, once, twice)
	}
}

// FuzzCost looks for documents that cost more than their length: a part is repeated, as attackers
// do.
func FuzzCost(f *testing.F) {
	for _, b := range slices.Concat(keptBurdens(), flatBurdens(), refusedBurdens()) {
		f.Add(b.head, b.unit, b.tail, b.f == JSON, uint16(50))
	}
	f.Fuzz(func(t *testing.T, head, unit, tail string, json bool, times uint16) {
		if raceDetector {
			t.Skip("the race detector allocates too, so that the costs say nothing")
		}
		if len(unit) > 1<<10 {
			t.Skip("the repeated document would be tens of megabytes, and each run slow")
		}
		format := XML
		if json {
			format = JSON
		}
		doc := head + strings.Repeat(unit, int(times)) + tail
		for _, way := range ways {
			c, _ := costOf(way.open(doc, format), len(doc), true)
			c.allocated = max(c.allocated-1<<20, 0) // The fuzzer allocates too.
			c.check(t, way.name, false)
		}
	})
}
