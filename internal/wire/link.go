package wire

import "slices"

// Link takes the value at hand as a link and returns its members, "" for one that lacks. Others are skipped.
func (r *Reader) Link() (rel, href string) {
	if h, l, ok := r.quick(); ok {
		return r.keep(l), r.address(h)
	}
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "rel":
			rel = r.Text()
		case "href":
			href = r.Address()
		default:
			r.Skip()
		}
	}
	return rel, href
}

// link is what a type of links is made of.
type link = struct {
	Rel  string `json:"rel,omitzero"`
	Href string `json:"href,omitzero"`
}

// Links takes the value at hand as one of the links of an object, or in JSON as all of them, and adds them to list, which grows in
// the chunk of the slot. T is the type of a link; it must not share the slot with [New].
func Links[T ~link](r *Reader, slot int, list []T) []T {
	s := slabOf[T](r, slot)
	for r.EnterRepeated(); r.NextItem(); {
		href, rel, ok := r.quick()
		if !ok {
			list = s.extend(list)
			last := &list[len(list)-1]
			rel, href := r.Link()
			*last = T(link{rel, href})
			continue
		}
		for ok {
			list = s.extend(list)
			list[len(list)-1] = T(link{r.keep(rel), r.address(href)})
			href, rel, ok = r.another()
		}
	}
	return list
}

// Actions takes the value at hand as a block of actions and returns their names, as the rel of each link has them. It is never nil. Their addresses
// are the object's own with the name, so they aren't kept.
func (r *Reader) Actions() []string {
	var few [32]string
	names := few[:0]
	for r.EnterList("link"); r.NextItem(); {
		_, rel, ok := r.quick()
		if !ok {
			rel, _ := r.Link()
			names = append(names, rel)
			continue
		}
		for ok {
			names = append(names, r.keep(rel))
			_, rel, ok = r.another()
		}
	}
	if len(names) == 0 {
		return []string{}
	}
	if len(names) > len(few) {
		return slices.Clone(names) // a long list stands alone
	}
	if len(r.words.free) < len(names) {
		r.words.growList(len(names))
	}
	out := r.words.free[:len(names):len(names)]
	r.words.free = r.words.free[len(names):]
	copy(out, names)
	return out
}

// quick takes a link that looks as engines write it and lies in the window. Of any other one it takes nothing. Both results
// are in the window.
func (r *Reader) quick() (href, rel []byte, ok bool) {
	end := 0
	switch r.at {
	case atElem:
		href, rel, end = quickXML(r.buf, r.pos)
	case atValue:
		href, rel, end = quickJSON(r.buf, r.pos)
	}
	if end == 0 {
		return nil, nil, false
	}
	r.pos = end
	r.at = atNone
	return href, rel, true
}

// another is quick for the link that follows one which quick took.
func (r *Reader) another() (href, rel []byte, ok bool) {
	const tag = "<link"
	buf, p, end := r.buf, r.pos, 0
	f := r.top()
	if r.json {
		if f.state != within || p >= len(buf) || buf[p] != ',' {
			return nil, nil, false
		}
		href, rel, end = quickJSON(buf, scanBlanks(buf, p+1))
	} else {
		if f.kind == inRepeat {
			// In XML the next one stands in the object.
			if len(r.frames) < 2 {
				return nil, nil, false
			}
			f = &r.frames[len(r.frames)-2]
		}
		p = scanBlanks(buf, p)
		if p+len(tag) > len(buf) || string(buf[p:p+len(tag)]) != tag {
			return nil, nil, false
		}
		href, rel, end = quickXML(buf, p+len(tag))
	}
	if end == 0 {
		return nil, nil, false
	}
	f.index++
	r.pos = end
	return href, rel, true
}

// quickXML returns the parts of ` href="..." rel="..."/>` at p and the index behind it; 0 if p has something else.
func quickXML(buf []byte, p int) (href, rel []byte, end int) {
	const before, between, after = ` href="`, `" rel="`, `"/>`
	if p+len(before) > len(buf) || string(buf[p:p+len(before)]) != before {
		return nil, nil, 0
	}
	p += len(before)
	q := scanAttr(buf, p, '"')
	if q+len(between) > len(buf) || string(buf[q:q+len(between)]) != between {
		return nil, nil, 0
	}
	href = buf[p:q]
	p = q + len(between)
	q = scanAttr(buf, p, '"')
	if q+len(after) > len(buf) || string(buf[q:q+len(after)]) != after {
		return nil, nil, 0
	}
	return href, buf[p:q], q + len(after)
}

// quickJSON returns the parts of `{"href": "...", "rel": "..."}` at p, with any white space, and the index behind it; 0 if p has
// something else.
func quickJSON(buf []byte, p int) (href, rel []byte, end int) {
	if p >= len(buf) || buf[p] != '{' {
		return nil, nil, 0
	}
	href, p = quickMember(buf, p+1, `"href"`)
	if p >= len(buf) || buf[p] != ',' {
		return nil, nil, 0
	}
	rel, p = quickMember(buf, p+1, `"rel"`)
	if p >= len(buf) || buf[p] != '}' {
		return nil, nil, 0
	}
	return href, rel, p + 1
}

// quickMember returns the plain string that the member called name has, if that is the next one, and the index of what
// follows it; len(buf) if it isn't.
func quickMember(buf []byte, p int, name string) ([]byte, int) {
	p = scanBlanks(buf, p)
	if p+len(name)+3 > len(buf) || string(buf[p:p+len(name)]) != name {
		return nil, len(buf)
	}
	p += len(name)
	if buf[p] == ' ' {
		p++
	}
	if buf[p] != ':' {
		return nil, len(buf)
	}
	p = scanBlanks(buf, p+1)
	if p >= len(buf) || buf[p] != '"' {
		return nil, len(buf)
	}
	q := scanString(buf, p+1)
	if q >= len(buf) || buf[q] != '"' {
		return nil, len(buf)
	}
	return buf[p+1 : q], scanBlanks(buf, q+1)
}
