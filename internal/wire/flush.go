package wire

import "io"

// Flush returns what was written so far to dst and empties the buffer; the document goes on behind it. Bytes then returns only the
// rest. It lets long lists leave while they are written.
func (w *Writer) Flush(dst io.Writer) error {
	if len(w.buf) == 0 {
		return nil
	}
	_, err := dst.Write(w.buf)
	w.buf = w.buf[:0]
	return err
}
