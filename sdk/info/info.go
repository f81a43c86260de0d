// Package info describes the API at run time: types with their fields and links, services with their
// methods, parameters and locators, and the release that introduced each. Only programs that import it
// contain its tables.
//
//	vm, _ := info.TypeOf(&types.Vm{})
//	for _, m := range vm.Members { fmt.Println(m.Name, m.Type, m.Since) }
//
// What a single object offers at the moment is in the object itself, in its Actions and Links.
package info

import (
	"reflect"
	"slices"
	"strings"
)

// Type describes a type of the API.
type Type struct {
	Name       string   // Name is the name in the model, such as disk_attachment.
	Go         string   // Go is the type in package types.
	Tag        string   // Tag is the element of one object.
	ListTag    string   // ListTag is the element of a collection.
	Since      string   // Since is the release that introduced it; empty if that isn't known.
	Deprecated bool     // Deprecated says that the API does without it.
	Members    []Member // Members are all of them, inherited ones too, in the order of the Go type. It must not be modified.
}

// Member describes an attribute or a link of a type.
type Member struct {
	Name       string // Name is the name in the model.
	Go         string // Go is the field.
	Wire       string // Wire is the element, attribute or JSON key.
	Type       string // Type is a type of the model, an enumeration, or one of boolean, date, decimal, integer and string.
	List       bool   // List says that there may be any number.
	Link       bool   // Link says that it is a reference that can be followed.
	Since      string // Since is the release that introduced it; empty if that isn't known.
	Deprecated bool   // Deprecated says that the API does without it.
}

// Service describes a service of the API.
type Service struct {
	Name       string    // Name is the name in the model, such as disk_attachments.
	Go         string    // Go is the type in package services.
	Since      string    // Since is the release that introduced it; empty if that isn't known.
	Deprecated bool      // Deprecated says that the API does without it.
	Methods    []Method  // Methods are all of them, inherited ones too, by name. It must not be modified.
	Locators   []Locator // Locators are all of them, inherited ones too, by name. It must not be modified.
}

// Method describes a method of a service.
type Method struct {
	Name       string  // Name is the name in the model.
	Go         string  // Go is the method.
	Kind       string  // Kind is add, get, list, update, remove or action.
	Segment    string  // Segment is what an action adds to the path; empty for the others.
	Type       string  // Type is what the body or the answer is about; empty for actions and removes.
	Since      string  // Since is the release that introduced it; empty if that isn't known.
	Deprecated bool    // Deprecated says that the API does without it.
	Params     []Param // Params are those of the params struct. It must not be modified.
}

// Param describes a parameter of a method.
type Param struct {
	Name       string // Name is the name in the model.
	Go         string // Go is the field of the params struct.
	Type       string // Type is as for members.
	List       bool   // List says that there may be any number.
	Since      string // Since is the release that introduced it; empty if that isn't known.
	Deprecated bool   // Deprecated says that the API does without it.
}

// Locator describes how a service below is reached.
type Locator struct {
	Name    string // Name is the name in the model.
	Go      string // Go is the method.
	Service string // Service is the name of the service below.
	Segment string // Segment is the part of the path; empty if it is an id that the caller returns.
	Since   string // Since is the release that introduced it; empty if that isn't known.
}

// Enum describes an enumeration of the API.
type Enum struct {
	Name       string  // Name is the name in the model, such as vm_status.
	Go         string  // Go is the type in package types.
	Since      string  // Since is the release that introduced it; empty if that isn't known.
	Deprecated bool    // Deprecated says that the API does without it.
	Values     []Value // Values are all that the release knows, by name; engines of others may have more. It must not be modified.
}

// Value describes a value of an enumeration.
type Value struct {
	Name       string // Name is what goes over the wire.
	Go         string // Go is the constant in package types.
	Since      string // Since is the release that introduced it; empty if that isn't known.
	Deprecated bool   // Deprecated says that the API does without it.
}

// Version is the release of the model that the tables are of.
func Version() string { return version }

// Types returns all types, sorted by name.
func Types() []Type { return slices.Clone(typeTable) }

// Services returns all services, sorted by name.
func Services() []Service { return slices.Clone(serviceTable) }

// Enums returns all enumerations, sorted by name.
func Enums() []Enum { return slices.Clone(enumTable) }

// EnumByName returns the enumeration with that name in the model or in Go. It is false if there is none.
func EnumByName(name string) (Enum, bool) {
	for _, e := range enumTable {
		if e.Name == name || e.Go == name {
			return e, true
		}
	}
	return Enum{}, false
}

// TypeByName returns the type with that name in the model, in Go, as an element, as the element of a collection, or as the rel of a
// link: disk_attachment, DiskAttachment, disk_attachments and diskattachments are one. It is false if there is none.
func TypeByName(name string) (Type, bool) {
	rel := strings.ReplaceAll(name, "_", "")
	for _, match := range []func(t *Type) bool{
		func(t *Type) bool { return t.Name == name || t.Go == name },
		func(t *Type) bool { return t.Tag == name || t.ListTag == name },
		func(t *Type) bool {
			return strings.ReplaceAll(t.ListTag, "_", "") == rel || strings.ReplaceAll(t.Tag, "_", "") == rel
		},
	} {
		for i := range typeTable {
			if match(&typeTable[i]) {
				return typeTable[i], true
			}
		}
	}
	return Type{}, false
}

// ServiceByName returns the service with that name in the model or in Go. It is false if there is none.
func ServiceByName(name string) (Service, bool) {
	for _, s := range serviceTable {
		if s.Name == name || s.Go == name {
			return s, true
		}
	}
	return Service{}, false
}

// TypeOf returns the type of a value, which is one of package types or a pointer to it. It is false for anything else, nil too.
func TypeOf(v any) (Type, bool) {
	name := goName(v, "/sdk/types")
	for _, t := range typeTable {
		if t.Go == name && name != "" {
			return t, true
		}
	}
	return Type{}, false
}

// ServiceOf returns the service that a value of package services is. It is false for anything else, nil too.
func ServiceOf(v any) (Service, bool) {
	if name := goName(v, "/sdk/services"); name != "" {
		return ServiceByName(name)
	}
	return Service{}, false
}

// goName returns the name of a value's type if it is of the package whose path ends so.
func goName(v any, pkg string) string {
	t := reflect.TypeOf(v)
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || !strings.HasSuffix(t.PkgPath(), pkg) {
		return ""
	}
	return t.Name()
}

// Member returns the member with that name in the model, in Go or on the wire. It is false if there is none.
func (t Type) Member(name string) (Member, bool) {
	for _, m := range t.Members {
		if m.Name == name || m.Go == name || m.Wire == name {
			return m, true
		}
	}
	return Member{}, false
}

// Links returns the members that can be followed.
func (t Type) Links() []Member {
	var links []Member
	for _, m := range t.Members {
		if m.Link {
			links = append(links, m)
		}
	}
	return links
}

// Method returns the method with that name in the model or in Go. It is false if there is none.
func (s Service) Method(name string) (Method, bool) {
	for _, m := range s.Methods {
		if m.Name == name || m.Go == name {
			return m, true
		}
	}
	return Method{}, false
}

// Locator returns the locator with that name in the model or in Go. It is false if there is none.
func (s Service) Locator(name string) (Locator, bool) {
	for _, l := range s.Locators {
		if l.Name == name || l.Go == name {
			return l, true
		}
	}
	return Locator{}, false
}

// Since returns the release that introduced something, by its name in the model: a type (vm), a member (vm.fqdn), an enumeration
// (vm_type), a value of one (vm_type.server), or with the prefix service: a service (service:vms), a method (service:vms.add), a
// parameter (service:vms.add.seal) or a locator (service:vms.vm). Nothing is older than what it belongs to. It is empty if it was
// in the API's first release, 4.0, and ok is false if there is no such thing.
func Since(symbol string) (since string, ok bool) {
	if name, service := strings.CutPrefix(symbol, "service:"); service {
		return sinceOfService(strings.SplitN(name, ".", 3))
	}
	name, member, nested := strings.Cut(symbol, ".")
	if e, ok := EnumByName(name); ok {
		return sinceOfEnum(e, member, nested)
	}
	t, ok := TypeByName(name)
	if !ok || !nested {
		return t.Since, ok
	}
	m, ok := t.Member(member)
	return later(t.Since, m.Since), ok
}

func sinceOfEnum(e Enum, value string, nested bool) (string, bool) {
	if !nested {
		return e.Since, true
	}
	for _, v := range e.Values {
		if v.Name == value || v.Go == value {
			return later(e.Since, v.Since), true
		}
	}
	return "", false
}

func sinceOfService(names []string) (string, bool) {
	s, ok := ServiceByName(names[0])
	if !ok || len(names) == 1 {
		return s.Since, ok
	}
	if l, ok := s.Locator(names[1]); ok && len(names) == 2 {
		return later(s.Since, l.Since), true
	}
	m, ok := s.Method(names[1])
	since := later(s.Since, m.Since)
	if !ok || len(names) == 2 {
		return since, ok
	}
	for _, p := range m.Params {
		if p.Name == names[2] || p.Go == names[2] {
			return later(since, p.Since), true
		}
	}
	return "", false
}

// later returns the release that comes after the other; the empty one is the first of all.
func later(a, b string) string {
	if a == "" || b != "" && earlier(a, b) {
		return b
	}
	return a
}

// earlier reports whether a release comes before another, number by number; missing numbers are 0, and what isn't a number ends it.
func earlier(a, b string) bool {
	for a != "" || b != "" {
		var x, y int
		x, a = number(a)
		y, b = number(b)
		if x != y {
			return x < y
		}
	}
	return false
}

// number cuts the first number off a release such as 4.4.10.7-1.el8.
func number(release string) (n int, rest string) {
	i := 0
	for i < len(release) && '0' <= release[i] && release[i] <= '9' {
		n = n*10 + int(release[i]-'0')
		i++
	}
	if i < len(release) && release[i] == '.' {
		return n, release[i+1:]
	}
	return n, ""
}
