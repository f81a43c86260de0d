package wire

// Link takes the value at hand as a link and gives its members, "" for one that lacks. Others are skipped.
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

// quick takes a link that looks as engines write it and lies in the window. Of any other one it takes nothing. Both results
// are in the window.
func (r *Reader) quick() (href, rel []byte, ok bool) {
	if r.json {
		return r.quickJSON()
	}
	return r.quickXML()
}

// quickXML is quick for <link href="..." rel="..."/>.
func (r *Reader) quickXML() (href, rel []byte, ok bool) {
	const before, between, after = ` href="`, `" rel="`, `"/>`
	buf, p := r.buf, r.pos
	if r.at != atElem || p+len(before) > len(buf) || string(buf[p:p+len(before)]) != before {
		return nil, nil, false
	}
	p += len(before)
	q := scanAttr(buf, p, '"')
	if q+len(between) > len(buf) || string(buf[q:q+len(between)]) != between {
		return nil, nil, false
	}
	href = buf[p:q]
	p = q + len(between)
	q = scanAttr(buf, p, '"')
	if q+len(after) > len(buf) || string(buf[q:q+len(after)]) != after {
		return nil, nil, false
	}
	r.pos = q + len(after)
	r.at = atNone
	return href, buf[p:q], true
}

// quickJSON is quick for {"href": "...", "rel": "..."}, with any white space.
func (r *Reader) quickJSON() (href, rel []byte, ok bool) {
	buf, p := r.buf, r.pos
	if r.at != atValue || p >= len(buf) || buf[p] != '{' {
		return nil, nil, false
	}
	href, p = quickMember(buf, p+1, `"href"`)
	if p >= len(buf) || buf[p] != ',' {
		return nil, nil, false
	}
	rel, p = quickMember(buf, p+1, `"rel"`)
	if p >= len(buf) || buf[p] != '}' {
		return nil, nil, false
	}
	r.pos = p + 1
	r.at = atNone
	return href, rel, true
}

// quickMember gives the plain string that the member called name has, if that is the next one, and the index of what
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

// Actions takes the value at hand as a block of actions and gives their names, as the rel of each link has them. It is never nil. Their addresses
// are the object's own with the name, so they aren't kept.
func (r *Reader) Actions() []string {
	var few [32]string
	names := few[:0]
	for r.EnterList("link"); r.NextItem(); {
		if _, rel, ok := r.quick(); ok {
			names = append(names, r.keep(rel))
			continue
		}
		for ok := r.Enter(); ok; ok = r.Next() {
			if string(r.Name()) == "rel" {
				names = append(names, r.Text())
			} else {
				r.Skip()
			}
		}
	}
	if len(names) == 0 {
		return []string{}
	}
	if len(r.words.free) < len(names) {
		r.words.growList(len(names))
	}
	out := r.words.free[:len(names):len(names)]
	r.words.free = r.words.free[len(names):]
	copy(out, names)
	return out
}
