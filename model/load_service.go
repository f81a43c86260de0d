package model

import (
	"slices"
	"strings"
)

// serviceFile reads the file of a service.
func (l *loader) serviceFile(name string, lines []line) {
	head := lines[0]
	if head.words[0] != "service" {
		l.errs.Addf(head.Pos, "%q: a service begins with service", head.words[0])
		return
	}
	s := &Service{Pos: head.Pos, Name: name}
	s.Root = head.rest(head.words[2:], &s.Age, &l.errs, "root")["root"]

	var m *Method // the method that deeper lines belong to
	for _, line := range lines[1:] {
		switch line.depth {
		case 1:
			m = l.serviceLine(s, line)
		case 2:
			if m == nil {
				l.errs.Addf(line.Pos, "unexpected %q: no method stands above it", strings.Join(line.words, " "))
				continue
			}
			l.methodLine(m, line)
		default:
			l.unexpected(line, "nothing but lines indented by 2 or 4")
		}
	}
	l.services = append(l.services, s)
}

// serviceLine reads a line of a service itself. It returns the method if the line begins one.
func (l *loader) serviceLine(s *Service, line line) *Method {
	words := line.words
	switch {
	case words[0] == "base" && len(words) == 2:
		if s.Base != "" {
			l.errs.Addf(line.Pos, "service %s has a base already: %s", s.Name, s.Base)
			return nil
		}
		s.Base = words[1]
	case words[0] == "area" && len(words) > 1:
		s.Areas = append(s.Areas, strings.Join(words[1:], " "))
	case words[0] == "locator" && len(words) > 2:
		s.Locators = append(s.Locators, l.locator(line))
	case slices.Contains(kinds, Kind(words[0])) && len(words) > 1:
		m := &Method{Pos: line.Pos, Name: words[1], Kind: Kind(words[0])}
		rest := words[2:]
		if len(rest) > 0 && rest[0] == "of" {
			if len(rest) == 1 {
				l.errs.Addf(line.Pos, "of needs the name of the method that %s is a variant of", m.Name)
				return m
			}
			m.Base, rest = rest[1], rest[2:]
		}
		line.rest(rest, &m.Age, &l.errs)
		s.Methods = append(s.Methods, m)
		return m
	default:
		l.unexpected(line, "base NAME, area NAME, KIND NAME [of NAME] or locator NAME SERVICE [{PARAM}]")
	}
	return nil
}

func (l *loader) locator(line line) *Locator {
	loc := &Locator{Pos: line.Pos, Name: line.words[1], Service: line.words[2]}
	rest := line.words[3:]
	if len(rest) > 0 && strings.HasPrefix(rest[0], "{") {
		param, ok := strings.CutSuffix(rest[0][1:], "}")
		if !ok || param == "" {
			l.errs.Addf(line.Pos, "%q: a parameter is a name in braces", rest[0])
		}
		loc.Param, rest = param, rest[1:]
	}
	line.rest(rest, &loc.Age, &l.errs)
	return loc
}

// methodLine reads a parameter or a constraint.
func (l *loader) methodLine(m *Method, line line) {
	words := line.words
	switch word := words[0]; {
	case (word == "in" || word == "out" || word == "inout") && len(words) > 2:
		p := &Param{Pos: line.Pos, Name: words[1], Type: parseType(words[2]), In: word != "out", Out: word != "in"}
		line.rest(words[3:], &p.Age, &l.errs)
		m.Params = append(m.Params, p)
	case (word == "mandatory" || word == "optional") && (len(words) == 2 || len(words) == 4 && words[2] == "or"):
		c := &Constraint{Pos: line.Pos, Mandatory: word == "mandatory", Paths: []string{words[1]}}
		if len(words) == 4 {
			c.Paths = append(c.Paths, words[3])
		}
		m.Input = append(m.Input, c)
	default:
		l.unexpected(line, "in, out or inout NAME TYPE, or mandatory or optional PATH [or PATH]")
	}
}
