package importer

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// Options tell an import what to take along.
type Options struct {
	Docs bool // Docs keeps upstream's texts in the Doc fields; they are upstream's and are for private builds only.
}

// Java reads the Java sources of the API model, all files called *.java below fsys (upstream's src/main/java), as the model of the
// release that version names. Positions are paths within fsys. If the sources hold faults the error is of type [model.Errors],
// which lists them all; a source that can't be split into tokens counts as one fault.
func Java(fsys fs.FS, version string, opts Options) (*model.Model, error) {
	return java(fsys, version, opts, slips)
}

func java(fsys fs.FS, version string, opts Options, slips []slip) (*model.Model, error) {
	b := &builder{opts: opts, slips: slips, mixins: make(map[string]*javaDecl), seen: make(map[string]model.Pos)}
	var decls []*javaDecl
	err := fs.WalkDir(fsys, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".java" {
			return err
		}
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return err
		}
		if d := parse(file, string(text), &b.errs).decl; d != nil {
			decls = append(decls, d)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(decls) == 0 && len(b.errs) == 0 {
		return nil, errors.New("no Java sources were found")
	}

	b.faulty = len(b.errs) > 0
	b.build(decls)
	b.builtins()
	if b.faulty {
		// What the faulty sources declare is missing, so that checking references would only mislead.
		return nil, b.errs.Err()
	}
	m, err := model.New(version, b.enums, b.structs, b.services)
	var more model.Errors
	switch {
	case errors.As(err, &more):
		b.errs = append(b.errs, more...)
	case err != nil:
		return nil, err
	}
	if err := b.errs.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

// builder makes the parts of the model out of declarations.
type builder struct {
	opts   Options
	errs   model.Errors
	slips  []slip
	faulty bool // faulty says that some source couldn't be parsed

	mixins   map[string]*javaDecl
	seen     map[string]model.Pos // seen holds the simple names of all declarations
	enums    []*model.Enum
	structs  []*model.Struct
	services []*model.Service
}

// build takes all declarations. Mixins come first, since others refer to them.
func (b *builder) build(decls []*javaDecl) {
	unique := make([]*javaDecl, 0, len(decls))
	for _, d := range decls {
		if first, ok := b.seen[d.name]; ok {
			b.errs.Addf(d.pos, "%s is declared at %v too; simple names must be unique", d.name, first)
			continue
		}
		b.seen[d.name] = d.pos
		unique = append(unique, d)
		if d.kind == "interface" && has(d.marks, "Mixin") {
			b.mixins[d.name] = d
		}
	}
	for _, d := range unique {
		b.top(d)
	}
}

// top makes a type or service of a top level declaration.
func (b *builder) top(d *javaDecl) {
	switch {
	case d.kind == "@interface":
		b.marks(d.name, d.marks, "Target", "Retention")
		return
	case d.kind == "enum":
		b.marks(d.name, d.marks, "Type", "Deprecated")
		if !has(d.marks, "Type") {
			b.errs.Addf(d.pos, "enum %s lacks @Type", d.name)
		}
		b.enums = append(b.enums, b.enum(d))
		return
	}

	roles := 0
	for _, role := range []string{"Type", "Service", "Root", "Mixin"} {
		if has(d.marks, role) {
			roles++
		}
	}
	if roles != 1 && !(roles == 0 && b.unmarked(d)) {
		b.errs.Addf(d.pos, "interface %s needs one of @Type, @Service, @Root and @Mixin, and has %d of them", d.name, roles)
		return
	}
	switch {
	case has(d.marks, "Type"):
		b.marks(d.name, d.marks, "Type", "Deprecated")
		b.structs = append(b.structs, b.structType(d))
	case has(d.marks, "Mixin"):
		b.marks(d.name, d.marks, "Mixin")
		b.mixin(d)
	default:
		b.marks(d.name, d.marks, "Service", "Root", "Area", "Deprecated")
		b.services = append(b.services, b.service(d))
	}
}

// known are all annotations that the sources may have.
var known = []string{"Area", "Deprecated", "In", "InputDetail", "Link", "Mixin", "Out", "Root", "Service", "Type"}

// marks reports annotations that aren't among the allowed ones, stand there twice, or have arguments that they can't have.
func (b *builder) marks(what string, marks []javaMark, allowed ...string) {
	for i, mark := range marks {
		switch {
		case !slices.Contains(known, mark.name) && !slices.Contains(allowed, mark.name):
			b.errs.Addf(mark.pos, "%s: unknown annotation @%s; known are @%s", what, mark.name, strings.Join(known, ", @"))
		case !slices.Contains(allowed, mark.name):
			b.errs.Addf(mark.pos, "%s: @%s can't stand here; expected @%s", what, mark.name, strings.Join(allowed, ", @"))
		case has(marks[:i], mark.name):
			b.errs.Addf(mark.pos, "%s: @%s stands there twice", what, mark.name)
		case mark.name == "Area" && len(mark.values) == 0:
			b.errs.Addf(mark.pos, "%s: @Area needs the name of the area", what)
		case mark.name != "Area" && mark.args:
			b.errs.Addf(mark.pos, "%s: @%s takes no arguments", what, mark.name)
		}
	}
}

// has reports whether the annotation is among them.
func has(marks []javaMark, name string) bool {
	return slices.ContainsFunc(marks, func(m javaMark) bool { return m.name == name })
}

// text returns the prose of a comment if upstream's texts are wanted.
func (b *builder) text(d javadoc) string {
	if !b.opts.Docs {
		return ""
	}
	return d.text()
}

// supers splits what an interface extends into mixins and the one base that it may have. The base is nil if there is none.
func (b *builder) supers(d *javaDecl) (base *javaRef, mixins []*javaDecl) {
	for _, ref := range d.extends {
		if mixin := b.mixins[ref.name]; mixin != nil {
			mixins = append(mixins, mixin)
			continue
		}
		if base != nil {
			b.errs.Addf(ref.pos, "%s extends %s and %s; only one of them may be something else than a mixin", d.name, base.name, ref.name)
			continue
		}
		base = &ref
	}
	return base, mixins
}
