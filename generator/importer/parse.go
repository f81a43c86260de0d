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
	depth  int // depth counts the declarations and calls that are open
	errs   *model.Errors
}

// maxDepth bounds nesting, so that no input exhausts the stack. The sources have three levels.
const maxDepth = 50

// enter opens a level of nesting; the result closes it.
func (p *parser) enter() func() {
	if p.depth == maxDepth {
		panic(fault{&model.Problem{Pos: p.peek().pos, Text: fmt.Sprintf("nested more than %d deep", maxDepth)}})
	}
	p.depth++
	return func() { p.depth-- }
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

// fail discards what is being read: what was found isn't what can stand here.
func (p *parser) fail(want string) {
	t := p.peek()
	panic(fault{&model.Problem{Pos: t.pos, Text: fmt.Sprintf("unexpected %v; expected %s", t, want)}})
}

// peek returns the next token that isn't a comment. It takes nothing, so that head still finds the comments.
func (p *parser) peek() token {
	i := p.at
	for p.tokens[i].kind == tokenDoc {
		i++
	}
	return p.tokens[i]
}

// take goes behind the token that peek returns.
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

// qualified takes a name with dots and returns its last part. A dot at the end stays open for the star of an import.
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
	defer p.enter()()
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
