package wire

// Counters returns the values of size, total and active that the root list had, nil for those that it lacked.
// They are complete when the list was read to its end.
func (r *Reader) Counters() (size, total, active *int64) { return r.size, r.total, r.active }

// counter remembers the value at hand if it is a counter of the root list, and else skips it.
func (r *Reader) counter() {
	if len(r.frames) > 1 {
		r.Skip()
		return
	}
	switch string(r.Name()) {
	case "size":
		r.size = r.Int()
	case "total":
		r.total = r.Int()
	case "active":
		r.active = r.Int()
	default:
		r.Skip()
	}
}

// Unknown skips a field that the model doesn't have. The creation_status of the root object, which the engine adds to what is
// still being made, is kept for CreationStatus.
func (r *Reader) Unknown() {
	if len(r.frames) == 1 && string(r.Name()) == "creation_status" {
		r.creation = r.Text()
		return
	}
	r.Skip()
}

// CreationStatus returns the status that the engine gave the root object while it was still being made, or "".
func (r *Reader) CreationStatus() string { return r.creation }
