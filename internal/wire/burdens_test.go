package wire

import (
	"strconv"
	"strings"
)

// burden is a kind of document that can be made as long as one likes: a unit that is repeated.
type burden struct {
	name             string
	f                Format
	head, unit, tail string
}

// doc returns a document of about size bytes. NUMBER in the unit is the unit's number.
func (b *burden) doc(size int) string {
	n := max(size/len(b.unit), 1)
	if !strings.Contains(b.unit, "NUMBER") {
		return b.head + strings.Repeat(b.unit, n) + b.tail
	}
	var text strings.Builder
	text.WriteString(b.head)
	for i := range n {
		text.WriteString(strings.ReplaceAll(b.unit, "NUMBER", "n"+strconv.Itoa(i)))
	}
	text.WriteString(b.tail)
	return text.String()
}

// nested repeats a part as often as documents may nest it, and some fields around it.
func nested(part string) string { return strings.Repeat(part, MaxDepth-6) }

// keptBurdens are documents whose units are read, so that each of them takes memory.
func keptBurdens() []burden {
	return []burden{
		{"items", XML, "<probe><l>", "<probe/>", "</l></probe>"},
		{"items of a list of texts", XML, "<probe><w>", "<word>a</word>", "</w></probe>"},
		{"lists", XML, "<probe>", "<l><probe/></l>", "</probe>"},
		{"links", XML, "<probe>", `<link href="/a" rel="b"/>`, "</probe>"},
		{"links with two tags", XML, "<probe>", `<link rel='b'></link>`, "</probe>"},
		{"empty links", XML, "<probe>", `<link/>`, "</probe>"},
		{"links among others", XML, "<probe>", `<link/><o><link/></o>`, "</probe>"},
		{"actions", XML, "<probe><actions>", `<link href="/a" rel="b"/>`, "</actions></probe>"},
		{"blocks of actions", XML, "<probe>", `<actions><link rel="b"/></actions>`, "</probe>"},
		{"one member again and again", XML, "<probe>", "<s>a text</s>", "</probe>"},
		{"objects of one member", XML, "<probe>", "<o/>", "</probe>"},
		{"reported bad values", XML, "<probe>", "<i>x</i>", "</probe>"},
		{
			"bad values deep inside", XML,
			"<probe>" + nested("<o>"), "<i>x</i>", nested("</o>") + "</probe>",
		},
		{"text", XML, "<probe><s>", "some text", "</s></probe>"},
		{"text of references", XML, "<probe><s>", "&lt;", "</s></probe>"},
		{"text between comments", XML, "<probe><s>", "a<!---->", "</s></probe>"},
		{"text in sections", XML, "<probe><s>", "<![CDATA[a]]>", "</s></probe>"},
		{"identifier", XML, `<probe id="`, "1", `"/>`},
		{"items", JSON, `{"l":{"probe":[{}`, `,{}`, `]}}`},
		{"items of a list of texts", JSON, `{"w":{"word":["a"`, `,"b"`, `]}}`},
		{"lists", JSON, `{"e":""`, `,"l":{"probe":[{}]}`, `}`},
		{"links", JSON, `{"link":[{}`, `,{"href":"/a","rel":"b"}`, `]}`},
		{"links in another order", JSON, `{"link":[{}`, `,{"rel":"b","href":"/a"}`, `]}`},
		{"lists of links", JSON, `{"e":""`, `,"link":[{}]`, `}`},
		{"links apart", JSON, `{"e":""`, `,"link":{}`, `}`},
		{"actions", JSON, `{"actions":{"link":[{}`, `,{"rel":"b"}`, `]}}`},
		{"one member again and again", JSON, `{"e":""`, `,"s":"a text"`, `}`},
		{"objects of one member", JSON, `{"e":""`, `,"o":{}`, `}`},
		{"text", JSON, `{"s":"`, `some text`, `"}`},
		{"text of escapes", JSON, `{"s":"`, `\n`, `"}`},
	}
}

// flatBurdens are documents whose units are checked and left out.
func flatBurdens() []burden {
	return []burden{
		{"bad values", XML, "<probe>", "<i>x</i>", "</probe>"},
		{"unknown members", XML, "<probe>", "<x/>", "</probe>"},
		{"unknown members of long names", XML, "<probe>", "<" + nested("n") + "/>", "</probe>"},
		{
			"unknown nested members", XML,
			"<probe><x>", nested("<y>") + nested("</y>"), "</x></probe>",
		},
		{"unknown text", XML, "<probe><x>", "some text", "</x></probe>"},
		{"references in an unknown text", XML, "<probe><x>", "&#10;&amp;", "</x></probe>"},
		{"line ends in an unknown text", XML, "<probe><x>", "\r", "</x></probe>"},
		{"characters in an unknown text", XML, "<probe><x>", "ß\U0001F600", "</x></probe>"},
		{"brackets in an unknown text", XML, "<probe><x>", "]", "</x></probe>"},
		{"unknown section", XML, "<probe><x><![CDATA[", "a]\r", "]]></x></probe>"},
		{"unknown attribute", XML, "<probe x='", "some text&amp;\r\n", "'/>"},
		{"members in a text", XML, "<probe><s>", "a<x/>", "</s></probe>"},
		{"blanks between members", XML, "<probe>", " ", "</probe>"},
		{"line ends between members", XML, "<probe>", "\r\n\t", "</probe>"},
		{"references to blanks between members", XML, "<probe>", "&#32;", "</probe>"},
		{"blank section between members", XML, "<probe><![CDATA[", " \n", "]]></probe>"},
		{"blank sections between members", XML, "<probe>", "<![CDATA[ ]]>", "</probe>"},
		{"text between members", XML, "<probe>", "a ", "</probe>"},
		{"blanks between items", XML, "<probe><l>", "\n\n", "</l></probe>"},
		{"blanks around members", XML, "<probe>", "     \t    <x   >\r\r</x   >", "</probe>"},
		{"blanks in a tag", XML, "<probe", " \n", "/>"},
		{"blanks in an end tag", XML, "<probe></probe", " \n", ">"},
		{"blanks before the root", XML, "", " \n", "<probe/>"},
		{"blanks behind the root", XML, "<probe/>", " \n", ""},
		{"blanks in the declaration", XML, "<?xml", " ", "version='1.0'?><probe/>"},
		{"comment", XML, "<probe><!--", " - ", "--></probe>"},
		{"comments", XML, "<probe>", "<!--a-->", "</probe>"},
		{"comments before the root", XML, "", "<!--a-->", "<probe/>"},
		{"instruction", XML, "<probe><?a ", "? ", "?></probe>"},
		{"instructions", XML, "<probe>", "<?a?>", "</probe>"},
		{"attributes of many tags", XML, "<probe>", "<x" + attributes(64) + "/>", "</probe>"},
		{"items that are no texts", JSON, `{"w":{"word":["a"`, `,null,{}`, `]}}`},
		{"bad values", JSON, `{"e":""`, `,"i":"x"`, `}`},
		{"members that are null", JSON, `{"e":""`, `,"s":null`, `}`},
		{"unknown members", JSON, `{"e":""`, `,"x":1`, `}`},
		{"unknown list", JSON, `{"x":[1`, `,1`, `]}`},
		{"unknown lists in lists", JSON, `{"x":[1`, `,` + nested("[") + nested("]"), `]}`},
		{"unknown text", JSON, `{"x":"`, `some text`, `"}`},
		{"escapes in an unknown text", JSON, `{"x":"`, `\n\u0041`, `"}`},
		{"characters in an unknown text", JSON, `{"x":"`, "ß\U0001F600", `"}`},
		{"escapes in unknown names", JSON, `{"x":{"a":1`, `,"\n\u0041":1`, `}}`},
		{"blanks between members", JSON, `{"e":"",`, " ", `"x":1}`},
		{"blanks around all", JSON, `{`, " \n", `"x" : 1}`},
		{"blanks before a value", JSON, `{"x":`, " \r\n\t", `1}`},
		{"blanks behind a name", JSON, `{"x"`, " ", `:1}`},
		{"blanks in a list", JSON, `{"l":{"probe":[`, " ", `]}}`},
		{"blanks in links", JSON, `{"link":[{"href":"/a",`, " ", `"rel":"b"}]}`},
		{"blanks before the root", JSON, ``, " ", `{}`},
		{"blanks behind the root", JSON, `{}`, " ", ``},
	}
}

// refusedBurdens are documents that exceed a limit.
func refusedBurdens() []burden {
	return []burden{
		{"name", XML, "<probe><", "n", "/></probe>"},
		{"name of an end tag", XML, "<probe></", "n", "></probe>"},
		{"name of the root", XML, "<", "n", "/>"},
		{"name of an attribute", XML, "<probe ", "n", "='1'/>"},
		{"name of an instruction", XML, "<probe><?", "n", "?></probe>"},
		{"reference", XML, "<probe><s>&#", "0", "65;</s></probe>"},
		{"attributes", XML, "<probe", " NUMBER='1'", "/>"},
		{"nested elements", XML, "<probe>", "<o>", ""},
		{"nested unknown elements", XML, "<probe>", "<x>", ""},
		{"version", XML, "<?xml version='", "1", "'?><probe/>"},
		{"name", JSON, `{"`, `n`, `":1}`},
		{"name of escapes", JSON, `{"`, `\n`, `":1}`},
		{"name in what is skipped", JSON, `{"x":{"`, `n`, `":1}}`},
		{"number", JSON, `{"i":`, `1`, `}`},
		{"number in what is skipped", JSON, `{"x":1.`, `1`, `}`},
		{"exponent", JSON, `{"f":1e`, `1`, `}`},
		{"nested objects", JSON, `{"o":`, `{"o":`, ``},
		{"nested lists", JSON, `{"x":`, `[`, ``},
	}
}
