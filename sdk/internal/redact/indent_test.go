package redact

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestIndentedDocumentsAreBounded indents documents whose lines would be longer the deeper they
// are.
func TestIndentedDocumentsAreBounded(t *testing.T) {
	t.Parallel()
	nest := func(n int, begin, inside, end string) string {
		return strings.Repeat(begin, n) + inside + strings.Repeat(end, n)
	}
	for _, tt := range []struct {
		name string
		doc  func(n int) string
	}{
		{"nested elements", func(n int) string { return nest(n, "<a>", "", "</a>") }},
		{"nested and other elements", func(n int) string { return nest(n, "<a><b/>", "", "</a>") }},
		{"nested comments", func(n int) string { return nest(n, "<a><!---->", "", "</a>") }},
		{"neighbors at the last level", func(n int) string {
			return nest(maxLevels, "<a>", strings.Repeat("<b/>", n), "</a>")
		}},
		{"neighbors below the last level", func(n int) string {
			return nest(maxLevels+1, "<a>", strings.Repeat("<b/>", n), "</a>")
		}},
		{"texts in nested elements", func(n int) string { return nest(n, "<a>x", "", "</a>") }},
		{"nested lists", func(n int) string { return nest(min(n, 10_000), "[", "", "]") }},
		{"nested objects", func(n int) string { return nest(min(n, 9_999), `{"a":`, "{}", "}") }},
		{"lists that nest too deep", func(n int) string { return nest(n+10_000, "[", "", "]") }},
		{"items at the last level", func(n int) string {
			return nest(maxLevels, "[", "1"+strings.Repeat(",1", n), "]")
		}},
		{"items below the last level", func(n int) string {
			return nest(maxLevels+1, "[", "1"+strings.Repeat(",1", n), "]")
		}},
		{"nested lists of items", func(n int) string {
			return nest(min(n, 10_000), "[1,", "1", ",1]")
		}},
		{"cut-off elements", func(n int) string { return strings.Repeat("<a>", n) }},
		{"cut-off lists", func(n int) string { return strings.Repeat("[", n) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, n := range []int{100, 10_000, 20_000, 40_000} {
				doc := []byte(tt.doc(n))
				out := Indent(doc)
				if most := maxGrowth*len(doc) + someGrowth + step64; len(out) > most {
					t.Errorf("%d bytes became %d, want %d", len(doc), len(out), most)
				}
				if squeezed(out) != squeezed(doc) {
					t.Errorf("%d bytes are not the same document any more", len(doc))
				}
			}
		})
	}
}

// step64 is what the last line may add before the bound is noticed.
const step64 = len(step) * (maxLevels + 2)

// squeezed is a document without blanks, of which those of these tests have none in texts.
func squeezed(doc []byte) string { return strings.Join(strings.Fields(string(doc)), "") }

// TestDeepDocumentsAreIndentedAtTheirBeginning looks at both sides of the last level.
func TestDeepDocumentsAreIndentedAtTheirBeginning(t *testing.T) {
	t.Parallel()
	for begin, end := range map[string]string{"<a>": "</a>", "[": "]", `{"a":`: "}"} {
		inside := map[string]string{"<a>": "", "[": "", `{"a":`: "1"}[begin]
		doc := strings.Repeat(begin, 100) + inside + strings.Repeat(end, 100)
		lines := strings.Split(string(Indent([]byte(doc))), "\n")
		if want := 2*maxLevels + 1; len(lines) != want {
			t.Errorf("%s: %d lines, want %d", begin, len(lines), want)
		}
		deep := lines[len(lines)/2]
		if n := len(deep) - len(strings.TrimLeft(deep, " ")); n != maxLevels*len(step) {
			t.Errorf("%s: the deepest line begins with %d blanks", begin, n)
		}
	}
}

// TestJSONIsIndentedAsTheStandardLibraryDoes compares random documents that aren't deep.
func TestJSONIsIndentedAsTheStandardLibraryDoes(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var doc, want bytes.Buffer
		randomJSON(&doc, rnd, 5)
		text := bytes.TrimSpace(doc.Bytes())
		if text[0] != '{' && text[0] != '[' {
			continue
		}
		if err := json.Indent(&want, text, "", step); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if got := Indent(text); !bytes.Equal(got, want.Bytes()) {
			t.Fatalf("%s became\n%s\nwant\n%s", text, got, want.Bytes())
		}
	}
}

// randomJSON writes a value with random blanks.
func randomJSON(b *bytes.Buffer, rnd *rand.Rand, depth int) {
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	blank := func() string { return pick("", "", " ", "\n\t", "\r\n") }
	kind := rnd.IntN(4)
	if depth == 0 || kind > 1 {
		b.WriteString(pick("1", "null", "-1.5e3", "true", `""`, `"a\"]{ ,:b"`, `"\\"`, `"ä 1"`))
		return
	}
	begin, end := "[", "]"
	if kind == 0 {
		begin, end = "{", "}"
	}
	b.WriteString(begin + blank())
	for i := range rnd.IntN(4) {
		if i > 0 {
			b.WriteString("," + blank())
		}
		if kind == 0 {
			b.WriteString(pick(`"a"`, `"b c"`, `"\""`) + blank() + ":" + blank())
		}
		randomJSON(b, rnd, depth-1)
		b.WriteString(blank())
	}
	b.WriteString(end)
}
