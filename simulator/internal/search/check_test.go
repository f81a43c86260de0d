package search

import (
	"errors"
	"testing"
	"time"
)

// shop is a catalog of one kind with a field of each type, and of another to which it is related.
type shop struct{}

var stock = map[string]map[string]Field{
	"thing": {
		"name": {}, "tag": {Hidden: true}, "app": {Contains: true}, "id": {Type: Exact}, "count": {Type: Integer}, "size": {Type: Integer, Rels: "< >"},
		"load": {Type: Decimal}, "on": {Type: Bool}, "made": {Type: Time}, "age": {Type: Span}, "level": {Type: Enum, Names: []string{"low", "high"}},
		"order": {Type: Enum, Names: []string{"low", "high"}, Rels: "< > <= >= = !="},
	},
	"shelf": {"name": {}, "full": {Type: Bool}},
}

func (shop) Field(kind, name string) (Field, bool) {
	f, ok := stock[kind][name]
	return f, ok
}

func (shop) CrossLimit(string, string) string { return "" }

func (shop) Cross(kind, name string) (string, bool) {
	return "shelf", kind == "thing" && name == "shelf"
}

// item is an object with values by field, and texts.
type item struct {
	values map[string]Values
	texts  []string
	shelf  *item
}

func (i *item) Field(name string) Values { return i.values[name] }
func (i *item) Texts() []string          { return i.texts }
func (i *item) Cross(string) []Object {
	if i.shelf == nil {
		return nil
	}
	return []Object{i.shelf}
}

var monday = time.Date(2026, 5, 4, 10, 30, 0, 0, time.UTC)

func TestMatch(t *testing.T) {
	t.Parallel()
	lamp := &item{
		values: map[string]Values{
			"name": {"lamp_1"}, "tag": {"a", "b"}, "app": {"ovirt-agent-2"}, "id": {"ABC"}, "count": {int64(3)}, "size": {int64(10)},
			"load": {0.5}, "on": {true}, "made": {monday}, "age": {int64(3600)}, "level": {"high"}, "order": {"high"},
		},
		texts: []string{"lamp_1", "brass"},
		shelf: &item{values: map[string]Values{"name": {"top"}, "full": {false}}, texts: []string{"top"}},
	}
	for _, tt := range []struct {
		query string
		want  bool
	}{
		{"", true},
		{"name=LAMP_1", true},
		{"name=lampx1", false}, // _ stands for itself
		{"name=lamp*", true},
		{"name!=lamp*", false},
		{"tag=b", true},
		{"tag!=c", true},
		{"app=agent", true},
		{"id=abc", true},
		{"id=a*", false},
		{"id=null", false},
		{`id!=""`, true},
		{"count=3", true},
		{"count>=3 count<4", true},
		{"count!=3", false},
		{"size>9", true},
		{"load<0.6", true},
		{"load=0.5", true},
		{"on=TRUE", true},
		{"on!=true", false},
		{"level=High", true},
		{"level!=low", true},
		{"order>low", true},
		{"order<high", false},
		{"order>=high", true},
		{"age>0:59:59", true},
		{"age>1:00", false},
		{"age<1.0:00:00", true},
		{"made=today", true},
		{"made=yesterday", false},
		{"made>today", true}, // later than its midnight
		{"made<today", false},
		{"made=2026-05-04", true},
		{`made="May 4, 2026"`, true},
		{"made=5/4/26", true},
		{`made="2026-05-04 10:30"`, true},
		{`made="2026-05-03 10:30"`, true}, // a day from then on
		{`made="2026-05-03 10:29"`, false},
		{"made<2026-05-05", true},
		{"made>Saturday", true},
		{"made<Saturday", false},
		{"made<monday", false}, // that of last week
		{"made=sunday", true},  // yesterday's name is taken for today
		{"rass", true},
		{"moon", false},
		{"shelf.name=top", true},
		{"shelf.name!=top", false},
		{"shelf.full=false", true},
		{"shelf=to", true}, // a free text there
		{"shelf!=to", false},
		{"name=x or count=3", true},
		{"name=x or count=3 and on=false", false},
		{"name=lamp_1 and count=4 or level=high", true},
	} {
		t.Run(tt.query, func(t *testing.T) {
			t.Parallel()
			q, err := Parse(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			if err := q.Check("thing", shop{}); err != nil {
				t.Fatal(err)
			}
			if got := q.Match(lamp, Options{Now: monday}); got != tt.want {
				t.Errorf("matches: %t, want %t", got, tt.want)
			}
		})
	}
	q, _ := Parse("name=LAMP_1")
	if q.Match(lamp, Options{CaseSensitive: true}) {
		t.Error("case counts, but LAMP_1 matches lamp_1")
	}
}

func TestUnequalHoldsForWhatIsUnset(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]bool{
		"name!=a": true, "name=a": false, "name=*": false, "count!=1": true, "count<1": false, "id=null": true, `id=""`: true, "id!=null": false,
		"shelf.name=a": false, "shelf.name!=a": false, "made<today": false,
	} {
		q, err := Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		if err := q.Check("thing", shop{}); err != nil {
			t.Fatal(err)
		}
		if got := q.Match(&item{}, Options{Now: monday}); got != want {
			t.Errorf("%s matches what has nothing: %t, want %t", query, got, want)
		}
	}
}

func TestCheckRefusesWhatTheKindLacks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ query, want string }{
		{"moon=1", `thing has no field or relation "moon"`},
		{"name=a or moon=1", `thing has no field or relation "moon"`},
		{"moon.name=1", `thing has no field or relation "moon"`},
		{"shelf.moon=1", `shelf has no field "moon"`},
		{"name.name=1", `thing has no field or relation "name"`},
		{"name>a", "name can't be compared by >"},
		{"size=1", "size can't be compared by ="},
		{"size>=1", "size can't be compared by >="},
		{"made!=today", "made can't be compared by !="},
		{"age=1:00", "age can't be compared by ="},
		{"shelf>a", " can't be compared by >"},
		{"count=x", `"x" is no value of count`},
		{"count=4294967296", `"4294967296" is no value of count`},
		{"count=1.5", `"1.5" is no value of count`},
		{"load=x", `"x" is no value of load`},
		{"load=NaN", `"NaN" is no value of load`},
		{"load=0x1p4", `"0x1p4" is no value of load`},
		{"on=1", `"1" is no value of on`},
		{"made>moon", `"moon" is no value of made`},
		{"age>1", `"1" is no value of age`},
		{"age>25:00", `"25:00" is no value of age`},
		{"level=middle", `"middle" is no value of level`},
		{"level!=l*", `"l*" is no value of level`},
		{"a b", "a second free text for thing"},
		{"shelf=a shelf=b", "a second free text for shelf"},
		{"sortby moon", `thing has no field "moon" to sort by`},
		{"sortby shelf.name", `thing has no field "shelf.name" to sort by`},
	} {
		t.Run(tt.query, func(t *testing.T) {
			t.Parallel()
			q, err := Parse(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			if err := q.Check("thing", shop{}); !errors.Is(err, ErrInvalid) || err.Error() != "invalid search: "+tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}
