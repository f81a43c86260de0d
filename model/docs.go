package model

import (
	"errors"
	"io/fs"
	"iter"
	"path"
	"strings"
)

// LoadDocs reads doc files, types/NAME.txt and services/NAME.txt, and sets the Doc fields of the
// model by them. A file holds symbols in column 0, each followed by its text in lines indented by
// four blanks; the first symbol is the type or service itself, the others are members, values,
// methods by full name, parameters as METHOD.PARAM, and locators where no method has that name.
// Each symbol has a text, save that the first one may go without if others follow. The lines of a
// text are joined to a paragraph; an empty line within a text begins another, and paragraphs are
// joined by an empty line.
//
// Symbols that the model doesn't have are returned as unmatched, and so are files of types and
// services that it doesn't have; they are no error, since a release may lack what another one has.
// The error is of type [Errors] if files are malformed, and the docs of the model are then
// untouched.
//
// It must be called before the model is shared.
func LoadDocs(m *Model, fsys fs.FS) (unmatched Errors, err error) {
	var errs Errors
	var files []docFile
	for _, dir := range []string{"types", "services"} {
		entries, err := fs.ReadDir(fsys, dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			name, ok := strings.CutSuffix(entry.Name(), ".txt")
			if !ok || entry.IsDir() {
				continue
			}
			file := path.Join(dir, entry.Name())
			text, err := fs.ReadFile(fsys, file)
			if err != nil {
				return nil, err
			}
			files = append(files, docFile{dir: dir, name: name, entries: parseDocs(file, name, string(text), &errs)})
		}
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	known := make(map[string]iter.Seq[Symbol])
	for file, symbols := range m.declarations() {
		known[file] = symbols
	}
	for _, f := range files {
		unmatched = append(unmatched, f.apply(known[f.dir+"/"+f.name])...)
	}
	return unmatched, nil
}

// docFile is what a doc file says.
type docFile struct {
	dir, name string
	entries   []docEntry
}

// docEntry is a symbol and its text.
type docEntry struct {
	Pos
	symbol string
	text   string
}

// parseDocs reads a doc file and checks its layout.
func parseDocs(file, name, text string, errs *Errors) []docEntry {
	var entries []docEntry
	seen := make(map[string]int)
	gap := false
	for n := 1; text != ""; n++ {
		var s string
		s, text, _ = strings.Cut(text, "\n")
		pos := Pos{File: file, Line: n}
		body, indented := strings.CutPrefix(s, "    ")
		switch {
		case strings.TrimSpace(s) == "":
			gap = true
			continue
		case indented && len(entries) == 0:
			errs.Addf(pos, "text stands above the first symbol")
		case indented && strings.TrimSpace(body) != body:
			errs.Addf(pos, "a text is indented by exactly four blanks and ends without one")
		case indented:
			entry := &entries[len(entries)-1]
			switch {
			case entry.text == "":
			case gap:
				entry.text += "\n\n"
			default:
				entry.text += " "
			}
			entry.text += body
		case strings.ContainsAny(s, " \t\r"):
			errs.Addf(pos, "%q is not a symbol; texts are indented by four blanks", s)
		default:
			// The type or service comes first, so that a member of the same name can have a text
			// too.
			if first := seen[s]; first != 0 {
				errs.Addf(pos, "symbol %s stands in line %d too", s, first)
			}
			if len(entries) > 0 {
				seen[s] = n
			} else if s != name {
				errs.Addf(pos, "the first symbol is %s, the type or service of the file, not %s", name, s)
			}
			entries = append(entries, docEntry{Pos: pos, symbol: s})
		}
		gap = false
	}
	if len(entries) == 0 {
		errs.Addf(Pos{File: file, Line: 1}, "the file has no symbol")
	}
	if len(entries) == 1 && entries[0].text == "" {
		errs.Addf(entries[0].Pos, "symbol %s has no text", entries[0].symbol)
	}
	for i, e := range entries {
		if e.text == "" && i > 0 {
			errs.Addf(e.Pos, "symbol %s has no text", e.symbol)
		}
	}
	return entries
}

// apply sets the docs of one type or service, which is nil if the model doesn't have it, and
// returns the symbols that it doesn't have.
func (f docFile) apply(symbols iter.Seq[Symbol]) Errors {
	var unmatched Errors
	if symbols == nil {
		unmatched.Addf(f.entries[0].Pos, "the model has no %s called %s", strings.TrimSuffix(f.dir, "s"), f.name)
		return unmatched
	}
	docs := make(map[string]*string)
	for s := range symbols {
		if !s.Locator || docs[s.Part] == nil {
			docs[s.Part] = s.Doc
		}
	}
	for i, entry := range f.entries {
		if entry.text == "" {
			continue
		}
		name := entry.symbol
		if i == 0 {
			name = "" // the type or service itself
		}
		doc := docs[name]
		if doc == nil {
			unmatched.Addf(entry.Pos, "%s has no symbol %s", f.name, entry.symbol)
			continue
		}
		*doc = entry.text
	}
	return unmatched
}
