package search

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestParse(t *testing.T) {
	t.Parallel()
	cond := func(field, rel, value string) Cond { return Cond{Field: field, Rel: rel, Value: value} }
	for _, tt := range []struct {
		name, in string
		want     *Query
	}{
		{"nothing", "", &Query{}},
		{"condition", "name=a", &Query{Any: [][]Cond{{cond("name", "=", "a")}}}},
		{"field in any case", "NAME = a", &Query{Any: [][]Cond{{cond("name", "=", "a")}}}},
		{"quoted value", `name="a b"`, &Query{Any: [][]Cond{{cond("name", "=", "a b")}}}},
		{"empty quoted value", `name=""`, &Query{Any: [][]Cond{{cond("name", "=", "")}}}},
		{"value with dots", "ip=10.0.0.*", &Query{Any: [][]Cond{{cond("ip", "=", "10.0.0.*")}}}},
		{"relations", "a<1 b>2 c<=3 d>=4 e!=5", &Query{Any: [][]Cond{{
			cond("a", "<", "1"), cond("b", ">", "2"), cond("c", "<=", "3"), cond("d", ">=", "4"), cond("e", "!=", "5"),
		}}}},
		{"and binds tighter than or", "a=1 and b=2 or c=3 d=4", &Query{Any: [][]Cond{
			{cond("a", "=", "1"), cond("b", "=", "2")}, {cond("c", "=", "3"), cond("d", "=", "4")},
		}}},
		{"cross reference", "Host.Name=x", &Query{Any: [][]Cond{{{Cross: "host", Field: "name", Rel: "=", Value: "x"}}}}},
		{"free text", `abc "d e"`, &Query{Any: [][]Cond{{{Rel: "=", Value: "abc"}, {Rel: "=", Value: "d e"}}}}},
		{"a keyword as a value", "name=and", &Query{Any: [][]Cond{{cond("name", "=", "and")}}}},
		{"order", "sortby name", &Query{SortBy: "name"}},
		{"descending", "name=a SORTBY name DESC", &Query{Any: [][]Cond{{cond("name", "=", "a")}}, SortBy: "name", Descending: true}},
		{"page", "page 3", &Query{Page: 3}},
		{"all of it", "a=1 sortby host.name asc page 2", &Query{Any: [][]Cond{{cond("a", "=", "1")}}, SortBy: "host.name", Page: 2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreUnexported(Cond{})); diff != "" {
				t.Errorf("query differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInvalidSearches(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"name=", "name = has no value"},
		{"name==a", "name = has no value"},
		{"=a", `"=" has no field before it`},
		{"name ! a", `"!" is no relation`},
		{"name='a'", `character '\'' isn't allowed`},
		{"name=a;b", `character ';' isn't allowed`},
		{"(name=a)", `character '(' isn't allowed`},
		{`name="a`, "a quote isn't closed"},
		{`name="a;b"`, `"a;b" holds a forbidden character`},
		{"or a=1", "or has nothing before it"},
		{"a=1 or or b=2", "or has nothing before it"},
		{"and a=1", "and has nothing before it"},
		{"a=1 and", "a condition is missing at the end"},
		{"a=1 or", "a condition is missing at the end"},
		{"a=1 and or b=2", "or has nothing before it"},
		{"a.b.c=1", `"a.b.c" is no field`},
		{".b=1", `".b" is no field`},
		{"sortby", "sortby has no field"},
		{"sortby name page 2", `unexpected "page"`},
		{"sortby name asc desc", `unexpected "desc"`},
		{"page", "page has no number"},
		{"page x", `"x" is no page`},
		{"page 1 name=a", `unexpected "name"`},
	} {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			_, err := Parse(tt.in)
			if !errors.Is(err, ErrInvalid) || err.Error() != "invalid search: "+tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestLike(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, pattern string
		sensitive     bool
		want          bool
	}{
		{"abc", "abc", false, true},
		{"ABC", "abc", false, true},
		{"ABC", "abc", true, false},
		{"abc", "ab", false, false},
		{"abc", "ab*", false, true},
		{"abc", "*c", false, true},
		{"abc", "a*c", false, true},
		{"abc", "*", false, true},
		{"", "*", false, true},
		{"ab", "ab*b", false, false},
		{"a_c", "a_c", false, true},
		{"abc", "a_c", false, false},
		{"xaybz", "*a*b*", false, true},
		{"xbyaz", "*a*b*", false, false},
	} {
		if got := like(tt.text, tt.pattern, tt.sensitive); got != tt.want {
			t.Errorf("like(%q, %q, %t) = %t", tt.text, tt.pattern, tt.sensitive, got)
		}
	}
}

// FuzzParse shows that no text makes the parser fail in another way than with ErrInvalid, or with
// ErrRefused for page 0, and that what it returns makes sense.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "name=a", "page 0", `name="a b" and x.y!=3 or z>=4`, "sortby name desc page 2", "page 1", "a b c", `"a`, "a==b", "or", "and and", "a.b.c=1",
		"sortby page", "page page", "=", "!=", "a=1;b", "\x00", "ä=ö", "sortby a asc page 99999999999999999999",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		if err != nil {
			if !errors.Is(err, ErrInvalid) && !errors.Is(err, ErrRefused) {
				t.Fatalf("error %v", err)
			}
			return
		}
		for _, and := range q.Any {
			if len(and) == 0 {
				t.Fatal("an empty AND")
			}
			for _, c := range and {
				if !strings.Contains("= != < > <= >=", c.Rel) || c.Cross != "" && c.Field == "" {
					t.Fatalf("condition %+v", c)
				}
			}
		}
		if q.Page < 0 || q.Descending && q.SortBy == "" {
			t.Fatalf("query %+v", q)
		}
	})
}
