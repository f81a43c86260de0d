package model

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Facts returns everything that a model says, save positions and docs, as JSON in one canonical form: two models say the same if and
// only if their facts are the same bytes. Absent keys mean false or none; what can be derived (names of variants, segments of
// paths) is spelled out, so that other programs need no rules to compare.
func Facts(m *Model) []byte {
	f := factsModel{Version: m.Version, Enums: []factsEnum{}, Structs: []factsStruct{}, Services: []factsService{}}
	for _, e := range m.Enums {
		f.Enums = append(f.Enums, enumFacts(e))
	}
	for _, s := range m.Structs {
		f.Structs = append(f.Structs, structFacts(s))
	}
	for _, s := range m.Services {
		f.Services = append(f.Services, serviceFacts(s))
	}

	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(f); err != nil {
		panic(err) // Structs of strings, booleans and lists can't fail.
	}
	return b.Bytes()
}

type factsModel struct {
	Version  string         `json:"version"`
	Enums    []factsEnum    `json:"enums"`
	Structs  []factsStruct  `json:"structs"`
	Services []factsService `json:"services"`
}

type factsAge struct {
	Since           string `json:"since,omitempty"`
	Deprecated      bool   `json:"deprecated,omitempty"`
	DeprecatedSince string `json:"deprecated_since,omitempty"`
}

type factsEnum struct {
	Name string `json:"name"`
	factsAge
	Values []factsValue `json:"values"`
}

type factsValue struct {
	Name string `json:"name"`
	factsAge
}

type factsStruct struct {
	Name    string `json:"name"`
	Base    string `json:"base,omitempty"`
	Builtin bool   `json:"builtin,omitempty"`
	factsAge
	Members []factsMember `json:"members"`
}

type factsMember struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Type string `json:"type"`
	List bool   `json:"list,omitempty"`
	factsAge
}

type factsService struct {
	Name string   `json:"name"`
	Base string   `json:"base,omitempty"`
	Root bool     `json:"root,omitempty"`
	Area []string `json:"area,omitempty"`
	factsAge
	Methods  []factsMethod  `json:"methods,omitempty"`
	Locators []factsLocator `json:"locators,omitempty"`
}

type factsMethod struct {
	Name     string `json:"name"`
	FullName string `json:"full_name"`
	Kind     string `json:"kind"`
	Base     string `json:"base,omitempty"`
	Path     string `json:"path,omitempty"`
	factsAge
	Params []factsParam      `json:"params,omitempty"`
	Input  []factsConstraint `json:"input,omitempty"`
}

type factsParam struct {
	Name string `json:"name"`
	Type string `json:"type"`
	List bool   `json:"list,omitempty"`
	In   bool   `json:"in,omitempty"`
	Out  bool   `json:"out,omitempty"`
	factsAge
}

type factsConstraint struct {
	Path      string   `json:"path,omitempty"`
	Or        []string `json:"or,omitempty"`
	Mandatory bool     `json:"mandatory"`
}

type factsLocator struct {
	Name    string `json:"name"`
	Service string `json:"service"`
	Param   string `json:"param,omitempty"`
	Segment string `json:"segment"`
	factsAge
}

func ageFacts(a Age) factsAge { return factsAge{a.Since, a.Deprecated, a.DeprecatedSince} }

func enumFacts(e *Enum) factsEnum {
	f := factsEnum{Name: e.Name, factsAge: ageFacts(e.Age), Values: []factsValue{}}
	for _, v := range e.Values {
		f.Values = append(f.Values, factsValue{v.Name, ageFacts(v.Age)})
	}
	return f
}

func structFacts(s *Struct) factsStruct {
	f := factsStruct{Name: s.Name, Base: s.Base, Builtin: s.Builtin, factsAge: ageFacts(s.Age), Members: []factsMember{}}
	for _, m := range s.Members {
		kind := "attribute"
		if m.Link {
			kind = "link"
		}
		f.Members = append(f.Members, factsMember{m.Name, kind, m.Type.Name, m.Type.List, ageFacts(m.Age)})
	}
	return f
}

func serviceFacts(s *Service) factsService {
	f := factsService{Name: s.Name, Base: s.Base, Root: s.Root, Area: s.Areas, factsAge: ageFacts(s.Age)}
	for _, m := range s.Methods {
		f.Methods = append(f.Methods, methodFacts(m))
	}
	for _, l := range s.Locators {
		f.Locators = append(f.Locators, factsLocator{l.Name, l.Service, l.Param, l.Segment(), ageFacts(l.Age)})
	}
	return f
}

func methodFacts(m *Method) factsMethod {
	f := factsMethod{
		Name: strings.TrimPrefix(m.Name, m.Base+"_"), FullName: m.Name, Kind: string(m.Kind), Base: m.Base, Path: m.Segment(),
		factsAge: ageFacts(m.Age),
	}
	if m.Base == "" {
		f.Name = m.Name
	}
	for _, p := range m.Params {
		f.Params = append(f.Params, factsParam{p.Name, p.Type.Name, p.Type.List, p.In, p.Out, ageFacts(p.Age)})
	}
	for _, c := range m.Input {
		if len(c.Paths) == 1 {
			f.Input = append(f.Input, factsConstraint{Path: c.Paths[0], Mandatory: c.Mandatory})
			continue
		}
		f.Input = append(f.Input, factsConstraint{Or: c.Paths, Mandatory: c.Mandatory})
	}
	return f
}
