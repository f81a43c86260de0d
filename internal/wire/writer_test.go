package wire

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWriting(t *testing.T) {
	t.Parallel()
	noon := time.Date(2017, 4, 13, 8, 36, 7, 123_999_999, time.FixedZone("", 2*3600))
	for _, tt := range []struct {
		name      string
		v         *probe
		xml, json string
	}{
		{"nothing", &probe{}, `<probe/>`, `{}`},
		{"attributes", &probe{Href: new("/a"), ID: new("")}, `<probe href="/a" id=""/>`, `{"href":"/a","id":""}`},
		{
			"scalars", &probe{S: new("a"), B: new(true), I: new(int64(-5)), F: new(0.1), E: "up"},
			`<probe><s>a</s><b>true</b><i>-5</i><f>0.1</f><e>up</e></probe>`, `{"s":"a","b":"true","i":"-5","f":0.1,"e":"up"}`,
		},
		{"false and zero", &probe{B: new(false), I: new(int64(0)), F: new(0.0)}, `<probe><b>false</b><i>0</i><f>0</f></probe>`, `{"b":"false","i":"0","f":0}`},
		{"empty text", &probe{S: new("")}, `<probe><s></s></probe>`, `{"s":""}`},
		{"integers in full", &probe{I: new(int64(math.MinInt64))}, `<probe><i>-9223372036854775808</i></probe>`, `{"i":"-9223372036854775808"}`},
		{"large numbers without exponent", &probe{F: new(1e21)}, `<probe><f>1000000000000000000000</f></probe>`, `{"f":1000000000000000000000}`},
		{"small numbers without exponent", &probe{F: new(1e-7)}, `<probe><f>0.0000001</f></probe>`, `{"f":0.0000001}`},
		{
			"date is cut to milliseconds", &probe{T: &noon},
			`<probe><t>2017-04-13T08:36:07.123+02:00</t></probe>`, `{"t":1492065367123}`,
		},
		{"date in UTC", &probe{T: new(time.Unix(0, 0).UTC())}, `<probe><t>1970-01-01T00:00:00.000Z</t></probe>`, `{"t":0}`},
		{"date before 1970", &probe{T: new(time.UnixMilli(-1).UTC())}, `<probe><t>1969-12-31T23:59:59.999Z</t></probe>`, `{"t":-1}`},
		{
			"date in a zone with seconds", &probe{T: new(time.Unix(0, 0).In(time.FixedZone("LMT", 1172)))},
			`<probe><t>1970-01-01T00:00:00.000Z</t></probe>`, `{"t":0}`,
		},
		{
			"date in a zone that XML lacks", &probe{T: new(time.Unix(0, 0).In(time.FixedZone("", 15*3600)))},
			`<probe><t>1970-01-01T00:00:00.000Z</t></probe>`, `{"t":0}`,
		},
		{
			"text that needs escapes", &probe{S: new("<a> & \"b\" 'c'\t\n\r\u0085é]]>\\/")},
			"<probe><s>&lt;a&gt; &amp; \"b\" 'c'\t\n&#xD;\u0085é]]&gt;\\/</s></probe>", `{"s":"<a> & \"b\" 'c'\t\n\r` + "\u0085" + `é]]>\\/"}`,
		},
		{
			"attribute that needs escapes", &probe{ID: new("<a> & \"b\" 'c'\t\n\ré")},
			"<probe id=\"&lt;a&gt; &amp; &quot;b&quot; 'c'&#x9;&#xA;&#xD;é\"/>", `{"id":"<a> & \"b\" 'c'\t\n\ré"}`,
		},
		{"object", &probe{O: &probe{O: &probe{ID: new("1")}}}, `<probe><o><o id="1"/></o></probe>`, `{"o":{"o":{"id":"1"}}}`},
		{
			"list", &probe{L: []*probe{{}, {S: new("a")}}, E: "b"},
			`<probe><e>b</e><l><probe/><probe><s>a</s></probe></l></probe>`, `{"e":"b","l":{"probe":[{},{"s":"a"}]}}`,
		},
		{"empty list", &probe{L: []*probe{}, W: []string{}}, `<probe><l/><w/></probe>`, `{"l":{},"w":{}}`},
		{"list of texts", &probe{W: []string{"a", "", "<"}}, `<probe><w><word>a</word><word></word><word>&lt;</word></w></probe>`, `{"w":{"word":["a","","<"]}}`},
		{
			"links", &probe{Links: []vmLink{{"a", "/a"}, {"b", "/b"}}, S: new("c")},
			`<probe><link href="/a" rel="a"/><link href="/b" rel="b"/><s>c</s></probe>`, `{"link":[{"href":"/a","rel":"a"},{"href":"/b","rel":"b"}],"s":"c"}`,
		},
		{
			"actions", &probe{Href: new("/x&y"), Actions: []string{"start", "stop"}},
			`<probe href="/x&amp;y"><actions><link href="/x&amp;y/start" rel="start"/><link href="/x&amp;y/stop" rel="stop"/></actions></probe>`,
			`{"href":"/x&y","actions":{"link":[{"href":"/x&y/start","rel":"start"},{"href":"/x&y/stop","rel":"stop"}]}}`,
		},
		{"actions without address", &probe{Actions: []string{"start"}}, `<probe><actions><link rel="start"/></actions></probe>`, `{"actions":{"link":[{"rel":"start"}]}}`},
		{"no actions", &probe{Actions: []string{}}, `<probe><actions/></probe>`, `{"actions":{}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for f, want := range map[Format]string{XML: tt.xml, JSON: tt.json} {
				w := NewWriter(f)
				defer w.Release()
				w.Begin("probe")
				writeProbe(w, tt.v)
				w.End("probe")
				if w.Err() != nil || string(w.Bytes()) != want {
					t.Errorf("%v: %v\n got: %s\nwant: %s", f, w.Err(), w.Bytes(), want)
				}
			}
		})
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	t.Parallel()
	const control = "text has a character that XML excludes"
	for _, tt := range []struct {
		name      string
		v         *probe
		xml, json string
	}{
		{"control character", &probe{S: new("a\x00b")}, `write probe/s: ` + control + ` at "a\x00b"`, ""},
		{"control character in an attribute", &probe{ID: new("\x1b[1m")}, `write probe/@id: ` + control + ` at "\x1b[1m"`, ""},
		{"control character in an item", &probe{L: []*probe{{}, {O: &probe{E: "\x02"}}}}, `write probe/l/probe[2]/o/e: ` + control + ` at "\x02"`, ""},
		{"control character in a list of texts", &probe{W: []string{"a", "\x02"}}, `write probe/w/word[2]: ` + control + ` at "\x02"`, ""},
		{"control character in a link", &probe{Links: []vmLink{{}, {Href: "\x02"}}}, `write probe/link[2]/@href: ` + control + ` at "\x02"`, ""},
		{"excluded character", &probe{S: new("\uFFFF")}, `write probe/s: ` + control + ` at "\uffff"`, ""},
		{"bad UTF-8", &probe{S: new("a\xff")}, `write probe/s: text is not UTF-8 at "a\xff"`, `write probe/s: text is not UTF-8 at "a\xff"`},
		{
			"long text is cut", &probe{S: new("\x01" + strings.Repeat("x", 100))},
			`write probe/s: ` + control + ` at "\x01` + strings.Repeat("x", 63) + `"`, "",
		},
		{"not a number", &probe{F: new(math.NaN())}, `write probe/f: number is not finite at "NaN"`, `write probe/f: number is not finite at "NaN"`},
		{"infinity", &probe{O: &probe{F: new(math.Inf(-1))}}, `write probe/o/f: number is not finite at "-Inf"`, `write probe/o/f: number is not finite at "-Inf"`},
		{
			"year 10000", &probe{T: new(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC))},
			`write probe/t: year has not four digits at "253402300800 s since 1970"`, `write probe/t: year has not four digits at "253402300800 s since 1970"`,
		},
		{
			"year -1", &probe{T: new(time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC))},
			`write probe/t: year has not four digits at "-62198755200 s since 1970"`, `write probe/t: year has not four digits at "-62198755200 s since 1970"`,
		},
		{"nil item", &probe{L: []*probe{{}, nil}}, `write probe/l/probe[2]: item is nil`, `write probe/l/probe[2]: item is nil`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for f, want := range map[Format]string{XML: tt.xml, JSON: tt.json} {
				w := NewWriter(f)
				defer w.Release()
				w.Begin("probe")
				writeProbe(w, tt.v)
				w.String("s", new("a later one \x00\xff"))
				w.End("probe")
				err := w.Err()
				if f == JSON && want == "" {
					want = `write probe/s: text is not UTF-8 at "a later one \x00\xff"`
				}
				if text(err) != want {
					t.Errorf("%v\n got: %s\nwant: %s", f, text(err), want)
				}
				var textErr *TextError
				if !errors.As(err, &textErr) || textErr.Format != f {
					t.Errorf("%v: %T", f, err)
				}
			}
		})
	}
}

func TestDocumentsOfTheEnginesForm(t *testing.T) {
	t.Parallel()
	v := &probe{
		Href: new("/p/1"), ID: new("1"), Actions: []string{"start"}, Links: []vmLink{{"a", "/p/1/a"}, {"b", "/p/1/b"}}, S: new(""),
		O: &probe{}, L: []*probe{{E: "x"}, {}}, W: []string{"c", "d"},
	}
	for f, want := range map[Format]string{
		XML: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<probes>
    <size>2</size>
    <probe href="/p/1" id="1">
        <actions>
            <link href="/p/1/start" rel="start"/>
        </actions>
        <link href="/p/1/a" rel="a"/>
        <link href="/p/1/b" rel="b"/>
        <s></s>
        <o/>
        <l>
            <probe>
                <e>x</e>
            </probe>
            <probe/>
        </l>
        <w>
            <word>c</word>
            <word>d</word>
        </w>
    </probe>
    <probe/>
</probes>
`,
		JSON: `{
  "size" : "2",
  "probe" : [ {
    "href" : "/p/1",
    "id" : "1",
    "actions" : {
      "link" : [ {
        "href" : "/p/1/start",
        "rel" : "start"
      } ]
    },
    "link" : [ {
      "href" : "/p/1/a",
      "rel" : "a"
    }, {
      "href" : "/p/1/b",
      "rel" : "b"
    } ],
    "s" : "",
    "o" : {},
    "l" : {
      "probe" : [ {
        "e" : "x"
      }, {} ]
    },
    "w" : {
      "word" : [ "c", "d" ]
    }
  }, {} ]
}`,
	} {
		w := NewWriter(f)
		defer w.Release()
		w.Declare, w.Indent = true, true
		w.BeginList("probes", "probe")
		w.Int("size", new(int64(2)))
		for _, v := range []*probe{v, {}} {
			w.Item()
			writeProbe(w, v)
			w.EndItem()
		}
		w.EndList("probes")
		if diff := cmp.Diff(want, string(w.Bytes())); diff != "" {
			t.Errorf("%v differs (-want +got):\n%s", f, diff)
		}
	}
}

func TestEmptyRootList(t *testing.T) {
	t.Parallel()
	for f, want := range map[Format]string{XML: "<probes/>", JSON: "{}"} {
		w := NewWriter(f)
		defer w.Release()
		RootList[*probe](w, "probes", "probe", nil, writeProbe)
		if string(w.Bytes()) != want {
			t.Errorf("%v: got %s, want %s", f, w.Bytes(), want)
		}
	}
}

func TestRequestsOmitLinks(t *testing.T) {
	t.Parallel()
	w := NewWriter(XML)
	defer w.Release()
	w.OmitLinks = true
	w.Begin("vm")
	writeVm(w, &vm{Name: new("a"), Actions: []string{"start"}, Links: []vmLink{{"a", "b"}}})
	w.End("vm")
	if got, want := string(w.Bytes()), "<vm><name>a</name></vm>"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWriterIsUsedAgain(t *testing.T) {
	t.Parallel()
	w := NewWriter(XML)
	w.Declare, w.Indent, w.OmitLinks = true, true, true
	w.Begin("vm")
	w.String("name", new("\x00"))
	w.Release()
	w.Release()
	for range 10 {
		w := NewWriter(JSON)
		w.Begin("vm")
		w.String("name", new("a"))
		w.End("vm")
		if w.Err() != nil || w.OmitLinks || string(w.Bytes()) != `{"name":"a"}` {
			t.Errorf("%v: %s", w.Err(), w.Bytes())
		}
		w.Release()
	}
}
