package model

import (
	"errors"
	"io/fs"
	"path"
	"strings"
)

// Load reads a description from its data files: model.txt, types/NAME.txt, services/NAME.txt and, if it is there, history.txt.
// Everything else is ignored. The error is of type [Errors] if the files could be read but hold faults; it then names all of them
// with file and line.
func Load(fsys fs.FS) (*Model, error) {
	l := &loader{fsys: fsys}
	m, err := l.description()
	if err != nil {
		return nil, err
	}
	if err := l.history(m); err != nil {
		return nil, err
	}
	return m, nil
}

// LoadDescription is [Load] without history.txt, for who writes that anew.
func LoadDescription(fsys fs.FS) (*Model, error) { return (&loader{fsys: fsys}).description() }

// description reads all but the history.
func (l *loader) description() (*Model, error) {
	version, err := l.version()
	if err != nil {
		return nil, err
	}
	if err := l.dir("types", l.typeFile); err != nil {
		return nil, err
	}
	if err := l.dir("services", l.serviceFile); err != nil {
		return nil, err
	}
	if err := l.errs.Err(); err != nil {
		return nil, err
	}
	return New(version, l.enums, l.structs, l.services)
}

// loader collects what the files declare.
type loader struct {
	fsys     fs.FS
	enums    []*Enum
	structs  []*Struct
	services []*Service
	errs     Errors
}

// version reads model.txt, which says of which release the description is.
func (l *loader) version() (string, error) {
	const file = "model.txt"
	text, err := fs.ReadFile(l.fsys, file)
	if err != nil {
		return "", err
	}
	version := ""
	for _, line := range scanLines(file, string(text), &l.errs) {
		if line.depth != 0 || len(line.words) != 2 || line.words[0] != "version" || !validVersion(line.words[1]) || version != "" {
			l.errs.Addf(line.Pos, "unexpected %q; the file holds one line: version NUMBER", strings.Join(line.words, " "))
			continue
		}
		version = line.words[1]
	}
	if version == "" && len(l.errs) == 0 {
		l.errs.Addf(Pos{File: file, Line: 1}, "the line with the version is missing")
	}
	return version, nil
}

// dir reads all text files of a directory, which may be missing.
func (l *loader) dir(dir string, read func(name string, lines []line)) error {
	entries, err := fs.ReadDir(l.fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), ".txt")
		if !ok || entry.IsDir() {
			continue
		}
		file := path.Join(dir, entry.Name())
		text, err := fs.ReadFile(l.fsys, file)
		if err != nil {
			return err
		}
		lines := scanLines(file, string(text), &l.errs)
		if len(lines) == 0 {
			l.errs.Addf(Pos{File: file, Line: 1}, "the file declares nothing")
			continue
		}
		if lines[0].depth != 0 {
			l.errs.Addf(lines[0].Pos, "the first line declares %s, and is not indented", name)
			continue
		}
		if len(lines[0].words) < 2 || lines[0].words[1] != name {
			l.errs.Addf(lines[0].Pos, "%q: the file must declare %s, as its name says", strings.Join(lines[0].words, " "), name)
			continue
		}
		read(name, lines)
	}
	return nil
}

// typeFile reads the file of an enum or a struct.
func (l *loader) typeFile(name string, lines []line) {
	switch head := lines[0]; head.words[0] {
	case "enum":
		e := &Enum{Pos: head.Pos, Name: name}
		head.rest(head.words[2:], &e.Age, &l.errs)
		for _, line := range lines[1:] {
			l.enumLine(e, line)
		}
		l.enums = append(l.enums, e)
	case "struct":
		s := &Struct{Pos: head.Pos, Name: name}
		s.Builtin = head.rest(head.words[2:], &s.Age, &l.errs, "builtin")["builtin"]
		for _, line := range lines[1:] {
			l.structLine(s, line)
		}
		l.structs = append(l.structs, s)
	default:
		l.errs.Addf(head.Pos, "%q: a type begins with enum or struct", head.words[0])
	}
}

func (l *loader) enumLine(e *Enum, line line) {
	if line.depth != 1 || line.words[0] != "value" || len(line.words) < 2 {
		l.unexpected(line, "value NAME")
		return
	}
	value := &EnumValue{Pos: line.Pos, Name: line.words[1]}
	line.rest(line.words[2:], &value.Age, &l.errs)
	e.Values = append(e.Values, value)
}

func (l *loader) structLine(s *Struct, line line) {
	const want = "base NAME, attribute NAME TYPE or link NAME TYPE"
	if line.depth != 1 {
		l.unexpected(line, want)
		return
	}
	switch word := line.words[0]; {
	case word == "base" && len(line.words) == 2:
		if s.Base != "" {
			l.errs.Addf(line.Pos, "struct %s has a base already: %s", s.Name, s.Base)
			return
		}
		s.Base = line.words[1]
	case (word == "attribute" || word == "link") && len(line.words) > 2:
		member := &Member{Pos: line.Pos, Name: line.words[1], Link: word == "link", Type: parseType(line.words[2])}
		line.rest(line.words[3:], &member.Age, &l.errs)
		s.Members = append(s.Members, member)
	default:
		l.unexpected(line, want)
	}
}

// unexpected reports a line that isn't of the shape that its place demands.
func (l *loader) unexpected(line line, want string) {
	where := [...]string{"not indented", "indented by 2", "indented by 4"}[line.depth]
	l.errs.Addf(line.Pos, "unexpected %q, %s; what can stand here is %s", strings.Join(line.words, " "), where, want)
}

// parseType reads a type as Type.String writes it. Whether it exists is for the validation to say.
func parseType(s string) Type {
	name, list := strings.CutSuffix(s, "[]")
	return Type{Name: name, List: list}
}
