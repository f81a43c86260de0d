package search

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/content"
)

// field is what can be searched for in objects of a kind, and how its values are found.
type field struct {
	Field
	get   getter
	named func(Inventory) []string // named are the only values that engines know, where they depend on the inventory.
}

type getter func(object) Values

const (
	mib = 1 << 20
	gib = 1 << 30
)

func text(get getter) field  { return field{Field: Field{Type: String}, get: get} }
func exact(get getter) field { return field{Field: Field{Type: Exact}, get: get} }
func flag(get getter) field  { return field{Field: Field{Type: Bool}, get: get} }
func count(get getter) field { return field{Field: Field{Type: Integer}, get: get} }
func long(get getter) field  { return field{Field: Field{Type: Long}, get: get} }
func float(get getter) field { return field{Field: Field{Type: Decimal}, get: get} }
func date(get getter) field  { return field{Field: Field{Type: Time}, get: get} }

// one returns a field of an enum, whose value is that of a member.
func one(n names, member string) field {
	return field{Field: Field{Type: Enum, Names: n.all}, get: func(s object) Values {
		if value := s.e.Object().Text(member); value != "" {
			return Values{n.of(value)}
		}
		return nil
	}}
}

// by returns the field with other relations than those of its type.
func (f field) by(relations string) field {
	f.Rels = relations
	return f
}

// unlisted returns the field without sorting, and out of reach of relations.
func (f field) unlisted() field {
	f.Unlisted = true
	return f
}

// unchecked returns the field with values that only the database looks at.
func (f field) unchecked() field {
	f.Unchecked = true
	return f
}

// system returns a field of the guest's operating system, which takes the names of those that the
// engine knows.
func system() field {
	f := exact(path("os.type"))
	f.named = func(in Inventory) []string {
		var out []string
		for _, e := range in.All("/operatingsystems") {
			out = append(out, e.Object().Name())
		}
		return out
	}
	return f
}

// hidden returns the field without a part in free texts.
func (f field) hidden() field {
	f.Hidden = true
	return f
}

// anywhere returns the field looked for in all of a text.
func (f field) anywhere() field {
	f.Contains = true
	return f
}

// path returns the value behind a path of members, such as os.type.
func path(name string) getter {
	return func(s object) Values {
		switch v := s.e.Object().Get(name).(type) {
		case string, bool, int64, float64:
			return Values{v}
		}
		return nil
	}
}

// at returns the time in a member.
func at(name string) getter {
	return func(s object) Values {
		if v := s.e.Object().Get(name); v != nil {
			return Values{v}
		}
		return nil
	}
}

// counted returns a number of bytes in larger units.
func counted(name string, unit int64) getter {
	return func(s object) Values {
		n, ok := s.e.Object().Get(name).(int64)
		if !ok {
			return nil
		}
		return Values{n / unit}
	}
}

// nameOf returns the name of the object that a chain of references leads to.
func nameOf(members ...string) getter {
	return func(s object) Values {
		e := s.e
		for _, member := range members {
			if e = s.in.Resolve(e.Object().Part(member)); e == nil {
				return nil
			}
		}
		return Values{e.Object().Name()}
	}
}

// refName returns the name that is written in a reference itself, as events have it.
func refName(member string) getter {
	return func(s object) Values {
		ref := s.e.Object().Part(member)
		if ref == nil || ref.Name() == "" {
			return nil
		}
		return Values{ref.Name()}
	}
}

// namesIn returns the names of the objects in a collection below.
func namesIn(segment string) getter {
	return func(s object) Values {
		var out Values
		for _, e := range s.in.Of(s.e, segment) {
			out = append(out, e.Object().Name())
		}
		return out
	}
}

// noted returns what the engine keeps of an object beside what the API shows.
func noted(name string) getter {
	return func(s object) Values { return Values{s.e.Note(name)} }
}

// tagNames returns the names of an object's tags and of the tags above them, so that a tag finds
// what its children mark.
func tagNames(s object) Values {
	var out Values
	for _, tag := range s.in.Of(s.e, "tags") {
		for depth := 0; tag != nil && depth < 100; depth++ {
			out = append(out, tag.Object().Name())
			tag = s.in.Resolve(tag.Object().Part("parent"))
		}
	}
	return out
}

// none is a field that engines know and that has no value here.
func none(object) Values { return nil }

// zero is a field that engines know and that is nothing here.
func zero(object) Values { return Values{int64(0)} }

// no is a field that engines know and that never holds here.
func no(object) Values { return Values{false} }

// local returns whether a data center is local.
func local(s object) Values {
	if s.e.Note(content.UnsetLocal) != "" {
		return nil
	}
	return path("local")(s)
}

// userNames returns the login of a user alone and with its domain.
func userNames(s object) Values {
	name := s.e.Object().Text("user_name")
	out := Values{name}
	if i := strings.LastIndexByte(name, '@'); i > 0 {
		out = append(out, name[:i])
	}
	return out
}
