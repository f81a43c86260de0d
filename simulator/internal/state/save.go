package state

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/machines"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// magic is the first line, without the version of the form.
const magic = "ovirt-simulator-state "

// version is that of the form. A text of form 1 has no mark at its end, so that one that was cut
// off may be taken for whole.
const version = 2

// endMark is the last line. A text without it was cut off.
const endMark = "end"

// Header is what a text says beside the objects.
type Header struct {
	Model    string // Model is the release of the API.
	Instance string // Instance is the id of the engine.
	Counters world.Counters
}

// Engine is what has the state of an engine.
type Engine struct {
	World    *world.World
	Storage  *storage.Storage
	Machines *machines.Machines
}

// Save writes the inventory. It must be called outside Read and Update; others may use the world
// meanwhile, and what they change isn't in the text.
func Save(out io.Writer, engine Engine, instance string) error {
	w := engine.World
	h := Header{Model: w.Schema.Model.Version, Instance: instance}
	var shelves []store.Shelf
	next := map[*store.Entity]*store.Object{}
	var outside []outsider
	w.Read(func() {
		h.Counters = w.Counters()
		shelves = w.Shelves()
		engine.Storage.EachOutside(func(domain *store.Object, contents []storage.Stored) {
			outside = append(outside, outsider{domain, contents})
		})
		w.EachEntity(func(e *store.Entity) {
			if o := engine.Machines.NextRun(e); o != nil {
				next[e] = o
			}
		})
	})
	b := bufio.NewWriterSize(out, 64<<10)
	s := &saver{b: b}
	fmt.Fprintf(
		b,
		"%s%d\nmodel %s\ninstance %s\ncounters ids=%d events=%d macs=%d\n",
		magic,
		version,
		h.Model,
		h.Instance,
		h.Counters.IDs,
		h.Counters.Events,
		h.Counters.MACs,
	)
	for _, shelf := range shelves {
		fmt.Fprintf(b, "\n[%s]\n", shelf.Path)
		for _, item := range shelf.Items {
			s.object(item.Object)
			for _, key := range slices.Sorted(maps.Keys(item.Notes)) {
				fmt.Fprintf(b, "note %s %s\n", strconv.Quote(key), strconv.Quote(item.Notes[key]))
			}
			if o := next[item.Entity]; o != nil {
				b.WriteString("next\n")
				s.object(o)
			}
		}
		for _, link := range shelf.Links {
			fmt.Fprintf(b, "@ %s\n", link.Path)
			if link.Object != nil {
				s.object(link.Object)
			}
		}
		if s.err != nil {
			return s.err
		}
	}
	if len(outside) > 0 {
		b.WriteByte('\n')
	}
	for _, domain := range outside {
		b.WriteString("outside\n")
		s.object(domain.object)
		for _, item := range domain.contents {
			fmt.Fprintf(b, "holds %s\n", item.Segment)
			s.object(item.Object)
		}
	}
	if s.err != nil {
		return s.err
	}
	b.WriteString("\n" + endMark + "\n")
	return b.Flush()
}

// outsider is a storage domain that the engine doesn't know any more.
type outsider struct {
	object   *store.Object
	contents []storage.Stored
}

type saver struct {
	b   *bufio.Writer
	err error
}

// object writes a document. Addresses are those behind the entry point.
func (s *saver) object(o *store.Object) {
	if s.err != nil {
		return
	}
	w := wire.NewWriter(wire.XML)
	defer w.Release()
	w.Indent = true
	e := document.Encoder{W: w, Zone: time.UTC}
	w.Begin(o.Type.Tag)
	e.View(&document.View{Object: o, Path: o.Path})
	w.End(o.Type.Tag)
	if err := w.Err(); err != nil {
		s.err = fmt.Errorf("save %s: %w", o.Path, err)
		return
	}
	s.b.Write(w.Bytes())
}
