package importer

import "github.com/ovirt-go/ovirt/model"

// javaFile is a parsed source: one interface or enum, or nothing for a package-info.java.
type javaFile struct {
	decl *javaDecl
}

// javaDecl is an interface, an enum or an annotation declaration.
type javaDecl struct {
	pos     model.Pos
	kind    string // "interface", "enum" or "@interface"
	name    string
	doc     javadoc
	marks   []javaMark
	extends []javaRef

	methods   []*javaMethod
	nested    []*javaDecl
	constants []*javaConstant
}

// javaMark is an annotation.
type javaMark struct {
	pos    model.Pos
	name   string
	values []string // values are its arguments: all strings
	args   bool     // args says that it has parentheses
}

// javaRef is a reference to a class by its simple name.
type javaRef struct {
	pos  model.Pos
	name string
}

// javaMethod is a method of an interface: a member, a parameter, a locator or an input detail, depending on where it stands.
type javaMethod struct {
	pos    model.Pos
	name   string
	doc    javadoc
	marks  []javaMark
	result javaRef
	list   bool // list says that the result is an array
	params []javaParam

	body  bool // body says that it is a default method
	calls []javaCall
}

// javaParam is a parameter of a locator.
type javaParam struct {
	typ  javaRef
	name string
}

// javaConstant is a value of an enum.
type javaConstant struct {
	pos   model.Pos
	name  string
	doc   javadoc
	marks []javaMark
}

// javaCall is a call in the body of a default method: mandatory(vm().name()). It is a chain of links, of which only the last call
// that isn't part of a path has arguments.
type javaCall struct {
	pos   model.Pos
	chain []javaLink
}

// javaLink is one call of a chain.
type javaLink struct {
	pos   model.Pos
	name  string
	args  []javaCall
	index string // index is what stands in brackets behind the call; empty if there are none
}
