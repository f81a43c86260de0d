package writers_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

// These are all the differences between a value and what is read of it; the round trips allow no other.
func TestWhatTheFormatsCannotHold(t *testing.T) {
	t.Parallel()
	day := time.Date(2024, 2, 29, 12, 30, 15, 999_999_999, time.UTC)
	in := func(name string, offset int) *time.Time { return new(day.In(time.FixedZone(name, offset))) }
	utc := func(nanos int) *time.Time { return new(time.Date(2024, 2, 29, 12, 30, 15, nanos, time.UTC)) }
	for _, tt := range []struct {
		name    string
		value   *types.Vm
		xml     *types.Vm
		json    *types.Vm
		because string
	}{
		{
			"empty list of links", &types.Vm{Links: []types.Link{}}, &types.Vm{}, &types.Vm{},
			"links stand side by side without an element around them, so none are the same as no list",
		},
		{
			"parts of a millisecond", &types.Vm{StartTime: &day}, &types.Vm{StartTime: utc(999e6)}, &types.Vm{StartTime: utc(999e6)},
			"engines write three digits, and the milliseconds since 1970; what is smaller is cut off",
		},
		{
			"zone", &types.Vm{StartTime: in("CET", 3600)}, &types.Vm{StartTime: new(utc(999e6).In(time.FixedZone("", 3600)))}, &types.Vm{StartTime: utc(999e6)},
			"XML has the offset without a name, JSON only the instant",
		},
		{
			"zone with seconds", &types.Vm{StartTime: in("LMT", 3208)}, &types.Vm{StartTime: utc(999e6)}, &types.Vm{StartTime: utc(999e6)},
			"offsets on the wire have minutes",
		},
		{
			"zone beyond 14 hours", &types.Vm{StartTime: in("", 20*3600)}, &types.Vm{StartTime: utc(999e6)}, &types.Vm{StartTime: utc(999e6)},
			"XML schema has no such offsets",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for f, want := range map[writers.Format]*types.Vm{writers.XML: tt.xml, writers.JSON: tt.json} {
				doc, err := writers.Append(nil, f, writers.Vm, tt.value)
				if err != nil {
					t.Fatal(err)
				}
				got, err := readers.ReadBytes(doc, f, readers.Vm)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got, cmp.Comparer(sameZone)); diff != "" {
					t.Errorf("%s differs though %s (-want +got):\n%s", f, tt.because, diff)
				}
			}
		})
	}
}

// sameZone compares times with their offsets.
func sameZone(a, b time.Time) bool {
	_, x := a.Zone()
	_, y := b.Zone()
	return a.Equal(b) && x == y
}

// What cannot be written is an error that names the member, and nothing is written.
func TestUnwritableValueIsNamed(t *testing.T) {
	t.Parallel()
	year := func(y int) *time.Time { return new(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)) }
	for _, tt := range []struct {
		name  string
		value *types.Vm
		xml   string // error in XML
		json  string // error in JSON; empty if JSON can hold it
	}{
		{
			"control character", &types.Vm{Name: new("a\x01b")},
			`write vm/name: text has a character that XML excludes at "a\x01b"`, ``,
		},
		{
			"NUL", &types.Vm{Comment: new("\x00")},
			`write vm/comment: text has a character that XML excludes at "\x00"`, ``,
		},
		{
			"character that is none", &types.Vm{Name: new("\uFFFE")},
			`write vm/name: text has a character that XML excludes at "\ufffe"`, ``,
		},
		{
			"invalid UTF-8", &types.Vm{Name: new("a\xff")},
			`write vm/name: text is not UTF-8 at "a\xff"`, `write vm/name: text is not UTF-8 at "a\xff"`,
		},
		{
			"half of a surrogate pair", &types.Vm{Name: new("\xed\xa0\x80")},
			`write vm/name: text is not UTF-8 at "\xed\xa0\x80"`, `write vm/name: text is not UTF-8 at "\xed\xa0\x80"`,
		},
		{
			"attribute", &types.Vm{Cluster: &types.Cluster{ID: new("\x02")}},
			`write vm/cluster/@id: text has a character that XML excludes at "\x02"`, ``,
		},
		{
			"enumeration", &types.Vm{Status: "up\xfe"},
			`write vm/status: text is not UTF-8 at "up\xfe"`, `write vm/status: text is not UTF-8 at "up\xfe"`,
		},
		{
			"item of a list", &types.Vm{Nics: []*types.Nic{{}, {Mac: &types.Mac{Address: new("\xff")}}}},
			`write vm/nics/nic[2]/mac/address: text is not UTF-8 at "\xff"`, `write vm/nics/nic[2]/mac/address: text is not UTF-8 at "\xff"`,
		},
		{
			"item of a list of texts", &types.Vm{Os: &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{"hd", "\xff"}}}},
			`write vm/os/boot/devices/device[2]: text is not UTF-8 at "\xff"`, `write vm/os/boot/devices/device[2]: text is not UTF-8 at "\xff"`,
		},
		{
			"item that is nil", &types.Vm{Nics: []*types.Nic{{}, nil}},
			`write vm/nics/nic[2]: item is nil`, `write vm/nics/nic[2]: item is nil`,
		},
		{
			"year before 0", &types.Vm{StartTime: year(-1)},
			`write vm/start_time: year has not four digits at "-62198755200 s since 1970"`, `write vm/start_time: year has not four digits at "-62198755200 s since 1970"`,
		},
		{
			"year after 9999", &types.Vm{StartTime: year(10000)},
			`write vm/start_time: year has not four digits at "253402300800 s since 1970"`, `write vm/start_time: year has not four digits at "253402300800 s since 1970"`,
		},
		{
			"number that is none", &types.Vm{Statistics: []*types.Statistic{{Values: []*types.Value{{Datum: new(math.NaN())}}}}},
			`write vm/statistics/statistic[1]/values/value[1]/datum: number is not finite at "NaN"`,
			`write vm/statistics/statistic[1]/values/value[1]/datum: number is not finite at "NaN"`,
		},
		{
			"infinite number", &types.Vm{Statistics: []*types.Statistic{{}, {Values: []*types.Value{{Datum: new(math.Inf(-1))}}}}},
			`write vm/statistics/statistic[2]/values/value[1]/datum: number is not finite at "-Inf"`,
			`write vm/statistics/statistic[2]/values/value[1]/datum: number is not finite at "-Inf"`,
		},
		{
			"link", &types.Vm{Links: []types.Link{{}, {Rel: "a", Href: "\x03"}}},
			`write vm/link[2]/@href: text has a character that XML excludes at "\x03"`, ``,
		},
		{
			"action", &types.Vm{Actions: []string{"start", "\xff"}},
			`write vm/actions/link[2]/@rel: text is not UTF-8 at "\xff"`, `write vm/actions/link[2]/rel: text is not UTF-8 at "\xff"`,
		},
		{
			"long text", &types.Vm{Name: new(strings.Repeat("a", 100) + "\xff")},
			`write vm/name: text is not UTF-8 at "` + strings.Repeat("a", 64) + `"`, `write vm/name: text is not UTF-8 at "` + strings.Repeat("a", 64) + `"`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for f, want := range map[writers.Format]string{writers.XML: tt.xml, writers.JSON: tt.json} {
				before := []byte("before")
				doc, err := writers.Append(before, f, writers.Vm, tt.value)
				if want == "" {
					checkRead(t, f, doc[len(before):], tt.value, err)
					continue
				}
				if err == nil {
					t.Errorf("%s: no error, but %q", f, doc)
					continue
				}
				if err.Error() != want {
					t.Errorf("%s: error\n%s, want\n%s", f, err, want)
				}
				if string(doc) != "before" {
					t.Errorf("%s: Append returns %q", f, doc)
				}
				var b strings.Builder
				if err := writers.Write(&b, f, writers.Vm, tt.value); err == nil || b.Len() > 0 {
					t.Errorf("%s: Write returns error %v and %q", f, err, b.String())
				}
				list := []*types.Vm{{}, tt.value}
				want := strings.Replace(want, "write vm", "write vms/vm[2]", 1)
				if err := writers.WriteList(&b, f, writers.Vm, list); err == nil || b.Len() > 0 || err.Error() != want {
					t.Errorf("%s: WriteList returns error %v, want %s, and %q", f, err, want, b.String())
				}
			}
		})
	}
}

// checkRead checks that a value which only one of the formats can hold survives there.
func checkRead(t *testing.T, f writers.Format, doc []byte, want *types.Vm, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", f, err)
		return
	}
	got, err := readers.ReadBytes(doc, f, readers.Vm)
	if err != nil {
		t.Errorf("%s: %v", f, err)
		return
	}
	compare(t, f.String(), want, got, doc)
}

func TestNilIsAnError(t *testing.T) {
	t.Parallel()
	for _, f := range formats {
		if _, err := writers.Append(nil, f, writers.Vm, nil); err == nil || err.Error() != "write vm: object is nil" {
			t.Errorf("Append of nil as %s: %v", f, err)
		}
		list := []*types.Vm{{}, nil}
		if _, err := writers.AppendList(nil, f, writers.Vm, list); err == nil || err.Error() != "write vms/vm[2]: item is nil" {
			t.Errorf("AppendList with nil as %s: %v", f, err)
		}
	}
}

func TestNilListIsAnEmptyCollection(t *testing.T) {
	t.Parallel()
	for f, want := range map[writers.Format]string{writers.XML: "<vms/>", writers.JSON: "{}"} {
		doc, err := writers.AppendList([]byte("x"), f, writers.Vm, nil)
		if err != nil || string(doc) != "x"+want {
			t.Errorf("%s: %q, error %v", f, doc, err)
		}
	}
}

type brokenPipe struct{ err error }

func (b brokenPipe) Write([]byte) (int, error) { return 0, b.err }

func TestErrorOfTheOutputIsGivenAsItIs(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken pipe")
	if err := writers.Write(brokenPipe{broken}, writers.XML, writers.Vm, &types.Vm{}); err != broken {
		t.Errorf("Write returns %v", err)
	}
	if err := writers.WriteList(brokenPipe{broken}, writers.JSON, writers.Vm, nil); err != broken {
		t.Errorf("WriteList returns %v", err)
	}
}
