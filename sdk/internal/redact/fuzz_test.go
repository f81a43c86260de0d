package redact

import (
	"bytes"
	"encoding/json"
	"html"
	"math/rand/v2"
	"strings"
	"testing"
)

// marker stands for a secret. No name holds it, and none of the texts that may be shown.
const marker = "qQzZ7xX"

// composer writes random documents that hold secrets at random places.
type composer struct {
	*rand.Rand
	b     strings.Builder
	plain bool // plain leaves secrets out
}

// choose returns a number below n, or below the number of choices without a secret.
func (c *composer) choose(n, plain int) int {
	if c.plain {
		n = plain
	}
	return c.IntN(n)
}

func (c *composer) pick(of ...string) string { return of[c.IntN(len(of))] }

// plainName and secretName give names of members.
func (c *composer) plainName() string {
	return c.pick("name", "description", "vm", "nics", "nic", "status", "os", "memory", "display", "usage", "ssh_public_key")
}

func (c *composer) secretName() string {
	return c.pick("password", "root_password", "custom_script", "access_token", "remote_viewer_connection_file", "Password", "client_secret")
}

func (c *composer) plainText() string {
	return c.pick("", "up", "a b", "1073741824", "ünïcode", "x-y_z", "line\n two", "2 > 1 & so on", "it's \"quoted\"")
}

func (c *composer) secretText() string {
	return c.pick(marker, marker+" "+marker, "a<"+marker, marker+"&"+marker, "]]>"+marker, `"`+marker+`"`, "\\"+marker, "</password>"+marker)
}

func (c *composer) xmlText(text string) {
	switch c.IntN(4) {
	case 0:
		c.b.WriteString("<![CDATA[" + strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>") + "]]>")
	default:
		c.b.WriteString(html.EscapeString(text))
	}
}

func (c *composer) xmlElement(depth int) {
	switch n := c.choose(10, 6); {
	case n < 3 && depth > 0:
		name := c.plainName()
		c.b.WriteString("<" + name + c.pick("", ` href="/a"`, " \n id='1'") + c.pick(">", " >", ">\n  "))
		for range c.IntN(5) {
			c.xmlElement(depth - 1)
		}
		c.b.WriteString("</" + name + ">")
	case n < 6:
		name := c.plainName()
		c.b.WriteString("<" + name + ">")
		c.xmlText(c.plainText())
		c.b.WriteString("</" + name + ">")
	case n == 6:
		c.b.WriteString(`<host x="1" password="` + html.EscapeString(c.secretText()) + `"/>`)
	case n == 7:
		c.b.WriteString("<ticket><value>")
		c.xmlText(c.secretText())
		c.b.WriteString("</value></ticket>")
	case n == 8:
		parts := []string{"<name>chap_password</name>", "<value>" + html.EscapeString(c.secretText()) + "</value>"}
		c.Shuffle(2, func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		c.b.WriteString("<option>" + parts[0] + parts[1] + "</option>")
	default:
		name := c.secretName()
		c.b.WriteString("<" + name + ">")
		c.xmlText(c.secretText())
		c.b.WriteString("</" + name + ">")
	}
}

func quoteJSON(text string, escape bool) string {
	quoted, _ := json.Marshal(text)
	if !escape || len(text) == 0 {
		return string(quoted)
	}
	const hex = "0123456789abcdef"
	return `"\u00` + string(hex[text[0]>>4]) + string(hex[text[0]&15]) + string(quoted[2:])
}

func (c *composer) jsonValue(depth int) {
	switch n := c.IntN(8); {
	case n < 4 && depth > 0:
		c.b.WriteString("{")
		for i := range c.IntN(6) {
			if i > 0 {
				c.b.WriteString(c.pick(",", ", ", ",\n\t"))
			}
			c.jsonMember(depth - 1)
		}
		c.b.WriteString("}")
	case n == 4 && depth > 0:
		c.b.WriteString("[")
		for i := range c.IntN(4) {
			if i > 0 {
				c.b.WriteString(",")
			}
			c.jsonValue(depth - 1)
		}
		c.b.WriteString("]")
	case n == 5:
		c.b.WriteString(c.pick("1", "-2.5e3", "true", "null"))
	default:
		c.b.WriteString(quoteJSON(c.plainText(), false))
	}
}

func (c *composer) jsonMember(depth int) {
	escape := c.IntN(3) == 0
	switch n := c.choose(8, 4); {
	case n == 4:
		c.b.WriteString(`"ticket":{"value":` + quoteJSON(c.secretText(), false) + `}`)
	case n == 5:
		parts := []string{`"name":` + quoteJSON("san_password", escape), `"value":` + quoteJSON(c.secretText(), false)}
		c.Shuffle(2, func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		c.b.WriteString(`"option":[{` + parts[0] + "," + parts[1] + "}]")
	case n == 6:
		c.b.WriteString(quoteJSON(c.secretName(), escape) + ":" + c.pick(
			quoteJSON(c.secretText(), false), "["+quoteJSON(c.secretText(), false)+`,{"a":`+quoteJSON(c.secretText(), false)+"}]",
			"{"+quoteJSON(marker, false)+":1}",
		))
	case n == 7:
		c.b.WriteString(quoteJSON(c.secretName(), escape) + c.pick(":", " : ", ":\n") + quoteJSON(c.secretText(), false))
	default:
		c.b.WriteString(quoteJSON(c.plainName(), escape) + ":")
		c.jsonValue(depth)
	}
}

// compose returns a document of a random form.
func compose(seed uint64) string {
	return (&composer{Rand: rand.New(rand.NewPCG(seed, 1))}).document()
}

func (c *composer) document() string {
	switch c.choose(5, 4) {
	case 0, 1:
		c.b.WriteString(c.pick("", `<?xml version="1.0" encoding="UTF-8"?>`+"\n", "\ufeff", " ") + "<action>")
		for range 1 + c.IntN(8) {
			c.xmlElement(5)
		}
		c.b.WriteString("</action>" + c.pick("", "\n"))
	case 2, 3:
		c.b.WriteString("{")
		c.jsonMember(5)
		for range c.IntN(8) {
			c.b.WriteString(",")
			c.jsonMember(5)
		}
		c.b.WriteString("}")
	default:
		c.b.WriteString("grant_type=password&username=a%40b&" + c.pick("password", "token", "client_secret", "pass%77ord") + "=" + marker + "&scope=x")
	}
	return c.b.String()
}

// FuzzSecretsDoNotSurvive composes documents with secrets, cuts them, and damages them by taking out and doubling parts of their markup.
func FuzzSecretsDoNotSurvive(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed, uint16(seed*37), uint16(0), uint8(0))
		f.Add(seed, uint16(0), uint16(seed*11), uint8(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, cut, hit uint16, with uint8) {
		doc := compose(seed)
		if cut > 0 && int(cut) < len(doc) {
			doc = doc[:cut]
		}
		if hit > 0 && int(hit) < len(doc) && damageable(doc, int(hit)) {
			doc = doc[:hit] + []string{"", "<", ">", `"`, "}", "]", ",", "\\", "</x>", "&", "'", "<!--"}[with%12] + doc[int(hit)+1:]
		}
		for _, media := range []string{"", "application/xml", "application/json", "application/x-www-form-urlencoded"} {
			if media == "application/x-www-form-urlencoded" && !strings.HasPrefix(doc, "grant_type=") {
				continue
			}
			got := Body("/x", media, []byte(doc))
			if bytes.Contains(got, []byte(marker)) {
				t.Fatalf("%q of type %q becomes\n%q", doc, media, got)
			}
		}
	})
}

// damageable reports whether a byte may be damaged without making the document say something else that isn't a secret: names of members
// must stay, and so must the marker. A form has no structure to lose: any text is one.
func damageable(doc string, i int) bool {
	return !strings.HasPrefix(doc, "grant_type=") && (strings.IndexByte(`<>"{}[],:/ =&'!-;`, doc[i]) >= 0 || doc[i] < ' ')
}

// TestDocumentsWithoutSecretsAreUnchanged tries whole documents and beginnings of them.
func TestDocumentsWithoutSecretsAreUnchanged(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		c := &composer{Rand: rand.New(rand.NewPCG(seed, 2)), plain: true}
		doc := c.document()
		if seed%2 == 1 {
			doc = doc[:c.IntN(len(doc))]
		}
		if got := Body("/x", "", []byte(doc)); string(got) != doc {
			t.Fatalf("%q becomes\n%q", doc, got)
		}
	}
}

// FuzzPlainTextIsUnchanged returns texts that name no secret.
func FuzzPlainTextIsUnchanged(f *testing.F) {
	f.Add("a <b> & c", uint8(0))
	f.Add("{\"x\": [", uint8(1))
	f.Fuzz(func(t *testing.T, text string, form uint8) {
		if Text(text) != text || strings.Contains(asciiLower(text), "<input") {
			return // It holds an address with a user, a credential behind its scheme, or a form.
		}
		flat, _ := flatten([]byte(text))
		for _, word := range append(needles, shortNeedle...) {
			if strings.Contains(flat, word) {
				return
			}
		}
		var doc string
		switch form % 3 {
		case 0:
			doc = "<vm><name>" + html.EscapeString(text) + "</name><os/></vm>"
		case 1:
			doc = `{"name":` + quoteJSON(text, false) + `,"os":{}}`
		default:
			doc = text
		}
		if got := Body("/x", "", []byte(doc)); string(got) != doc {
			t.Errorf("%q becomes %q", doc, got)
		}
	})
}

// FuzzIndentKeepsDocuments compares documents without their blanks.
func FuzzIndentKeepsDocuments(f *testing.F) {
	for seed := range uint64(50) {
		f.Add(compose(seed))
	}
	f.Fuzz(func(t *testing.T, doc string) {
		squeeze := func(s []byte) string { return strings.Join(strings.Fields(string(s)), "") }
		once := Indent([]byte(doc))
		if squeeze(once) != squeeze([]byte(doc)) {
			t.Fatalf("%q becomes %q", doc, once)
		}
		if twice := Indent(once); !bytes.Equal(once, twice) {
			t.Errorf("%q becomes %q, and that becomes %q", doc, once, twice)
		}
	})
}
