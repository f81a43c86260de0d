package writers_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

// sample is a value of a member, and what stands for it between the start and the end of an object that has nothing else.
type sample struct {
	name  string
	value any
	xml   string // for attributes what stands in the start tag
	json  string
	attr  bool
}

// samples returns values for the member, with the texts that the engine's dialect has for them.
func samples(field reflect.StructField) []sample {
	name := wireName(field.Name)
	scalar := func(title string, value any, xml, json string) sample {
		if isAttribute(field) {
			return sample{title, value, fmt.Sprintf(" %s=%q", name, xml), fmt.Sprintf("%q:%s", name, json), true}
		}
		return sample{title, value, fmt.Sprintf("<%s>%s</%s>", name, xml, name), fmt.Sprintf("%q:%s", name, json), false}
	}
	list := func(title string, value any, xml, json string) sample {
		if xml == "" {
			return sample{title, value, fmt.Sprintf("<%s/>", name), fmt.Sprintf("%q:{}", name), false}
		}
		return sample{title, value, fmt.Sprintf("<%s>%s</%s>", name, xml, name), fmt.Sprintf("%q:{%q:[%s]}", name, itemName(field), json), false}
	}
	switch typ := field.Type; {
	case typ == linksType:
		return []sample{{
			"links", []types.Link{{Rel: "a", Href: "/b"}, {Rel: "c", Href: "/d"}},
			`<link href="/b" rel="a"/><link href="/d" rel="c"/>`,
			`"link":[{"href":"/b","rel":"a"},{"href":"/d","rel":"c"}]`, false,
		}}
	case field.Name == "Actions":
		return []sample{
			{"actions", []string{"start", "stop"}, `<actions><link rel="start"/><link rel="stop"/></actions>`,
				`"actions":{"link":[{"rel":"start"},{"rel":"stop"}]}`, false},
			{"no actions", []string{}, `<actions/>`, `"actions":{}`, false},
		}
	case typ.Kind() == reflect.String:
		return []sample{scalar("word", reflect.ValueOf("moon_phase").Convert(typ).Interface(), "moon_phase", `"moon_phase"`)}
	case typ.Kind() == reflect.Slice && typ.Elem().Kind() == reflect.String:
		words := reflect.MakeSlice(typ, 0, 2)
		words = reflect.Append(words, reflect.ValueOf("one").Convert(typ.Elem()), reflect.ValueOf("").Convert(typ.Elem()))
		item := itemName(field)
		return []sample{
			list("texts", words.Interface(), fmt.Sprintf("<%s>one</%s><%s></%s>", item, item, item, item), `"one",""`),
			list("no texts", reflect.MakeSlice(typ, 0, 0).Interface(), "", ""),
		}
	case typ.Kind() == reflect.Slice:
		objects := reflect.MakeSlice(typ, 0, 2)
		objects = reflect.Append(objects, reflect.New(typ.Elem().Elem()), reflect.New(typ.Elem().Elem()))
		item := itemName(field)
		return []sample{
			list("objects", objects.Interface(), fmt.Sprintf("<%s/><%s/>", item, item), "{},{}"),
			list("no objects", reflect.MakeSlice(typ, 0, 0).Interface(), "", ""),
		}
	}
	switch value := reflect.Zero(field.Type).Interface().(type) {
	case *string:
		return []sample{
			scalar("text", new("a&b"), "a&amp;b", `"a&b"`),
			scalar("empty text", new(""), "", `""`),
		}
	case *bool:
		return []sample{scalar("true", new(true), "true", `"true"`), scalar("false", new(false), "false", `"false"`)}
	case *int64:
		return []sample{scalar("integer", new(int64(-12)), "-12", `"-12"`), scalar("zero", new(int64(0)), "0", `"0"`)}
	case *float64:
		return []sample{scalar("decimal", new(0.25), "0.25", `0.25`), scalar("zero", new(0.0), "0", `0`)}
	case *time.Time:
		date := time.Date(2024, 2, 29, 12, 30, 15, 7e6, time.FixedZone("", 7200))
		return []sample{scalar("date", &date, "2024-02-29T12:30:15.007+02:00", `1709202615007`)}
	default:
		object := reflect.New(reflect.TypeOf(value).Elem()).Interface()
		return []sample{{"empty object", object, fmt.Sprintf("<%s/>", name), fmt.Sprintf("%q:{}", name), false}}
	}
}

// document returns the whole document of an object that has the sample only.
func (s sample) document(f writers.Format, tag string) string {
	switch {
	case f == writers.JSON:
		return "{" + s.json + "}"
	case s.attr:
		return "<" + tag + s.xml + "/>"
	}
	return "<" + tag + ">" + s.xml + "</" + tag + ">"
}

// Each member of each type is alone in an object, so that one that is dropped, swapped with another or called by a wrong name
// shows; the wanted documents come from the rules of the API.
func TestEachMemberAloneHasItsDocument(t *testing.T) {
	t.Parallel()
	members := 0
	for _, c := range codecs() {
		if want := wireName(c.name); c.tag != want {
			t.Errorf("%s has the root element %s, want %s", c.name, c.tag, want)
		}
		if want := tagName(plural(snake(c.name))); c.listTag != want {
			t.Errorf("a list of %s has the root element %s, want %s", c.name, c.listTag, want)
		}
		for i := range c.typ.NumField() {
			field := c.typ.Field(i)
			members++
			for _, s := range samples(field) {
				v := c.create()
				v.Elem().Field(i).Set(reflect.ValueOf(s.value))
				for _, f := range formats {
					what := fmt.Sprintf("%s.%s as %s (%s)", c.name, field.Name, f, s.name)
					want := s.document(f, c.tag)
					doc, err := c.write(f, v.Interface())
					if err != nil {
						t.Errorf("%s: %v", what, err)
						continue
					}
					if string(doc) != want {
						t.Errorf("%s is\n%s, want\n%s", what, doc, want)
					}
					got, err := c.read(f, []byte(want))
					if err != nil {
						t.Errorf("%s: %v", what, err)
						continue
					}
					compare(t, what, v.Interface(), got, doc)
				}
			}
		}
	}
	// Inherited members, and href, links and actions, count once for each type that has them.
	t.Logf("%d members", members)
	if members < 2147 {
		t.Errorf("%d members, want 2147 of the model at least", members)
	}
}

func TestListsHaveTheirDocument(t *testing.T) {
	t.Parallel()
	for _, c := range codecs() {
		list := reflect.MakeSlice(reflect.SliceOf(c.create().Type()), 0, 2)
		list = reflect.Append(list, c.create(), c.create())
		for _, tt := range []struct {
			value     any
			xml, json string
		}{
			{list.Interface(), fmt.Sprintf("<%s><%s/><%s/></%s>", c.listTag, c.tag, c.tag, c.listTag), fmt.Sprintf(`{%q:[{},{}]}`, c.tag)},
			{list.Slice(0, 0).Interface(), fmt.Sprintf("<%s/>", c.listTag), `{}`},
		} {
			for _, f := range formats {
				want := tt.xml
				if f == writers.JSON {
					want = tt.json
				}
				doc, err := c.writeList(f, tt.value)
				if err != nil {
					t.Errorf("%s as %s: %v", c.listTag, f, err)
				}
				if string(doc) != want {
					t.Errorf("%s as %s is\n%s, want\n%s", c.listTag, f, doc, want)
				}
			}
		}
	}
}

// Tools compare and sign documents.
func TestEqualValuesGiveEqualBytes(t *testing.T) {
	t.Parallel()
	for _, c := range codecs() {
		v := full(c)
		for _, f := range formats {
			want, err := c.write(f, v)
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				doc, err := c.write(f, v)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(want, doc) {
					t.Fatalf("%s as %s returns\n%s, and before\n%s", c.name, f, doc, want)
				}
			}
		}
	}
}
