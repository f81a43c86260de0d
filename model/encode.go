package model

import "strings"

// Heading is the first line of model.txt in a directory that [Encode] filled.
const Heading = "# The description of the oVirt Engine API, written by ovirtgen import."

// Encode returns the data files of a model by their paths, with slashes, relative to the directory that [Load] reads. The same model
// returns the same bytes. Positions and docs aren't part of the files.
func Encode(m *Model) map[string][]byte {
	files := make(map[string][]byte, 1+len(m.Enums)+len(m.Structs)+len(m.Services))
	files["model.txt"] = []byte(Heading + "\nversion " + m.Version + "\n")
	for _, e := range m.Enums {
		files["types/"+e.Name+".txt"] = encodeEnum(e)
	}
	for _, s := range m.Structs {
		files["types/"+s.Name+".txt"] = encodeStruct(s)
	}
	for _, s := range m.Services {
		files["services/"+s.Name+".txt"] = encodeService(s)
	}
	return files
}

// encoder writes lines of words.
type encoder struct{ out []byte }

// line writes the words that aren't empty, behind two blanks per step of depth.
func (e *encoder) line(depth int, age Age, words ...string) {
	for range depth {
		e.out = append(e.out, "  "...)
	}
	start := len(e.out)
	put := func(word string) {
		if word == "" {
			return
		}
		if len(e.out) > start {
			e.out = append(e.out, ' ')
		}
		e.out = append(e.out, word...)
	}
	for _, word := range words {
		put(word)
	}
	if age.Since != "" {
		put("since")
		put(age.Since)
	}
	if age.Deprecated {
		put("deprecated")
		put(age.DeprecatedSince)
	}
	e.out = append(e.out, '\n')
}

func encodeEnum(t *Enum) []byte {
	var e encoder
	e.line(0, t.Age, "enum", t.Name)
	for _, v := range t.Values {
		e.line(1, v.Age, "value", v.Name)
	}
	return e.out
}

func encodeStruct(s *Struct) []byte {
	var e encoder
	e.line(0, s.Age, "struct", s.Name, wordIf(s.Builtin, "builtin"))
	if s.Base != "" {
		e.line(1, Age{}, "base", s.Base)
	}
	for _, m := range s.Members {
		kind := "attribute"
		if m.Link {
			kind = "link"
		}
		e.line(1, m.Age, kind, m.Name, m.Type.String())
	}
	return e.out
}

func encodeService(s *Service) []byte {
	var e encoder
	e.line(0, s.Age, "service", s.Name, wordIf(s.Root, "root"))
	if s.Base != "" {
		e.line(1, Age{}, "base", s.Base)
	}
	for _, area := range s.Areas {
		e.line(1, Age{}, "area", area)
	}
	for _, m := range s.Methods {
		e.method(m)
	}
	for _, l := range s.Locators {
		param := ""
		if l.Param != "" {
			param = "{" + l.Param + "}"
		}
		e.line(1, l.Age, "locator", l.Name, l.Service, param)
	}
	return e.out
}

func (e *encoder) method(m *Method) {
	e.line(1, m.Age, string(m.Kind), m.Name, wordIf(m.Base != "", "of"), m.Base)
	for _, p := range m.Params {
		direction := wordIf(p.In, "in") + wordIf(p.Out, "out")
		e.line(2, p.Age, direction, p.Name, p.Type.String())
	}
	for _, c := range m.Input {
		kind := "optional"
		if c.Mandatory {
			kind = "mandatory"
		}
		e.line(2, Age{}, kind, strings.Join(c.Paths, " or "))
	}
}

// wordIf returns the word if it applies, and else nothing.
func wordIf(on bool, word string) string {
	if on {
		return word
	}
	return ""
}
