package redact

// span is a part of a document, and what stands for it if it is hidden.
type span struct {
	start, end int
	mask       string
}

// pair is what is known of an object that has a name and a value, such as an option: the value is hidden if the name speaks of a
// secret, whichever comes first.
type pair struct {
	name   string
	named  bool
	values []span
}

// close hides the values of an object that is there to its end.
func (p *pair) close(out *edits) {
	if p.named && secretOption(normal(p.name)) {
		p.hide(out)
	}
}

// cut hides the values of an object that breaks off. Of an option the value is hidden to be safe, as its name may be damaged or still to
// come, and so is that of a name, which is an option whose name isn't closed. damaged says that the element may be called otherwise.
func (p *pair) cut(out *edits, element string, damaged bool) {
	if damaged || paired(element) || element == "name" {
		p.hide(out)
		return
	}
	p.close(out)
}

func (p *pair) hide(out *edits) {
	for _, v := range p.values {
		out.put(v.start, v.end, v.mask)
	}
}
