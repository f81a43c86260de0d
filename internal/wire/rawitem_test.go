package wire

import "testing"

// TestItemsAreWrittenAgain writes a list, and then the same list of the bytes of its items.
func TestItemsAreWrittenAgain(t *testing.T) {
	t.Parallel()
	for _, f := range []Format{XML, JSON} {
		for _, indent := range []bool{true, false} {
			write := func(item func(w *Writer, i int)) string {
				w := NewWriter(f)
				defer w.Release()
				w.Indent = indent
				w.BeginList("probes", "probe")
				for i := range 3 {
					item(w, i)
				}
				w.EndList("probes")
				if w.Err() != nil {
					t.Fatal(w.Err())
				}
				return string(w.Bytes())
			}
			var items [][]byte
			want := write(func(w *Writer, i int) {
				w.Item()
				start := len(w.Bytes()) - 1
				if f == XML {
					start -= len("probe")
				}
				w.Int("n", new(int64(i)))
				w.EndItem()
				items = append(items, append([]byte(nil), w.Bytes()[start:]...))
			})
			if got := write(func(w *Writer, i int) { w.ItemRaw(items[i]) }); got != want {
				t.Errorf("%v, indented %v: got %s, want %s", f, indent, got, want)
			}
		}
	}
}
