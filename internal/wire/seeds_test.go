package wire

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the seeds of the fuzz tests anew")

// TestSeedsAreCurrent compares the seeds in testdata/fuzz with the tables of this package: every row of them is a seed, and so are
// damaged forms of documents. Other files there are findings of the fuzzers, and stay.
func TestSeedsAreCurrent(t *testing.T) {
	t.Parallel()
	for target, seeds := range map[string][]string{
		"FuzzXML":       docSeeds(XML, goodXML(), oddXML(), badXML()),
		"FuzzJSON":      docSeeds(JSON, goodJSON(), oddJSON(), badJSON()),
		"FuzzWriteRead": valueSeeds(),
	} {
		if len(seeds) < 200 {
			t.Errorf("%s has %d seeds, want 200", target, len(seeds))
		}
		dir := filepath.Join("testdata", "fuzz", target)
		if *update {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		for i, seed := range seeds {
			name := filepath.Join(dir, fmt.Sprintf("seed-%03d", i))
			want := "go test fuzz v1\n" + seed
			if *update {
				if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			if got, err := os.ReadFile(name); err != nil || string(got) != want {
				t.Errorf("%s is not current (%v): run go test -run TestSeedsAreCurrent -update", name, err)
			}
		}
	}
}

// docSeeds returns the documents of tables, and 120 damaged forms of a larger one.
func docSeeds(f Format, tables ...[]readCase) []string {
	var docs []string
	for _, table := range tables {
		for _, row := range table {
			docs = append(docs, row.in)
		}
	}
	rnd := rand.New(rand.NewPCG(uint64(f), 3))
	for range 120 {
		docs = append(docs, damage(rnd, seedDoc(f)))
	}
	seeds := make([]string, len(docs))
	for i, doc := range docs {
		seeds[i] = fmt.Sprintf("[]byte(%q)\n", doc)
	}
	return seeds
}

// seedDoc returns a document with each kind of field.
func seedDoc(f Format) string {
	w := NewWriter(f)
	defer w.Release()
	w.Indent = f == JSON
	w.Begin("probe")
	writeProbe(w, fuzzProbe("a & b]]>\r\n<ä\"", "42", -7, 0.25, 1_700_000_000_123, math.MaxUint16))
	w.End("probe")
	return string(w.Bytes())
}

// damage changes one or two places of a document: bytes go, come twice, or are replaced by some that matter to the formats.
func damage(rnd *rand.Rand, doc string) string {
	parts := []string{
		"<", ">", "/", "&", ";", "\"", "'", "=", "]]>", "<![CDATA[", "<!--", "--", "-->", "<?", "?>", "\x00", "\x1f", "\r", "\xff", "\xc3", "\u00e9",
		"{", "}", "[", "]", ",", ":", "\\", "\\u", "\\ud800", "null", "true", "1e", "-", "0", " ", "id=\"x\"", "&#x;", "&#65;", "&lt", "xmlns",
	}
	for range 1 + rnd.IntN(2) {
		i := rnd.IntN(len(doc))
		j := min(i+rnd.IntN(12), len(doc))
		switch rnd.IntN(4) {
		case 0:
			doc = doc[:i] + doc[j:]
		case 1:
			doc = doc[:j] + doc[i:]
		case 2:
			doc = doc[:i] + parts[rnd.IntN(len(parts))] + doc[j:]
		default:
			doc = doc[:i] + parts[rnd.IntN(len(parts))] + doc[i:]
		}
	}
	return doc
}

// valueSeeds returns values for FuzzWriteRead: odd texts and numbers in many shapes.
func valueSeeds() []string {
	texts := []string{
		"", " ", "a", "a & b", "<b>", "]]>", "\"'", "\r\n\t", "\r", "\x00", "\x1f", "\x7f", "\xff", "\xed\xa0\x80", "\uFFFE", "\uFFFD", "\u2028", "é",
		"\U0001F600", "</comment><os/>", "<![CDATA[x]]>", "&amp;", "\\", "\\u0041", "{\"a\":1}", strings.Repeat("x", 300), strings.Repeat("é&", 100),
	}
	ints := []int64{0, 1, -1, math.MaxInt64, math.MinInt64, 1 << 53}
	floats := []float64{0, math.Copysign(0, -1), 0.1, -1.5, 1e21, 1e-7, math.MaxFloat64, math.SmallestNonzeroFloat64, math.NaN(), math.Inf(1), math.Inf(-1)}
	times := []int64{0, -1, 1_700_000_000_123, 253_402_300_799_999, 253_402_300_800_000, -62_167_219_200_000, -62_167_219_200_001}
	rnd := rand.New(rand.NewPCG(5, 5))
	var seeds []string
	for i := range 216 {
		x := floats[rnd.IntN(len(floats))]
		number := fmt.Sprintf("float64(%v)", x)
		if math.IsNaN(x) || math.IsInf(x, 0) {
			number = fmt.Sprintf("math.Float64frombits(0x%x)", math.Float64bits(x))
		}
		seeds = append(seeds, fmt.Sprintf("string(%q)\nstring(%q)\nint64(%d)\n%s\nint64(%d)\nuint16(%d)\n",
			texts[i%len(texts)], texts[rnd.IntN(len(texts))], ints[rnd.IntN(len(ints))], number, times[rnd.IntN(len(times))], rnd.Uint32()>>16))
	}
	return seeds
}
