package importer

// constants takes the body of an enum and its closing brace.
func (p *parser) constants(d *javaDecl) {
	for {
		doc, marks := p.head()
		if len(marks) == 0 && (p.is("}") || p.is(";")) {
			break
		}
		t := p.word("the name of a value")
		d.constants = append(d.constants, &javaConstant{pos: t.pos, name: t.text, doc: doc, marks: marks})
		if !p.accept(",") {
			if !p.is("}") && !p.is(";") {
				p.fail(`",", ";" or "}": values are bare names`)
			}
			break
		}
	}
	p.accept(";")
	p.expect("}")
}

// members takes the body of an interface and its closing brace.
func (p *parser) members(d *javaDecl) {
	for !p.accept("}") {
		start := p.at
		ok := p.try(func() {
			doc, marks := p.head()
			p.member(d, doc, marks)
		})
		if !ok && !p.resume(start) {
			return
		}
	}
}

// resume goes to the member that follows the faulty one which begins at start. It is false if the file ends before.
func (p *parser) resume(start int) bool {
	failed := p.at
	depth := 0
	for p.at = start; p.tokens[p.at].kind != tokenEnd; p.at++ {
		t := p.tokens[p.at]
		if t.kind != tokenMark {
			continue
		}
		switch t.text {
		case "{":
			depth++
		case "}":
			if depth == 0 {
				return true // the end of the body around it
			}
			depth--
			if depth == 0 && p.at >= failed {
				p.at++
				return true
			}
		case ";":
			if depth == 0 && p.at >= failed {
				p.at++
				return true
			}
		}
	}
	return false
}

// member takes a nested interface or a method whose head is taken.
func (p *parser) member(d *javaDecl, doc javadoc, marks []javaMark) {
	if p.is("public") || p.is("interface") || p.is("enum") || p.is("@") {
		d.nested = append(d.nested, p.declaration(doc, marks))
		return
	}
	m := &javaMethod{doc: doc, marks: marks}
	if p.accept("default") {
		m.body = true
		p.expect("void")
		name := p.word("the name of a method")
		m.name, m.pos = name.text, name.pos
		p.expect("(")
		p.expect(")")
		p.expect("{")
		for !p.accept("}") {
			m.calls = append(m.calls, p.call())
			p.expect(";")
		}
		d.methods = append(d.methods, m)
		return
	}

	m.result = p.result()
	if p.accept("[") {
		p.expect("]")
		m.list = true
	}
	name := p.word("the name of a method")
	m.name, m.pos = name.text, name.pos
	p.expect("(")
	if !p.is(")") {
		m.params = append(m.params, p.param())
		for p.accept(",") {
			m.params = append(m.params, p.param())
		}
	}
	p.expect(")")
	if p.is("{") {
		p.fail(`";": only default methods have bodies`)
	}
	p.expect(";")
	d.methods = append(d.methods, m)
}

// result takes the type of a method.
func (p *parser) result() javaRef {
	t := p.peek()
	if t.kind != tokenWord || keywords[t.text] {
		p.fail("an interface, a method or \"}\"")
	}
	ref := p.ref()
	if p.is("<") {
		p.fail("the name of a method: the model has no generic types")
	}
	return ref
}

func (p *parser) param() javaParam {
	typ := p.ref()
	return javaParam{typ: typ, name: p.word("the name of the parameter").text}
}

// call takes a chain of calls: or(mandatory(vm().name()), ...).
func (p *parser) call() javaCall {
	defer p.enter()()
	c := javaCall{pos: p.peek().pos}
	for {
		c.chain = append(c.chain, p.link())
		if !p.accept(".") {
			return c
		}
	}
}

func (p *parser) link() javaLink {
	name := p.word("a call such as mandatory(vm().name())")
	l := javaLink{pos: name.pos, name: name.text}
	p.expect("(")
	if !p.is(")") {
		l.args = append(l.args, p.call())
		for p.accept(",") {
			l.args = append(l.args, p.call())
		}
	}
	p.expect(")")
	if p.accept("[") {
		l.index = p.word("COLLECTION").text
		p.expect("]")
	}
	return l
}

// skip goes to the brace that closes the body which is open.
func (p *parser) skip() {
	depth := 0
	for {
		switch {
		case p.peek().kind == tokenEnd:
			p.fail(`"}"`)
		case p.is("{"):
			depth++
		case p.is("}"):
			if depth == 0 {
				return
			}
			depth--
		}
		p.take()
	}
}
