package wire

import (
	"strings"
	"testing"
	"time"
)

func TestJSONIsRead(t *testing.T) {
	t.Parallel()
	checkReading(t, JSON, goodJSON())
}

func goodJSON() []readCase {
	s := func(text string) *probe { return &probe{S: new(text)} }
	return []readCase{
		{"empty object", `{}`, &probe{}, "", ""},
		{"white space everywhere", "\r\n{\t\"s\" \n:\r\"a\" , \"e\"  :  \"b\" }\n", &probe{S: new("a"), E: "b"}, "", ""},
		{"members in any order", `{"s":"a","href":"/2","id":"1"}`, &probe{ID: new("1"), Href: new("/2"), S: new("a")}, "", ""},
		{"escapes", `{"s":"\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00\uD83D\uDE00"}`, s("\"\\/\b\f\n\r\tAé\U0001F600\U0001F600"), "", ""},
		{"escapes in a name", `{"\u0073":"a","\n":"b"}`, s("a"), "", ""},
		{"control characters by escape", `{"s":"\u0000\u001f"}`, s("\x00\x1f"), "", ""},
		{"characters outside ASCII", `{"s":"naïve Ωmega 😀 ` + "\uFFFD\uFFFE" + `"}`, s("naïve Ωmega 😀 \uFFFD\uFFFE"), "", ""},
		{"delete isn't a control character", "{\"s\":\"\x7f\"}", s("\x7f"), "", ""},
		{"empty text", `{"s":""}`, s(""), "", ""},
		{"null is absent", `{"s":null,"i":null,"o":null,"l":null,"e":"a"}`, &probe{E: "a"}, "", ""},
		{"null behind a value", `{"s":"a","s":null}`, s("a"), "", ""},
		{"last of two wins", `{"s":"a","s":"b"}`, s("b"), "", ""},
		{"unknown members are skipped", `{"moon":{"s":["x",{"y":[]},-1.5e+3,true,false,null,{}]},"sun":[[],[1]],"s":"a"}`, s("a"), "", ""},
		{
			"natives", `{"b":true,"i":-5,"f":0.5,"t":1700000000123,"s":12}`,
			&probe{B: new(true), I: new(int64(-5)), F: new(0.5), T: new(time.UnixMilli(1700000000123).UTC()), S: new("12")}, "", "",
		},
		{
			"texts", `{"b":"false","i":"5","f":"0.5","t":"1700000000123","e":"up"}`,
			&probe{B: new(false), I: new(int64(5)), F: new(0.5), T: new(time.UnixMilli(1700000000123).UTC()), E: "up"}, "", "",
		},
		{"date as text", `{"t":"2023-11-14T22:13:20.123Z"}`, &probe{T: new(time.UnixMilli(1700000000123).UTC())}, "", ""},
		{"empty texts for other scalars", `{"b":"","i":"","f":" ","t":""}`, &probe{}, "", ""},
		{"objects in objects", `{"o":{"id":"1","o":{"s":"a"}}}`, &probe{O: &probe{ID: new("1"), O: s("a")}}, "", ""},
		{"empty object inside", `{"o":{}}`, &probe{O: &probe{}}, "", ""},
		{"list", `{"l":{"probe":[{"s":"a"},{}]},"s":"c"}`, &probe{L: []*probe{s("a"), {}}, S: new("c")}, "", ""},
		{"list without its array", `{"l":{}}`, &probe{L: []*probe{}}, "", ""},
		{"list with an empty array", `{"l":{"probe":[]}}`, &probe{L: []*probe{}}, "", ""},
		{"list of one without an array", `{"l":{"probe":{"s":"a"},"x":1}}`, &probe{L: []*probe{s("a")}}, "", ""},
		{"list with other members", `{"l":{"size":"1","actions":{"link":[]},"probe":[{}],"x":{"probe":[1]}}}`, &probe{L: []*probe{{}}}, "", ""},
		{"list of texts", `{"w":{"word":["a","","b",1]}}`, &probe{W: []string{"a", "", "b", "1"}}, "", ""},
		{
			"links", `{"link":[{"href":"/a","rel":"a"},{"rel":"b","x":{},"href":"/b"},{"rel" : "c\u0041", "href":"/c"},{ "href" : "/d" , "rel" : "d" }, {}]}`,
			&probe{Links: []vmLink{{"a", "/a"}, {"b", "/b"}, {"cA", "/c"}, {"d", "/d"}, {}}}, "", "",
		},
		{"one link", `{"link":{"href":"/a","rel":"a"}}`, &probe{Links: []vmLink{{"a", "/a"}}}, "", ""},
		{"no links", `{"link":[]}`, &probe{}, "", ""},
		{
			"actions", `{"actions":{"link":[{"href":"/a/start","rel":"start"},{"rel":"stop"}]}}`,
			&probe{Actions: []string{"start", "stop"}}, "", "",
		},
		{"no actions", `{"actions":{}}`, &probe{Actions: []string{}}, "", ""},
	}
}

func TestValueOfJSONDoesNotFit(t *testing.T) {
	t.Parallel()
	checkReading(t, JSON, oddJSON())
}

func oddJSON() []readCase {
	const at = "read probe"
	return []readCase{
		{"object where a text is wanted", `{"s":{"a":[1]},"e":"d"}`, &probe{E: "d"}, at + "/s: JSON offset 5: an object where a scalar is wanted", ""},
		{"list where a number is wanted", `{"i":[1],"e":"d"}`, &probe{E: "d"}, at + "/i: JSON offset 5: a list where a scalar is wanted", ""},
		{"text where an object is wanted", `{"o":"a"}`, &probe{O: &probe{}}, at + "/o: JSON offset 5: a text where an object is wanted", ""},
		{"list where an object is wanted", `{"o":[{}]}`, &probe{O: &probe{}}, at + "/o: JSON offset 5: a list where an object is wanted", ""},
		{"bare array where a list is wanted", `{"l":[{}]}`, &probe{L: []*probe{}}, at + "/l: JSON offset 5: a list where a list with probe is wanted", ""},
		{"number where a list is wanted", `{"l":0}`, &probe{L: []*probe{}}, at + "/l: JSON offset 5: a number where a list with probe is wanted", ""},
		{"null item", `{"w":{"word":["a",null,"b"]}}`, &probe{W: []string{"a", "b"}}, at + "/w/word[2]: JSON offset 18: null where an item is wanted", ""},
		{"number as an object", `{"l":{"probe":[{},5]}}`, &probe{L: []*probe{{}, {}}}, at + "/l/probe[2]: JSON offset 18: a number where an object is wanted", ""},
		{"boolean as a link", `{"link":[{},true]}`, &probe{Links: []vmLink{{}, {}}}, at + "/link[2]: JSON offset 12: a boolean where an object is wanted", ""},
		{
			"third of several links", `{"link":[{"href":"/a","rel":"a"}, {"href":"/b","rel":"b"},true]}`,
			&probe{Links: []vmLink{{"a", "/a"}, {"b", "/b"}, {}}}, at + "/link[3]: JSON offset 58: a boolean where an object is wanted", "",
		},
		{"number with a fraction as an integer", `{"i":1.0}`, &probe{}, at + `/i: JSON offset 5: "1.0" is not an integer`, ""},
		{"boolean as an integer", `{"i":true}`, &probe{}, at + `/i: JSON offset 5: "true" is not an integer`, ""},
		{"number as a boolean", `{"b":2}`, &probe{}, at + `/b: JSON offset 5: "2" is not a boolean`, ""},
		{"date with a fraction", `{"t":1.5}`, &probe{}, at + `/t: JSON offset 5: "1.5" is not a date with time`, ""},
		{"date out of range", `{"t":999999999999999}`, &probe{}, at + `/t: JSON offset 5: "999999999999999" is not a date with time`, ""},
		{"member of an item", `{"l":{"probe":[{"o":{"id":[]}}]}}`, &probe{L: []*probe{{O: &probe{}}}}, at + "/l/probe[1]/o/id: JSON offset 26: a list where a scalar is wanted", ""},
	}
}

func TestDamagedJSONIsRefused(t *testing.T) {
	t.Parallel()
	checkReading(t, JSON, badJSON())
}

func badJSON() []readCase {
	const at = "read probe: JSON offset "
	const cut = "document is cut off: unexpected EOF"
	bad := func(name, in, hard string) readCase { return readCase{name, in, nil, "", hard} }
	return []readCase{
		bad("nothing", "", "read document: JSON offset 0: document is empty: unexpected EOF"),
		bad("only white space", " \n", "read document: JSON offset 2: document is empty: unexpected EOF"),
		bad("byte order mark", "\xEF\xBB\xBF{}", `read document: JSON offset 0: byte order mark before JSON at "\ufeff"`),
		bad("cut behind the brace", "{", at+"1: "+cut),
		bad("cut in a name", `{"s`, at+"3: "+cut),
		bad("cut behind a name", `{"s"`, at+"4: "+cut),
		bad("cut in a text", `{"s":"a`, at+"7: "+cut),
		bad("cut in an escape", `{"s":"\u00`, at+"10: "+cut),
		bad("cut between surrogates", `{"s":"\ud83d`, at+"12: "+cut),
		bad("cut in a number", `{"i":1`, at+"6: "+cut),
		bad("cut in a literal", `{"b":tru`, at+"8: "+cut),
		bad("cut in a list", `{"l":{"probe":[{}`, `read probe/l: JSON offset 17: `+cut),
		bad("cut in a skipped value", `{"x":[1,`, at+"8: "+cut),
		bad("two roots", "{}{}", `read document: JSON offset 2: text behind the root at "{"`),
		bad("text behind the root", "{} x", `read document: JSON offset 3: text behind the root at "x"`),
		bad("comma behind the last member", `{"s":"a",}`, at+`9: no name of a member at "}"`),
		bad("comma before the first member", `{,"s":"a"}`, at+`1: no name of a member at ","`),
		bad("no comma", `{"s":"a" "e":"b"}`, at+`9: no comma or } after a member at "\""`),
		bad("name without quotes", `{s:"a"}`, at+`1: no name of a member at "s"`),
		bad("no colon", `{"s" "a"}`, at+`5: no colon after the name of a member at "\""`),
		bad("no value", `{"s":}`, at+`5: no value at "}"`),
		bad("single quotes", `{"s":'a'}`, at+`5: no value at "'"`),
		bad("wrong bracket", `{"s":"a"]`, at+`8: no comma or } after a member at "]"`),
		bad("wrong bracket in a list", `{"l":{"probe":[{}}}`, `read probe/l: JSON offset 17: no comma or ] after an item at "}"`),
		bad("wrong bracket in a skipped value", `{"x":[1}`, at+`7: no comma or ] after a value at "}"`),
		bad("comma behind the last item", `{"l":{"probe":[{},]}}`, `read probe/l: JSON offset 18: no value at "]"`),
		bad("comma in a skipped list", `{"x":[1,]}`, at+`8: no value at "]"`),
		bad("comma in a skipped object", `{"x":{"a":1,}}`, at+`12: no name of a member at "}"`),
		bad("no colon in a skipped object", `{"x":{"a",1}}`, at+`9: no colon after the name of a member at ","`),
		bad("items twice", `{"l":{"probe":[],"probe":[]}}`, `read probe/l: JSON offset 25: items given twice`),
		bad("damaged link behind good ones", `{"link":[{"href":"/a","rel":"a"},{"href":"/b","rel":"b"} {"href":"/c","rel":"c"}]}`,
			at+`57: no comma or ] after an item at "{"`),
		bad("control character", "{\"s\":\"a\nb\"}", at+`7: control character in a string at "\n"`),
		bad("control character in a skipped text", "{\"x\":[\"\x00\"]}", at+`7: control character in a string at "\x00"`),
		bad("control character in a name", "{\"\x1f\":1}", at+`2: control character in a string at "\x1f"`),
		bad("bad UTF-8", "{\"s\":\"\xff\"}", at+`6: invalid UTF-8 at "\xff"`),
		bad("bad UTF-8 in a skipped text", "{\"x\":{\"\xc3(\":1}}", at+`7: invalid UTF-8 at "\xc3"`),
		bad("unknown escape", `{"s":"\x41"}`, at+`6: unknown escape at "\\x"`),
		bad("bad digit in an escape", `{"s":"\u00g0"}`, at+`6: unknown escape at "\\u00g"`),
		bad("first surrogate alone", `{"s":"\ud83da"}`, at+`6: lone surrogate at "\\ud83d"`),
		bad("second surrogate alone", `{"s":"\ude00"}`, at+`6: lone surrogate at "\\ude00"`),
		bad("two first surrogates", `{"s":"\ud83d\ud83d"}`, at+`6: lone surrogate at "\\ud83d"`),
		bad("number with a leading zero", `{"i":01}`, at+`6: no comma or } after a member at "1"`),
		bad("number with a plus", `{"i":+1}`, at+`5: no value at "+"`),
		bad("number without an integer", `{"i":-}`, at+`5: malformed number at "-}"`),
		bad("number without a fraction", `{"i":1.}`, at+`5: malformed number at "1.}"`),
		bad("number without an exponent", `{"x":1e+}`, at+`5: malformed number at "1e+}"`),
		bad("not a number", `{"f":NaN}`, at+`5: no value at "N"`),
		bad("capital literal", `{"b":True}`, at+`5: no value at "T"`),
		bad("damaged literal", `{"b":nul}`, at+`5: no value at "nul}"`),
		bad("comment", `{/**/}`, at+`1: no name of a member at "/"`),
		bad("name outside a skipped list", `{"x":["a":1]}`, at+`9: no comma or ] after a value at ":"`),
	}
}

func TestDepthIsBounded(t *testing.T) {
	t.Parallel()
	deep := func(n int) (string, string) {
		return strings.Repeat("<o>", n) + strings.Repeat("</o>", n), strings.Repeat(`{"o":`, n) + "{}" + strings.Repeat("}", n)
	}
	for _, tt := range []struct {
		name     string
		n        int
		open     string
		xml, jso string
	}{
		{"allowed", MaxDepth - 1, "o", "", ""},
		{
			"too deep", MaxDepth, "o",
			"read probe" + strings.Repeat("/o", 255) + ": XML offset 774: nested too deep, limit 256",
			"read probe" + strings.Repeat("/o", 255) + ": JSON offset 1280: nested too deep, limit 256",
		},
		{
			"too deep in what is skipped", 100_000, "x",
			"read probe" + strings.Repeat("/x", 255) + ": XML offset 774: nested too deep, limit 256",
			`read probe: JSON offset 1280: nested too deep, limit 256 at "{"`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x, j := deep(tt.n)
			x, j = strings.ReplaceAll(x, "o>", tt.open+">"), strings.ReplaceAll(j, `"o"`, `"`+tt.open+`"`)
			_, _, err := readDoc(NewBytesReader([]byte("<probe>"+x+"</probe>"), XML))
			if text(err) != tt.xml {
				t.Errorf("XML: got %s\nwant %s", text(err), tt.xml)
			}
			_, _, err = readDoc(NewBytesReader([]byte(j), JSON))
			if text(err) != tt.jso {
				t.Errorf("JSON: got %s\nwant %s", text(err), tt.jso)
			}
		})
	}
}
