package wire

import (
	"fmt"
	"strings"
	"testing"
)

// TestLimits reads what is just allowed and what is just not, at once and in pieces, read and
// skipped.
func TestLimits(t *testing.T) {
	t.Parallel()
	name := strings.Repeat("n", MaxName)
	number := strings.Repeat("1", MaxNumber)
	numbers := number[:sampleSize]
	escaped := `\u0061` + strings.Repeat("n", MaxName-6)
	for _, tt := range []struct {
		name   string
		f      Format
		good   string
		bad    string
		refuse string
	}{
		{
			"name of an element", XML,
			`<probe><` + name + `/></probe>`,
			`<probe><` + name + `n/></probe>`,
			`read probe: XML offset 8: name longer than 256 bytes at "` + name[:sampleSize] + `"`,
		},
		{
			"name of an end tag", XML,
			`<probe><` + name + `>a</` + name + ` ></probe>`,
			`<probe></` + name + `n></probe>`,
			`read probe: XML offset 9: name longer than 256 bytes at "` + name[:sampleSize] + `"`,
		},
		{
			"name of an attribute", XML, `<probe ` + name + `='1'/>`, `<probe ` + name + `n='1'/>`,
			`read probe: XML offset 7: name longer than 256 bytes at "` + name[:sampleSize] + `"`,
		},
		{
			"name of an instruction", XML,
			`<probe><?` + name + ` x?></probe>`,
			`<probe><?` + name + `n x?></probe>`,
			`read probe: XML offset 9: name longer than 256 bytes at "` + name[:sampleSize] + `"`,
		},
		{
			"attributes", XML,
			`<probe` + attributes(MaxAttributes) + `/>`,
			`<probe` + attributes(MaxAttributes+1) + `/>`,
			`read probe: XML offset 519: tag with more than 64 attributes at "a64"`,
		},
		{
			"attributes behind id, href and rel", XML,
			`<probe id="1" href="2" rel="3"` + attributes(MaxAttributes-3) + `/>`,
			`<probe id="1" href="2" rel="3"` + attributes(MaxAttributes-2) + `/>`,
			`read probe: XML offset 519: tag with more than 64 attributes at "a61"`,
		},
		{
			"attributes before id and href", XML,
			`<probe` + attributes(MaxAttributes-2) + ` id="1" href="2"/>`,
			`<probe` + attributes(MaxAttributes-1) + ` id="1" href="2"/>`,
			`read probe: XML offset 518: tag with more than 64 attributes at "href"`,
		},
		{
			"name of a member", JSON, `{"` + name + `":1}`, `{"` + name + `n":1}`,
			`read probe: JSON offset 2: name longer than 256 bytes`,
		},
		{
			"name of a member with an escape", JSON,
			`{"` + escaped + `":1}`, `{"` + escaped + `n":1}`,
			`read probe: JSON offset 2: name longer than 256 bytes`,
		},
		{
			"name of a member in what is skipped", JSON,
			`{"x":{"` + name + `":1}}`,
			`{"x":{"` + name + `n":1}}`,
			`read probe: JSON offset 7: name longer than 256 bytes`,
		},
		{
			"number", JSON, `{"e":` + number + `}`, `{"e":` + number + `1}`,
			`read probe: JSON offset 5: number longer than 4096 bytes at "` + numbers + `"`,
		},
		{
			"number with a fraction", JSON, `{"e":0.` + number[2:] + `}`, `{"e":0.` + number + `}`,
			`read probe: JSON offset 5: number longer than 4096 bytes at "0.` + numbers[2:] + `"`,
		},
		{
			"number in what is skipped", JSON, `{"x":[` + number + `]}`, `{"x":[` + number + `1]}`,
			`read probe: JSON offset 6: number longer than 4096 bytes at "` + numbers + `"`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, soft, hard := readWays(t, tt.good, tt.f); soft != nil || hard != nil {
				t.Errorf("what is allowed: %v, %v", soft, hard)
			}
			if _, _, hard := readWays(t, tt.bad, tt.f); text(hard) != tt.refuse {
				t.Errorf("what isn't allowed\n got %s\nwant %s", text(hard), tt.refuse)
			}
			checkPieces(t, []byte(tt.good), tt.f)
			checkPieces(t, []byte(tt.bad), tt.f)
		})
	}
}

// attributes returns n attributes of different names.
func attributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " a%02d='1'", i)
	}
	return b.String()
}

// TestLongTextsAreRefused reads texts that are as long as allowed, and longer ones, in all places
// where a text can be. A text that nobody reads may have any length.
func TestLongTextsAreRefused(t *testing.T) {
	if raceDetector {
		t.Skip("nothing is shared, and the texts are long")
	}
	most := strings.Repeat("x", MaxText)
	for _, tt := range []struct {
		name, head, tail string
		f                Format
		refuse           string
	}{
		{"element", "<probe><s>", "</s></probe>", XML, "read probe/s: XML offset 10"},
		{
			"element with an attribute", "<probe><s a='1'>", "</s></probe>", XML,
			"read probe/s: XML offset 16",
		},
		{"section", "<probe><s><![CDATA[", "]]></s></probe>", XML, "read probe/s: XML offset 10"},
		{"attribute", "<probe id='", "'/>", XML, "read probe: XML offset 11"},
		{"number", "<probe><i>", "</i></probe>", XML, "read probe/i: XML offset 10"},
		{
			"word of a list", "<probe><w><word>", "</word></w></probe>", XML,
			"read probe/w/word[1]: XML offset 16",
		},
		{"skipped element", "<probe><x>", "</x></probe>", XML, ""},
		{"skipped attribute", "<probe x='", "'/>", XML, ""},
		{"comment", "<probe><!--", "--></probe>", XML, ""},
		{"JSON text", `{"s":"`, `"}`, JSON, "read probe: JSON offset 6"},
		{"skipped JSON text", `{"x":"`, `"}`, JSON, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, extra := range []string{"", "x"} {
				want := ""
				if extra != "" && tt.refuse != "" {
					want = tt.refuse + ": " + errLongText
				}
				doc := tt.head + most + extra + tt.tail
				for _, way := range ways[:2] {
					if _, _, hard := readDoc(way.open(doc, tt.f)); text(hard) != want {
						t.Errorf("%s: got %.200s, want %s", way.name, text(hard), want)
					}
				}
			}
		})
	}
}

// TestErrorsAreShort damages documents whose tokens and paths are as long as they can be.
func TestErrorsAreShort(t *testing.T) {
	t.Parallel()
	const most = 4 << 10
	name := strings.Repeat("n", MaxName)
	long := strings.Repeat("n", 1<<16)
	deep := strings.Repeat("<"+name+">", MaxDepth-2)
	typed := strings.Repeat("<o>", MaxDepth-3)
	for _, tt := range []struct {
		f   Format
		doc string
	}{
		{XML, "<probe><" + name + ">&bad;"},
		{XML, "<probe>" + deep + "&bad;"},
		{XML, "<probe>" + deep},
		{XML, "<probe>" + deep + "<" + name + " " + name + "='&bad;"},
		{XML, "<probe>" + typed + "<i>x</i>" + strings.Repeat("</o>", MaxDepth-3) + "</probe>"},
		{XML, "<probe>" + typed + "<" + name + ">&bad;"},
		{XML, "<probe><i>" + long + "</i><b>" + long + "</b></probe>"},
		{XML, "<probe>" + long + "</probe>"},
		{XML, "<probe><" + long + "/></probe>"},
		{XML, "<probe></" + name + "></probe>"},
		{XML, "<probe><?" + long + "?></probe>"},
		{XML, "<probe>&" + long + ";</probe>"},
		{XML, "<" + name + "/>"},
		{XML, "<" + long + "/>"},
		{XML, "<?xml version='" + long + "'?><probe/>"},
		{JSON, `{"` + long + `":1}`},
		{JSON, strings.Repeat(`{"`+name+`":`, MaxDepth+1)},
		{JSON, nested(`{"o":`) + `{"i":"` + long + `"}` + nested("}")},
		{JSON, `{"i":"` + long + `"}`},
		{JSON, `{"i":` + strings.Repeat("1", MaxNumber) + `}`},
		{JSON, `{"i":` + strings.Repeat("1", 1<<16) + `}`},
		{JSON, `{"i":t` + long + `}`},
		{JSON, `{"i":"\u` + long + `"}`},
		{JSON, long},
	} {
		v, soft, hard := readWays(t, tt.doc, tt.f)
		if soft == nil && hard == nil {
			t.Errorf("%.40s: no error, %v", tt.doc, v)
		}
		for _, err := range []error{soft, hard} {
			if n := len(text(err)); n > most {
				t.Errorf("%.40s: error of %d bytes: %.200s", tt.doc, n, err)
			}
		}
	}
}
