package importer

import (
	"fmt"

	"github.com/ovirt-go/ovirt/model"
)

// parser reads the part of Java that the sources of the model use. It goes on after a faulty member, so that one run finds all
// faults.
type parser struct {
	tokens []token
	at     int
	errs   *model.Errors
}

// fault is what the methods of the parser panic with when a declaration or member can't be read; recover turns it into a problem.
// It never leaves the parser.
type fault struct{ problem *model.Problem }

// parse reads one source file. Problems go to errs, and the result is then incomplete.
func parse(file, text string, errs *model.Errors) *javaFile {
	tokens, problem := scan(file, text)
	if problem != nil {
		*errs = append(*errs, problem)
		return &javaFile{}
	}
	p := &parser{tokens: tokens, errs: errs}
	f := &javaFile{}
	p.try(func() { f.decl = p.file() })
	return f
}

// try runs the function and reports whether it ended without a fault.
func (p *parser) try(f func()) (ok bool) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case fault:
			*p.errs = append(*p.errs, r.problem)
			ok = false
		default:
			panic(r)
		}
	}()
	f()
	return true
}

// fail gives up what is being read: what was found isn't what can stand here.
func (p *parser) fail(want string) {
	t := p.peek()
	panic(fault{&model.Problem{Pos: t.pos, Text: fmt.Sprintf("unexpected %v; expected %s", t, want)}})
}

// peek gives the next token that isn't a comment. It takes nothing, so that head still finds the comments.
func (p *parser) peek() token {
	i := p.at
	for p.tokens[i].kind == tokenDoc {
		i++
	}
	return p.tokens[i]
}

// take goes behind the token that peek gives.
func (p *parser) take() {
	for p.tokens[p.at].kind == tokenDoc {
		p.at++
	}
	p.at++
}

// is reports whether the next token is the word or mark.
func (p *parser) is(text string) bool {
	t := p.peek()
	return t.text == text && (t.kind == tokenWord || t.kind == tokenMark)
}

// accept takes the word or mark if it is next.
func (p *parser) accept(text string) bool {
	if !p.is(text) {
		return false
	}
	p.take()
	return true
}

// expect takes the word or mark, which must be next.
func (p *parser) expect(text string) {
	if !p.accept(text) {
		p.fail(fmt.Sprintf("%q", text))
	}
}

// keywords can't be names.
var keywords = map[string]bool{
	"abstract": true, "class": true, "default": true, "enum": true, "extends": true, "implements": true, "import": true,
	"interface": true, "package": true, "public": true, "private": true, "protected": true, "static": true, "final": true,
	"throws": true, "void": true,
}

// word takes an identifier.
func (p *parser) word(want string) token {
	t := p.peek()
	if t.kind != tokenWord || keywords[t.text] {
		p.fail(want)
	}
	p.take()
	return t
}

// file reads a source: package, imports and at most one declaration.
func (p *parser) file() *javaDecl {
	doc, marks := p.head()
	if p.accept("package") {
		if len(marks) > 0 {
			panic(fault{&model.Problem{Pos: marks[0].pos, Text: "a package has no annotations in the model"}})
		}
		p.qualified("the name of the package")
		p.expect(";")
		for p.accept("import") {
			p.accept("static")
			p.qualified("the name of a class")
			p.accept("*")
			p.expect(";")
		}
		doc, marks = p.head()
	}
	if p.peek().kind == tokenEnd && len(marks) == 0 {
		return nil // package-info.java
	}
	d := p.declaration(doc, marks)
	if p.peek().kind != tokenEnd {
		p.fail("the end of the file: a source declares one thing")
	}
	return d
}

// qualified takes a name with dots and gives its last part. A dot at the end stays open for the star of an import.
func (p *parser) qualified(want string) token {
	t := p.word(want)
	for p.accept(".") {
		if p.is("*") {
			return t
		}
		t = p.word(want)
	}
	return t
}

// head takes the Javadoc and the annotations before a declaration, in any order. The last Javadoc counts.
func (p *parser) head() (doc javadoc, marks []javaMark) {
	for {
		t := p.tokens[p.at]
		switch {
		case t.kind == tokenDoc:
			doc = parseJavadoc(t)
			p.at++
		case t.kind == tokenMark && t.text == "@" && p.tokens[p.at+1].text != "interface":
			p.at++
			marks = append(marks, p.mark())
		default:
			return doc, marks
		}
	}
}

// mark takes an annotation whose @ is taken.
func (p *parser) mark() javaMark {
	t := p.qualified("the name of an annotation")
	mark := javaMark{pos: t.pos, name: t.text}
	if !p.accept("(") {
		return mark
	}
	mark.args = true
	value := func() {
		t := p.peek()
		if t.kind != tokenString {
			p.fail("a string")
		}
		p.take()
		mark.values = append(mark.values, t.text)
	}
	if p.accept("{") {
		value()
		for p.accept(",") {
			value()
		}
		p.expect("}")
	} else {
		value()
	}
	p.expect(")")
	return mark
}

// declaration takes an interface, enum or annotation declaration whose head is taken.
func (p *parser) declaration(doc javadoc, marks []javaMark) *javaDecl {
	p.accept("public")
	d := &javaDecl{doc: doc, marks: marks}
	switch {
	case p.accept("interface"):
		d.kind = "interface"
	case p.accept("enum"):
		d.kind = "enum"
	case p.accept("@"):
		p.expect("interface")
		d.kind = "@interface"
	default:
		p.fail("interface or enum")
	}
	name := p.word("the name of the " + d.kind)
	d.name, d.pos = name.text, name.pos

	if d.kind == "interface" && p.accept("extends") {
		d.extends = append(d.extends, p.ref())
		for p.accept(",") {
			d.extends = append(d.extends, p.ref())
		}
	}
	p.open(d)
	switch d.kind {
	case "enum":
		p.constants(d)
	case "@interface":
		p.skip() // what an annotation takes is known, or it isn't known at all
		p.expect("}")
	default:
		p.members(d)
	}
	return d
}

// open takes the brace that opens a body.
func (p *parser) open(d *javaDecl) {
	if p.accept("{") {
		return
	}
	if d.kind == "interface" && len(d.extends) == 0 {
		p.fail(`extends or "{"`)
	}
	p.fail(`"{"`)
}

// ref takes a reference to a class; a package in front of it is dropped, since simple names are unique.
func (p *parser) ref() javaRef {
	t := p.qualified("the name of a class")
	return javaRef{pos: t.pos, name: t.text}
}

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
