package wire

// ItemRaw writes the next item of the list that was opened last as another writer wrote it: what stood in Bytes from the item's first character to its
// last one. That writer had the same format and options, and the item the same depth and, in XML, the same name.
func (w *Writer) ItemRaw(item []byte) {
	w.nextItem()
	if !w.json {
		w.child()
	}
	w.buf = append(w.buf, item...)
	w.comma, w.empty = true, false
}
