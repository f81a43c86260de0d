package rest

import (
	"sync"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

const (
	memoBytes = 32 << 20 // what is remembered at most
	memoItem  = 64 << 10 // larger items aren't remembered
)

// memo remembers how items of lists were written. Objects that are kept never change, so what was written once is right for as long as the object
// is there; a changed one is another object.
type memo struct {
	mu     sync.RWMutex
	items  map[memoKey][]byte // guarded by mu
	size   int                // guarded by mu
	missed int                // guarded by mu; items that found no room
}

// memoKey is all that decides how an item is written.
type memoKey struct {
	object         *store.Object
	format         wire.Format
	prefix, path   string
	creation       string
	rels, actions  *string
	nRels, nAction int
	hidden         bool
}

// key returns that of a view, and whether it can be remembered.
func (q *request) key(v *document.View) (k memoKey, ok bool) {
	if v.Lists != nil || v.Parts != nil || v.Extra != nil {
		return k, false
	}
	return memoKey{
		object: v.Object, format: q.format, prefix: q.prefix, path: v.Path, creation: v.Creation,
		rels: first(v.Rels), actions: first(v.Actions), nRels: len(v.Rels), nAction: len(v.Actions), hidden: v.Hidden != nil,
	}, true
}

// first tells slices apart without looking at what they hold: those of the model never change.
func first(list []string) *string {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

// get returns an item, or nil.
func (m *memo) get(k memoKey) []byte {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.items[k]
}

// put remembers an item. When there is no room, all are forgotten as soon as more new ones came than there are old ones.
func (m *memo) put(k memoKey, item []byte) {
	if len(item) > memoItem {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, there := m.items[k]; there {
		return // another request was faster
	}
	if m.size+len(item) > memoBytes {
		if m.missed++; m.missed <= len(m.items) {
			return
		}
		m.items, m.size, m.missed = nil, 0, 0
	}
	if m.items == nil {
		m.items = map[memoKey][]byte{}
	}
	m.items[k] = append([]byte(nil), item...)
	m.size += len(item)
}

// item writes an item of a list. Kept tells that the view shows the object as it is kept.
func (o *output) item(v *document.View, kept bool) {
	key, known := memoKey{}, false
	if kept {
		key, known = o.q.key(v)
	}
	if known {
		if doc := o.q.memo.get(key); doc != nil {
			o.w.ItemRaw(doc)
			return
		}
	}
	o.w.Item()
	start := len(o.w.Bytes()) - 1
	if o.q.format == wire.XML {
		start -= len(v.Object.Type.Tag)
	}
	o.enc.View(v)
	o.w.EndItem()
	if known && o.w.Err() == nil {
		o.q.memo.put(key, o.w.Bytes()[start:])
	}
}
