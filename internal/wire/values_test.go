package wire

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// readField reads the only field of a document in XML, and in JSON as a text.
func readField(t *testing.T, name, value string) (*probe, string) {
	t.Helper()
	x, soft, hard := readWays(t, "<probe><"+name+">"+value+"</"+name+"></probe>", XML)
	if hard != nil {
		t.Fatal(hard)
	}
	j, softJSON, hard := readWays(t, `{"`+name+`":"`+value+`"}`, JSON)
	if hard != nil {
		t.Fatal(hard)
	}
	if diff := cmp.Diff(x, j); diff != "" {
		t.Errorf("XML and JSON differ (-XML +JSON):\n%s", diff)
	}
	want := strings.Replace(text(soft), "XML offset 10", "JSON offset 5", 1)
	if text(softJSON) != want {
		t.Errorf("JSON: got %s, want %s", text(softJSON), want)
	}
	return x, text(soft)
}

func TestIntegers(t *testing.T) {
	t.Parallel()
	const no, over = "an integer", "an integer of 64 bits"
	for _, tt := range []struct {
		in   string
		want *int64
		not  string
	}{
		{"0", new(int64(0)), ""},
		{"-0", new(int64(0)), ""},
		{"+7", new(int64(7)), ""},
		{" \t42 ", new(int64(42)), ""},
		{"007", new(int64(7)), ""},
		{"9223372036854775807", new(int64(math.MaxInt64)), ""},
		{"-9223372036854775808", new(int64(math.MinInt64)), ""},
		{"00000000000000000000000000000001", new(int64(1)), ""},
		{"", nil, ""},
		{"  ", nil, ""},
		{"9223372036854775808", nil, over},
		{"-9223372036854775809", nil, over},
		{"18446744073709551616", nil, over},
		{"99999999999999999999999999", nil, over},
		{"99999999999999999999999999x", nil, no},
		{"-", nil, no},
		{"12x", nil, no},
		{"1 2", nil, no},
		{"1.0", nil, no},
		{"1e3", nil, no},
		{"0x10", nil, no},
		{"1_000", nil, no},
		{"--1", nil, no},
		{"true", nil, no},
	} {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			if strings.ContainsRune(tt.in, '\t') {
				tt.in = strings.ReplaceAll(tt.in, "\t", " ") // JSON texts hold no tabs
			}
			got, soft := readField(t, "i", tt.in)
			if diff := cmp.Diff(tt.want, got.I); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
			checkSoft(t, "i", tt.in, tt.not, soft)
		})
	}
}

// checkSoft compares a soft error with the one of a value that is not what it should be.
func checkSoft(t *testing.T, name, value, not, got string) {
	t.Helper()
	want := ""
	if not != "" {
		want = "read probe/" + name + `: XML offset 10: "` + strings.TrimSpace(value) + `" is not ` + not
	}
	if got != want {
		t.Errorf("soft error\n got: %s\nwant: %s", got, want)
	}
}

func TestBooleans(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		want *bool
		not  bool
	}{
		{"true", new(true), false},
		{"false", new(false), false},
		{"TRUE", new(true), false},
		{"False", new(false), false},
		{"1", new(true), false},
		{"0", new(false), false},
		{" true ", new(true), false},
		{"", nil, false},
		{"yes", nil, true},
		{"truee", nil, true},
		{"2", nil, true},
		{"t", nil, true},
	} {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			got, soft := readField(t, "b", tt.in)
			if diff := cmp.Diff(tt.want, got.B); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
			not := ""
			if tt.not {
				not = "a boolean"
			}
			checkSoft(t, "b", tt.in, not, soft)
		})
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	const no, over = "a number", "a number of 64 bits"
	for _, tt := range []struct {
		in   string
		want *float64
		not  string
	}{
		{"0.040", new(0.04), ""},
		{"0.56", new(0.56), ""},
		{"-3", new(-3.0), ""},
		{"+.5", new(0.5), ""},
		{"1e3", new(1000.0), ""},
		{"1.7976931348623157e308", new(math.MaxFloat64), ""},
		{"4.9E-324", new(math.SmallestNonzeroFloat64), ""},
		{" 2 ", new(2.0), ""},
		{"", nil, ""},
		{"1e309", nil, over},
		{"NaN", nil, no},
		{"Inf", nil, no},
		{"-infinity", nil, no},
		{"0x1p-2", nil, no},
		{"1_0.5", nil, no},
		{"1,5", nil, no},
		{"1e", nil, no},
		{".", nil, no},
		{"e", nil, no},
	} {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			got, soft := readField(t, "f", tt.in)
			if diff := cmp.Diff(tt.want, got.F); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
			checkSoft(t, "f", tt.in, tt.not, soft)
		})
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"2017-04-13T08:36:07.123+02:00", "2017-04-13T08:36:07.123+02:00"},
		{"2017-04-13T08:36:07.123Z", "2017-04-13T08:36:07.123Z"},
		{"2017-04-13T08:36:07", "2017-04-13T08:36:07Z"},
		{"2017-04-13T08:36:07-11:30", "2017-04-13T08:36:07-11:30"},
		{"2017-04-13T08:36:07+00:00", "2017-04-13T08:36:07Z"},
		{"2017-04-13T08:36:07.1", "2017-04-13T08:36:07.1Z"},
		{"2017-04-13T08:36:07.123456789Z", "2017-04-13T08:36:07.123456789Z"},
		{"2016-02-29T23:59:59Z", "2016-02-29T23:59:59Z"},
		{"2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"},
		{"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
		{"0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"},
		{"0000-03-01T00:00:00Z", "0000-03-01T00:00:00Z"},
		{"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
		{" 2017-04-13T08:36:07Z ", "2017-04-13T08:36:07Z"},
		{"", ""},
		{"2015-02-29T00:00:00Z", ""},
		{"1900-02-29T00:00:00Z", ""},
		{"2017-00-13T08:36:07Z", ""},
		{"2017-13-13T08:36:07Z", ""},
		{"2017-04-00T08:36:07Z", ""},
		{"2017-04-31T08:36:07Z", ""},
		{"2017-04-13T24:00:00Z", ""},
		{"2017-04-13T08:60:07Z", ""},
		{"2017-04-13T08:36:60Z", ""},
		{"2017-04-13T08:36:07.Z", ""},
		{"2017-04-13T08:36:07.1234567890Z", ""},
		{"2017-04-13T08:36:07z", ""},
		{"2017-04-13T08:36:07+2:00", ""},
		{"2017-04-13T08:36:07+0200", ""},
		{"2017-04-13T08:36:07+24:00", ""},
		{"2017-04-13T08:36:07+02:60", ""},
		{"2017-04-13 08:36:07Z", ""},
		{"2017-04-13", ""},
		{"17-04-13T08:36:07Z", ""},
		{"x017-04-13T08:36:07Z", ""},
		{"20x7-04-13T08:36:07Z", ""},
		{"-2017-04-13T08:36:07Z", ""},
		{"2017-04-13T08:36:07Z!", ""},
		{"yesterday", ""},
	} {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			got, soft := readField(t, "t", tt.in)
			if tt.want == "" {
				not := "a date with time"
				if tt.in == "" {
					not = ""
				}
				if got.T != nil {
					t.Errorf("got %v", got.T)
				}
				checkSoft(t, "t", tt.in, not, soft)
				return
			}
			if soft != "" {
				t.Fatal(soft)
			}
			if s := got.T.Format(time.RFC3339Nano); s != tt.want {
				t.Errorf("got %s, want %s", s, tt.want)
			}
		})
	}
}

// TestEveryDay compares our calendar with that of package time, over two of its cycles of 400 years.
func TestEveryDay(t *testing.T) {
	t.Parallel()
	r := NewBytesReader(nil, XML)
	defer r.Release()
	for day := time.Date(0, 1, 1, 13, 14, 15, 0, time.UTC); day.Year() < 800; day = day.AddDate(0, 0, 1) {
		got, ok := r.parseTime(day.AppendFormat(nil, "2006-01-02T15:04:05"))
		if !ok || !got.Equal(day) {
			t.Fatalf("%v is read as %v, %v", day, got, ok)
		}
		zoned := day.Add(987 * time.Millisecond).In(time.FixedZone("", (day.YearDay()-180)*240))
		if got, want := string(appendTime(nil, zoned)), zoned.Format("2006-01-02T15:04:05.000Z07:00"); got != want && zoned.Year() >= 0 {
			t.Fatalf("%v is written as %s, want %s", zoned, got, want)
		}
	}
}

func TestNumberOfJSONDateIsNoDateOfXML(t *testing.T) {
	t.Parallel()
	_, soft, hard := readWays(t, "<probe><t>1700000000123</t></probe>", XML)
	if hard != nil {
		t.Fatal(hard)
	}
	checkSoft(t, "t", "1700000000123", "a date with time", text(soft))
}
