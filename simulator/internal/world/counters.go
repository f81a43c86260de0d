package world

import "fmt"

// Counters are what a saved inventory must go on from, so that nothing is named twice.
type Counters struct {
	IDs    uint64
	Events int64
	MACs   int
}

// Counters returns the present ones.
func (w *World) Counters() Counters {
	ids, events := w.IDs.Counts()
	return Counters{IDs: ids, Events: events, MACs: w.macs}
}

// SetCounters goes on from counters that were saved.
func (w *World) SetCounters(c Counters) {
	w.IDs.SetCounts(c.IDs, c.Events)
	w.macs = c.MACs
}

// NextMAC returns an address of the default pool.
func (w *World) NextMAC() string {
	w.macs++
	n := 0x1a2b0000 + w.macs
	return fmt.Sprintf("56:6f:%02x:%02x:%02x:%02x", n>>24&0xff, n>>16&0xff, n>>8&0xff, n&0xff)
}
