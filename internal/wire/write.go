package wire

// Object writes a nested object. A zero v, which is nil for pointers, writes nothing.
func Object[P comparable](w *Writer, name string, v P, write func(*Writer, P)) {
	var zero P
	if v != zero {
		object(w, name, v, write)
	}
}

func object[P comparable](w *Writer, name string, v P, write func(*Writer, P)) {
	w.Open(name)
	write(w, v)
	w.Close(name)
}

// List writes a list of objects that are called item. Nil writes nothing, an empty list stays present, and a nil item is an error.
func List[P comparable](w *Writer, name, item string, v []P, write func(*Writer, P)) {
	if v != nil {
		list(w, name, item, v, write)
	}
}

func list[P comparable](w *Writer, name, item string, v []P, write func(*Writer, P)) {
	w.OpenList(name, item)
	items(w, v, write)
	w.CloseList(name)
}

// RootList writes a whole document that is a list of objects. Nil is an empty list.
func RootList[P comparable](w *Writer, tag, item string, v []P, write func(*Writer, P)) {
	w.BeginList(tag, item)
	items(w, v, write)
	w.EndList(tag)
}

func items[P comparable](w *Writer, v []P, write func(*Writer, P)) {
	var zero P
	for _, one := range v {
		w.Item()
		if one == zero {
			w.fail("", "", "item is nil")
		} else {
			write(w, one)
		}
		w.EndItem()
	}
}

// StringList writes a list of texts, or of values of an enumeration, that are called item. Nil writes nothing, an empty list stays present.
func StringList[S ~string](w *Writer, name, item string, v []S) {
	if v == nil {
		return
	}
	w.OpenList(name, item)
	for _, one := range v {
		w.ItemText(string(one))
	}
	w.CloseList(name)
}

// Repeat writes objects that XML repeats side by side under the same name, as links. An empty list writes nothing.
func Repeat[T any](w *Writer, item string, v []T, write func(*Writer, *T)) {
	if len(v) == 0 {
		return
	}
	w.OpenRepeated(item)
	for i := range v {
		w.Item()
		write(w, &v[i])
		w.EndItem()
	}
	w.CloseRepeated()
}

// Actions writes the block of actions of an object: a link for each name, whose address is the object's own with the
// name. Nil writes nothing, an empty list an empty block.
func (w *Writer) Actions(href *string, names []string) {
	if names == nil {
		return
	}
	w.OpenList("actions", "link")
	for _, name := range names {
		w.Item()
		if href != nil {
			w.action(*href, name)
		}
		w.Attr("rel", &name)
		w.EndItem()
	}
	w.CloseList("actions")
}

// action writes the address of an action.
func (w *Writer) action(href, name string) {
	if w.json {
		w.key("href")
		w.buf = append(w.buf, '"')
		w.escapeJSON("href", href)
		w.buf = append(w.buf, '/')
		w.escapeJSON("href", name)
		w.buf = append(w.buf, '"')
		w.comma = true
		return
	}
	w.buf = append(w.buf, ` href="`...)
	w.escapeXML("href", href, true)
	w.buf = append(w.buf, '/')
	w.escapeXML("href", name, true)
	w.buf = append(w.buf, '"')
}
