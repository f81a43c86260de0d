package writers_test

import (
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var timeType = reflect.TypeFor[time.Time]()

// compare fails the test unless got is what want reads as: equal, with dates equal as instants in milliseconds, and numbers equal
// bit by bit. Nothing else is forgiven; what the formats cannot hold is in TestWhatTheFormatsCannotHold.
func compare(t *testing.T, what string, want, got any, doc []byte) {
	t.Helper()
	if same(reflect.ValueOf(want), reflect.ValueOf(got)) {
		return
	}
	diff := cmp.Diff(want, got,
		cmp.Comparer(func(a, b time.Time) bool { return a.UnixMilli() == b.UnixMilli() }),
		cmp.Comparer(func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }),
	)
	t.Fatalf("%s differs (-want +got):\n%s\nin %.1000q", what, diff, doc)
}

// same is the comparison of compare; go-cmp is too slow for some ten thousand objects.
func same(a, b reflect.Value) bool {
	if a.IsValid() != b.IsValid() {
		return false
	}
	if !a.IsValid() {
		return true
	}
	if a.Type() != b.Type() {
		return false
	}
	switch a.Kind() {
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		return same(a.Elem(), b.Elem())
	case reflect.Slice:
		if a.IsNil() != b.IsNil() || a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		if a.Type() == timeType {
			return a.Interface().(time.Time).UnixMilli() == b.Interface().(time.Time).UnixMilli()
		}
		for i := range a.NumField() {
			if !same(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Float64:
		return math.Float64bits(a.Float()) == math.Float64bits(b.Float())
	}
	return a.Equal(b)
}

// The comparison is what all round trips rest on; so it must see differences.
func TestCompareSeesDifferences(t *testing.T) {
	t.Parallel()
	type one struct {
		S *string
		I *int64
		F *float64
		T *time.Time
		L []string
		O *one
	}
	second := time.Unix(1, 0)
	for _, tt := range []struct {
		name string
		a, b one
		want bool
	}{
		{"both zero", one{}, one{}, true},
		{"nil and empty text", one{}, one{S: new("")}, false},
		{"texts", one{S: new("a")}, one{S: new("b")}, false},
		{"equal texts", one{S: new("a")}, one{S: new("a")}, true},
		{"nil and zero", one{}, one{I: new(int64(0))}, false},
		{"negative zero", one{F: new(0.0)}, one{F: new(math.Copysign(0, -1))}, false},
		{"a millisecond", one{T: &second}, one{T: new(second.Add(time.Millisecond))}, false},
		{"a microsecond", one{T: &second}, one{T: new(second.Add(time.Microsecond))}, true},
		{"zone", one{T: &second}, one{T: new(second.In(time.FixedZone("", 3600)))}, true},
		{"nil and empty list", one{}, one{L: []string{}}, false},
		{"length", one{L: []string{"a"}}, one{L: []string{"a", "a"}}, false},
		{"order", one{L: []string{"a", "b"}}, one{L: []string{"b", "a"}}, false},
		{"nil and empty object", one{}, one{O: &one{}}, false},
		{"inner text", one{O: &one{S: new("a")}}, one{O: &one{}}, false},
	} {
		if got := same(reflect.ValueOf(&tt.a), reflect.ValueOf(&tt.b)); got != tt.want {
			t.Errorf("%s: same returns %t", tt.name, got)
		}
	}
}
