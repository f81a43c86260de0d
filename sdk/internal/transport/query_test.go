package transport

import (
	"net/url"
	"testing"
	"time"
)

func TestQueryEncodes(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 2*3600)
	for _, tt := range []struct {
		name string
		fill func(*Query)
		more url.Values
		want string
	}{
		{"nothing", func(*Query) {}, nil, ""},
		{"nil values", func(q *Query) {
			q.String("a", nil)
			q.Bool("b", nil)
			q.Int("c", nil)
			q.Float("d", nil)
			q.Time("e", nil)
			q.Text("f", "")
		}, nil, ""},
		{"every kind, in order", func(q *Query) {
			q.String("z", new(""))
			q.Bool("b", new(false))
			q.Int("c", new(int64(-1<<63)))
			q.Float("d", new(1e21))
			q.Time("e", new(time.Date(2026, 1, 2, 3, 4, 5, 6e6, zone)))
			q.Text("a", "x")
		}, nil, "z=&b=false&c=-9223372036854775808&d=1000000000000000000000&e=2026-01-02T03%3A04%3A05.006%2B02%3A00&a=x"},
		{"text that must be escaped", func(q *Query) { q.Text("search", `name="a b" & c+d=ä%`) }, nil,
			"search=name%3D%22a%20b%22%20%26%20c%2Bd%3D%C3%A4%25"},
		{"more, by name", func(q *Query) { q.Text("m", "1") }, url.Values{"b": {"2", "3"}, "a": {"x y"}}, "m=1&a=x%20y&b=2&b=3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var q Query
			tt.fill(&q)
			if got := q.Encode(tt.more); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestSetLeavesCopiesAlone(t *testing.T) {
	t.Parallel()
	var q Query
	q.Text("a", "1")
	q.Text("b", "2")
	c := q
	c.Set("a", "3")
	c.Set("d", "4")
	if got := q.Encode(nil); got != "a=1&b=2" {
		t.Errorf("the original became %s", got)
	}
	if got := c.Encode(nil); got != "b=2&a=3&d=4" {
		t.Errorf("the copy is %s", got)
	}
	if c.Value("a") != "3" || c.Value("x") != "" {
		t.Error("Value returns something else")
	}
}
