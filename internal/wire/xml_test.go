package wire

import (
	"strings"
	"testing"
)

func TestXMLIsRead(t *testing.T) {
	t.Parallel()
	checkReading(t, XML, goodXML())
}

func goodXML() []readCase {
	s := func(text string) *probe { return &probe{S: new(text)} }
	return []readCase{
		{"empty root", `<probe/>`, &probe{}, "", ""},
		{"empty root with two tags", `<probe></probe>`, &probe{}, "", ""},
		{"white space everywhere", " \n<probe\t\r\n >\r\n\t<s >a</s\n> </probe \n>\n ", s("a"), "", ""},
		{"byte order mark", "\xEF\xBB\xBF<probe/>", &probe{}, "", ""},
		{"declaration of the engine", declaration + "\n<probe/>", &probe{}, "", ""},
		{"declaration with other quotes and cases", `<?xml version='1.0'  encoding='utf-8' ?><probe/>`, &probe{}, "", ""},
		{"declaration without encoding", `<?xml version="1.0" standalone="no"?><probe/>`, &probe{}, "", ""},
		{"comments and instructions", `<?a b?><!-- x - > --><probe><!----><?c?><s>a<!--b-->c<?d e??></s></probe><!-- y --><?z?>`, s("ac"), "", ""},
		{"attributes in any order", `<probe id="1" href="/2"/>`, &probe{ID: new("1"), Href: new("/2")}, "", ""},
		{"attributes with single quotes", `<probe id = '"1"' href='/2' />`, &probe{ID: new(`"1"`), Href: new("/2")}, "", ""},
		{"unknown attributes", `<probe a="1" id="2" xmlns:x='urn:x' x:id="3"><s z="&lt;">a</s></probe>`, &probe{ID: new("2"), S: new("a")}, "", ""},
		{"references in attributes", `<probe id="&lt;&#x41;&#66;&quot;&apos;&amp;&gt;"/>`, &probe{ID: new(`<AB"'&>`)}, "", ""},
		{"greater sign in an attribute", `<probe id="a>b]]>"/>`, &probe{ID: new("a>b]]>")}, "", ""},
		{"line ends in attributes", "<probe id=\"a\r\nb\rc\td\"/>", &probe{ID: new("a\nb\nc\td")}, "", ""},
		{"empty attribute", `<probe id=""/>`, &probe{ID: new("")}, "", ""},
		{"references in text", `<probe><s>&lt;&gt;&amp;&quot;&apos;&#9;&#xD;&#x1F600;&#0065;</s></probe>`, s("<>&\"'\t\r\U0001F600A"), "", ""},
		{"line ends in text", "<probe><s>a\r\nb\rc\r\r\nd</s></probe>", s("a\nb\nc\n\nd"), "", ""},
		{"characters outside ASCII", "<probe><s>naïve Ωmega \U0001F600 \uFFFD</s></probe>", s("naïve Ωmega \U0001F600 \uFFFD"), "", ""},
		{"brackets in text", "<probe><s>a]b]]c=]>|}\\</s></probe>", s(`a]b]]c=]>|}\`), "", ""},
		{"sections", `<probe><s>a<![CDATA[<b>&amp;]]]]><![CDATA[>]]>c</s></probe>`, s("a<b>&amp;]]>c"), "", ""},
		{"text is not trimmed", `<probe><s> a </s></probe>`, s(" a "), "", ""},
		{"empty text", `<probe><s></s></probe>`, s(""), "", ""},
		{"empty text in one tag", `<probe><s/></probe>`, s(""), "", ""},
		{"text with a line of blanks", "<probe><s>\n        </s></probe>", s("\n        "), "", ""},
		{"last of two wins", `<probe><s>a</s><s>b</s></probe>`, s("b"), "", ""},
		{"unknown element is skipped with its subtree", `<probe><moon id="1">x<s>no</s>&lt;<sun/><![CDATA[y]]></moon><s>a</s></probe>`, s("a"), "", ""},
		{"name with a colon", `<probe><x:s>no</x:s><s>a</s><:y/><z:/></probe>`, s("a"), "", ""},
		{"objects in objects", `<probe><o id="1"><o><s>a</s></o></o></probe>`, &probe{O: &probe{ID: new("1"), O: s("a")}}, "", ""},
		{"empty object", `<probe><o/></probe>`, &probe{O: &probe{}}, "", ""},
		{
			"list", `<probe><l><probe><s>a</s></probe><probe id="b"/></l><s>c</s></probe>`,
			&probe{L: []*probe{s("a"), {ID: new("b")}}, S: new("c")}, "", "",
		},
		{"empty list", `<probe><l/></probe>`, &probe{L: []*probe{}}, "", ""},
		{"empty list with an address", `<probe><l href="/x" id="1"></l></probe>`, &probe{L: []*probe{}}, "", ""},
		{
			"list with other children", `<probe><l href="/x"><actions><link href="y" rel="z"/></actions><size>1</size><probe/></l></probe>`,
			&probe{L: []*probe{{}}}, "", "",
		},
		{"list of texts", `<probe><w><word>a</word><x/><word/><word>b</word></w></probe>`, &probe{W: []string{"a", "", "b"}}, "", ""},
		{"empty list of texts", `<probe><w></w></probe>`, &probe{W: []string{}}, "", ""},
		{
			"links apart", `<probe><link href="/a" rel="a"/><s>x</s><link rel='b' href="/b" x="y"></link><link/></probe>`,
			&probe{S: new("x"), Links: []vmLink{{"a", "/a"}, {"b", "/b"}, {}}}, "", "",
		},
		{
			"link with references and elements", `<probe><link href="/a&amp;b" rel="a"><moon/></link></probe>`,
			&probe{Links: []vmLink{{"a", "/a&b"}}}, "", "",
		},
		{
			"actions", `<probe><actions><link href="/a/start" rel="start"/><link rel="stop" href='/a/stop'></link></actions></probe>`,
			&probe{Actions: []string{"start", "stop"}}, "", "",
		},
		{"no actions", `<probe><actions/></probe>`, &probe{Actions: []string{}}, "", ""},
		{"nine items", `<probe><l>` + strings.Repeat(`<probe/>`, 9) + `</l></probe>`, &probe{L: []*probe{{}, {}, {}, {}, {}, {}, {}, {}, {}}}, "", ""},
	}
}

func TestValueOfXMLDoesNotFit(t *testing.T) {
	t.Parallel()
	checkReading(t, XML, oddXML())
}

func oddXML() []readCase {
	return []readCase{
		{
			"object where a text is wanted", `<probe><s>a<b>x</b>c</s><e>d</e></probe>`, &probe{E: "d"},
			"read probe/s: XML offset 10: an object where a scalar is wanted", "",
		},
		{
			"text where an object is wanted", `<probe><o> name </o></probe>`, &probe{O: &probe{}},
			`read probe/o: XML offset 10: "name" is not an element`, "",
		},
		{
			"section where an object is wanted", `<probe><o><![CDATA[name]]></o></probe>`, &probe{O: &probe{}},
			`read probe/o: XML offset 10: "name" is not an element`, "",
		},
		{
			"text where a list is wanted", `<probe><l>x&amp;y<probe/></l></probe>`, &probe{L: []*probe{{}}},
			`read probe/l: XML offset 10: "x&y" is not an element`, "",
		},
		{
			"long text is cut", `<probe><i>` + strings.Repeat("x", 100) + `</i></probe>`, &probe{},
			`read probe/i: XML offset 10: "` + strings.Repeat("x", 64) + `" is not an integer`, "",
		},
		{
			"item of a list", `<probe><l><probe/><probe><i>1</i><o><i>x</i></o></probe></l></probe>`,
			&probe{L: []*probe{{}, {I: new(int64(1)), O: &probe{}}}},
			`read probe/l/probe[2]/o/i: XML offset 39: "x" is not an integer`, "",
		},
		{
			"third of several links", `<probe><link href="/a" rel="a"/><link href="/b" rel="b"/><link>c</link></probe>`,
			&probe{Links: []vmLink{{"a", "/a"}, {"b", "/b"}, {}}},
			`read probe/link[3]: XML offset 63: "c" is not an element`, "",
		},
		{
			"third of several actions",
			`<probe><actions><link href="/a" rel="a"/> <link href="/b" rel="b"/><link rel="c">d</link></actions></probe>`,
			&probe{Actions: []string{"a", "b", "c"}},
			`read probe/actions/link[3]: XML offset 81: "d" is not an element`, "",
		},
		{
			"item of a list of texts", `<probe><w><word>a</word><word><b/></word></w></probe>`, &probe{W: []string{"a"}},
			"read probe/w/word[2]: XML offset 30: an object where a scalar is wanted", "",
		},
		{
			"first of two is told", `<probe><i>x</i><b>y</b></probe>`, &probe{},
			`read probe/i: XML offset 10: "x" is not an integer`, "",
		},
		{
			"value with an attribute", `<probe><i a="b">x</i></probe>`, &probe{},
			`read probe/i: XML offset 16: "x" is not an integer`, "",
		},
	}
}

func TestDamagedXMLIsRefused(t *testing.T) {
	t.Parallel()
	checkReading(t, XML, badXML())
}

func badXML() []readCase {
	const at = "read probe: XML offset "
	const cut = "document is cut off: unexpected EOF"
	bad := func(name, in, hard string) readCase { return readCase{name, in, nil, "", hard} }
	return []readCase{
		bad("nothing", "", "read document: XML offset 0: document is empty: unexpected EOF"),
		bad("only white space", " \n", "read document: XML offset 2: document is empty: unexpected EOF"),
		bad("only a comment", "<!--a-->", "read document: XML offset 8: document is empty: unexpected EOF"),
		bad("only a declaration", declaration, "read document: XML offset 55: document is empty: unexpected EOF"),
		bad("cut in a name", "<pro", "read document: XML offset 4: "+cut),
		bad("cut in an element", "<probe><s>", "read probe/s: XML offset 10: "+cut),
		bad("cut behind an element", "<probe><s>a</s>", at+"15: "+cut),
		bad("cut in a value", `<probe id="a`, at+"12: "+cut),
		bad("another end tag", "<probe><s>a</t></probe>", `read probe/s: XML offset 13: end tag of another element, want </s> at "t"`),
		bad("another end tag of an object", "<probe></prob>", at+`9: end tag of another element, want </probe> at "prob"`),
		bad("longer end tag", "<probe></probes>", at+`9: end tag of another element, want </probe> at "probes"`),
		bad("end tag with an attribute", `<probe></probe a="b">`, at+`15: end tag doesn't end at "a"`),
		bad("two roots", "<probe/><probe/>", `read document: XML offset 8: second root at "<p"`),
		bad("end tag behind the root", "<probe/></probe>", `read document: XML offset 8: second root at "</"`),
		bad("damaged link behind good ones", `<probe><link href="/a" rel="a"/><link href="/b" rel="b"/><link href="/c" rel="c`+"\x00"+`"/></probe>`,
			`read probe/link[3]: XML offset 79: control character at "\x00"`),
		bad("text behind the root", "<probe/> x", `read document: XML offset 9: text behind the root at "x"`),
		bad("section behind the root", "<probe/><![CDATA[]]>", `read document: XML offset 8: text behind the root at "<!["`),
		bad("section before the root", "<![CDATA[]]><probe/>", `read document: XML offset 0: text outside the root at "<!["`),
		bad("zero byte behind the root", "<probe/>\x00", `read document: XML offset 8: text behind the root at "\x00"`),
		bad("control character", "<probe><s>a\x01</s></probe>", `read probe/s: XML offset 11: control character at "\x01"`),
		bad("control character in a skipped text", "<probe><x>a\x1f</x></probe>", `read probe/x: XML offset 11: control character at "\x1f"`),
		bad("control character in a value that nobody reads", "<probe x='\x02'/>", at+`10: control character at "\x02"`),
		bad("control character in a comment", "<probe><!--\x03--></probe>", at+`11: control character at "\x03"`),
		bad("control character in an instruction", "<probe><?a \x03?></probe>", at+`11: control character at "\x03"`),
		bad("control character in a section", "<probe><s><![CDATA[\x03]]></s></probe>", `read probe/s: XML offset 19: control character at "\x03"`),
		bad("control character between elements", "<probe>\x04<s/></probe>", at+`7: control character at "\x04"`),
		bad("bad UTF-8", "<probe><s>a\xffb</s></probe>", `read probe/s: XML offset 11: invalid UTF-8 at "\xff"`),
		bad("surrogate in UTF-8", "<probe><s>\xed\xa0\x80</s></probe>", `read probe/s: XML offset 10: invalid UTF-8 at "\xed"`),
		bad("bad UTF-8 in a skipped value", "<probe><x y='\xc3('/></probe>", `read probe/x: XML offset 13: invalid UTF-8 at "\xc3"`),
		bad("bad UTF-8 in a comment", "<probe><!--\xe2\x82--></probe>", at+`11: invalid UTF-8 at "\xe2"`),
		bad("excluded character", "<probe><s>\uFFFE</s></probe>", "read probe/s: XML offset 10: character that XML excludes at \"\\ufffe\""),
		bad("name outside ASCII", "<probe><größe/></probe>", at+`8: name outside ASCII at "gr\xc3"`),
		bad("name with two colons", "<probe><a:b:c/></probe>", at+`8: name with several colons at "a:b:c"`),
		bad("no name", "<probe>< s/></probe>", at+`7: no name follows < at "< "`),
		bad("digit as a name", "<probe><1/></probe>", at+`7: no name follows < at "<1"`),
		bad("attribute without value", "<probe a/>", at+`8: attribute without a value at "/"`),
		bad("attribute without quotes", "<probe a=b/>", at+`9: attribute value without quotes at "b"`),
		bad("attribute twice", `<probe id="1" id='2'/>`, at+`14: attribute given twice at "id"`),
		bad("attribute twice in the same form", `<probe id="1" id="2"/>`, at+`14: attribute given twice at "id"`),
		bad("unknown attribute twice", `<probe a="1" b="2" a="3"/>`, at+`19: attribute given twice at "a"`),
		bad("no space between attributes", `<probe a="1"b="2"/>`, at+`12: no space before an attribute at "b"`),
		bad("< in a value", `<probe id="a<b"/>`, at+`12: < in an attribute value at "<"`),
		bad("< in a value that nobody reads", `<probe x="a<b"/>`, at+`11: < in an attribute value at "<"`),
		bad("slash in a tag", `<probe / id="1">`, at+`7: start tag doesn't end at "/ "`),
		bad("unknown entity", "<probe><s>&nbsp;</s></probe>", `read probe/s: XML offset 10: unknown reference at "&nbsp;"`),
		bad("unknown entity in a skipped text", "<probe><x>&nbsp;</x></probe>", `read probe/x: XML offset 10: unknown reference at "&nbsp;"`),
		bad("bare ampersand", "<probe><s>a & b</s></probe>", `read probe/s: XML offset 12: reference without ; at "&"`),
		bad("reference to a control character", "<probe><s>&#1;</s></probe>", `read probe/s: XML offset 10: unknown reference at "&#1;"`),
		bad("reference to a surrogate", "<probe><s>&#xD800;</s></probe>", `read probe/s: XML offset 10: unknown reference at "&#xD800;"`),
		bad("reference beyond Unicode", "<probe><s>&#x110000;</s></probe>", `read probe/s: XML offset 10: unknown reference at "&#x110000;"`),
		bad("reference without digits", "<probe><s>&#x;</s></probe>", `read probe/s: XML offset 10: unknown reference at "&#x;"`),
		bad("reference with a capital X", "<probe><s>&#X41;</s></probe>", `read probe/s: XML offset 10: unknown reference at "&#X41;"`),
		bad("endless reference", "<probe><s>&"+strings.Repeat("a", 40)+";</s></probe>", `read probe/s: XML offset 10: reference without ; at "&"`),
		bad("end of a section in text", "<probe><s>a]]>b</s></probe>", `read probe/s: XML offset 11: end of a CDATA section that didn't begin at "]]>"`),
		bad("section that isn't one", "<probe><s><![cdata[a]]></s></probe>", `read probe/s: XML offset 10: section doesn't begin with <![CDATA[ at "<![c"`),
		bad("comment that isn't one", "<probe><!- a --></probe>", at+`7: comment doesn't begin with <!-- at "<!- "`),
		bad("dashes in a comment", "<probe><!-- a -- b --></probe>", at+`14: -- in a comment at "-- "`),
		bad("comment that ends in three dashes", "<probe><!-- a ---></probe>", at+`14: -- in a comment at "---"`),
		bad("document type", `<!DOCTYPE probe><probe/>`, `read document: XML offset 0: document types are refused at "<!D"`),
		bad("document type with entities", `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><probe><s>&b;</s></probe>`, `read document: XML offset 0: document types are refused at "<!D"`),
		bad("document type inside", `<probe><!ENTITY a "b"></probe>`, at+`7: document types are refused at "<!E"`),
		bad("document type behind", `<probe/><!DOCTYPE probe>`, `read document: XML offset 8: document types are refused at "<!D"`),
		bad("XML 1.1", `<?xml version="1.1"?><probe/>`, `read document: XML offset 15: unsupported version at "1.1"`),
		bad("another encoding", `<?xml version="1.0" encoding="ISO-8859-1"?><probe/>`, `read document: XML offset 30: unsupported encoding at "ISO-8859-1"`),
		bad("declaration without version", `<?xml encoding="UTF-8"?><probe/>`, `read document: XML offset 6: unknown attribute of the XML declaration at "encoding"`),
		bad("declaration in another order", `<?xml version="1.0" standalone="yes" encoding="UTF-8"?><probe/>`, `read document: XML offset 37: XML declaration doesn't end at "e"`),
		bad("declaration without spaces", `<?xml version="1.0"encoding="UTF-8"?><probe/>`, `read document: XML offset 19: no space before an attribute at "encoding"`),
		bad("declaration behind white space", ` <?xml version="1.0"?><probe/>`, `read document: XML offset 3: XML declaration inside the document at "xml"`),
		bad("declaration inside", `<probe><?XML version="1.0"?></probe>`, at+`9: XML declaration inside the document at "XML"`),
		bad("instruction without a name", `<probe><? a?></probe>`, at+`9: no name at " "`),
		bad("two byte order marks", "\xEF\xBB\xBF\xEF\xBB\xBF<probe/>", "read document: XML offset 3: neither XML nor a JSON object: \"\\ufeff\", want <probe>"),
		bad("UTF-16", "\xFF\xFE<\x00p\x00", `read document: XML offset 0: invalid UTF-8 at "\xff"`),
		bad("gzip", "\x1f\x8b\x08", `read document: XML offset 0: control character at "\x1f"`),
	}
}

func TestRootIsNotTheWantedOne(t *testing.T) {
	t.Parallel()
	const doc = "read document: XML offset "
	checkReading(t, XML, []readCase{
		{"another element", " <fault/>", nil, "", doc + "1: root is <fault>, want <probe>"},
		{"HTML page", "<html><head><title>Error</title><br></head></html>", nil, "", doc + "0: an HTML page, want <probe>"},
		{"HTML page with a type", "\n<!doctype HTML><p>Service unavailable", nil, "", doc + "1: an HTML page, want <probe>"},
		{"XHTML page", `<?xml version="1.0"?><!-- x --><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"><html/>`, nil, "", doc + "31: an HTML page, want <probe>"},
		{"HTML tag alone", "<HTML", nil, "", doc + "0: an HTML page, want <probe>"},
		{"element that begins like HTML", "<html5/>", nil, "", doc + "0: root is <html5>, want <probe>"},
		{"JSON object", `{"id":"1"}`, nil, "", doc + "0: a JSON document, want <probe>"},
		{"JSON list", "\n[]", nil, "", doc + "1: a JSON document, want <probe>"},
		{"plain text", "No such user: x", nil, "", doc + `0: neither XML nor a JSON object: "N", want <probe>`},
	})
	checkReading(t, JSON, []readCase{
		{"XML in JSON", " <probe/>", nil, "", "read document: JSON offset 1: an XML document, want <probe>"},
		{"HTML in JSON", "<!DOCTYPE html>\n<html>", nil, "", "read document: JSON offset 0: an HTML page, want <probe>"},
		{"list in JSON", "[]", nil, "", `read document: JSON offset 0: neither XML nor a JSON object: "[", want <probe>`},
		{"text in JSON", `"a"`, nil, "", `read document: JSON offset 0: neither XML nor a JSON object: "\"", want <probe>`},
	})
	t.Run("several are wanted", func(t *testing.T) {
		t.Parallel()
		r := NewBytesReader([]byte("<vm/>"), XML)
		defer r.Release()
		if r.RootIs("action", "fault", "host") {
			t.Error("a vm is taken for one of the wanted")
		}
		if got, want := text(r.Err()), "read document: XML offset 0: root is <vm>, want <action>, <fault> or <host>"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
