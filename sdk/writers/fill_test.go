package writers_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk/types"
)

// source makes the choices of a random value. The same seed produces the same value.
type source struct {
	rng     *rand.Rand
	objects int // how many more objects may be made
}

func seeded(seed uint64) *source {
	return &source{rng: rand.New(rand.NewPCG(seed, 0)), objects: 40}
}

// pick returns a number from 0 to n-1.
func (s *source) pick(n int) int { return s.rng.IntN(n) }

func choose[T any](s *source, from []T) T { return from[s.pick(len(from))] }

var (
	linksType = reflect.TypeFor[[]types.Link]()
	someTexts = []string{
		"", "a", "myvm", "true", "12", "null", " ", " leading", "trailing ", "\ttab\t", "a\nb", "\n", "a\r\nb", "\r", "\r\n\r\n",
		`<>&"'`, "]]>", "<![CDATA[x]]>", "&amp;", "&#65;", "<!-- no comment -->", "<?pi?>", `\`, `\u0041`, `"`, "/", "{}", "[]",
		"ä", "日本語", "😀", "\U0010FFFD", "\u0085", "\u00a0", "\u2028", "\uFEFFmark", "e\u0301", "a\u200Bb", "\x7f", "<b>bold</b>", "LOCK_SCREEN",
		strings.Repeat("0123456789abcdef", 4), strings.Repeat("long ", 900), strings.Repeat("é<", 700),
		"-----BEGIN CERTIFICATE-----\nMIIDuzCCAqOgAwIBAgIBATANBgkqhkiG9w0BAQsFADA4\n-----END CERTIFICATE-----\n",
	}
	someWords  = []string{"up", "image_locked", "moon_phase", "UP", "x86_64", "value with blanks", " padded ", "a<b", `q"uote`, "日本", "line\nfeed"}
	someInts   = []int64{0, 1, -1, 7, 1 << 30, math.MaxInt32, math.MinInt32, math.MaxUint32, math.MaxInt64, math.MinInt64, 1073741824}
	someFloats = []float64{
		0, math.Copysign(0, -1), 0.1, 1, -1.5, 0.04, 1e21, 1e22, -1e300, 1e-9, 5e-324, math.MaxFloat64, 2.2250738585072014e-308, 1.0 / 3,
		123456789.123456789, 1 << 53,
	}
	someZones = []*time.Location{
		time.UTC, time.FixedZone("", 7200), time.FixedZone("", -12600), time.FixedZone("", 14*3600), time.FixedZone("", -12*3600),
		time.FixedZone("", 19*60+32), time.FixedZone("", 20*3600),
	}
	someTimes = []time.Time{
		time.UnixMilli(0), time.UnixMilli(1), time.UnixMilli(-1), time.UnixMilli(1206997200000), time.UnixMilli(1700000000999),
		time.Unix(1700000000, 999_999_999), time.Unix(-1, 1), time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(1900, 2, 28, 23, 59, 59, 0, time.UTC),
		time.Date(2024, 2, 29, 12, 0, 0, 1e6, time.UTC), time.Date(9998, 12, 31, 23, 59, 59, 999e6, time.UTC), time.Date(1582, 10, 10, 1, 2, 3, 0, time.UTC),
	}
	someRels = []string{"nics", "diskattachments", "vms/search", "", "moon", "a b", `<&">`}
	someURLs = []string{"/ovirt-engine/api/vms/123", "/ovirt-engine/api/vms?search={query}&max=1", "", "a\tb\nc\rd", `"'<>`, "/ü"}
)

// text returns a text, mostly one of those that are known to be trouble, else one of random characters that both formats can hold.
func (s *source) text() string {
	if s.pick(4) > 0 {
		return choose(s, someTexts)
	}
	var b strings.Builder
	for range s.pick(24) {
		switch s.pick(4) {
		case 0:
			b.WriteByte(byte(' ' + s.pick(95)))
		case 1:
			b.WriteRune(choose(s, []rune{'\t', '\n', '\r', '&', '<', '>', '"', '\'', '\\', ']', ' '}))
		case 2:
			b.WriteRune(rune(0x80 + s.pick(0xD800-0x80)))
		default:
			b.WriteRune(rune(0x10000 + s.rng.IntN(0x100000)))
		}
	}
	return b.String()
}

func (s *source) integer() int64 {
	if s.pick(3) > 0 {
		return choose(s, someInts)
	}
	return int64(s.rng.Uint64()) >> s.pick(64)
}

func (s *source) float() float64 {
	if s.pick(3) > 0 {
		return choose(s, someFloats)
	}
	for {
		if v := math.Float64frombits(s.rng.Uint64()); v-v == 0 {
			return v
		}
	}
}

func (s *source) time() time.Time { return choose(s, someTimes).In(choose(s, someZones)) }

func (s *source) links() []types.Link {
	var links []types.Link
	for range s.pick(4) {
		links = append(links, types.Link{Rel: choose(s, someRels), Href: choose(s, someURLs)})
	}
	return links
}

// fill sets members of the struct at random: most scalars, and objects until there are enough of them.
func (s *source) fill(v reflect.Value, depth int) {
	for i := range v.NumField() {
		s.field(v.Field(i), depth)
	}
}

func (s *source) field(v reflect.Value, depth int) {
	switch s.pick(5) {
	case 0, 1:
		return // absent
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(choose(s, someWords))
	case reflect.Pointer:
		if v.Type().Elem().Kind() == reflect.Struct && v.Type().Elem() != timeType {
			if o := s.object(v.Type(), depth); o.IsValid() {
				v.Set(o)
			}
			return
		}
		v.Set(s.scalar(v.Type().Elem()))
	case reflect.Slice:
		s.list(v, depth)
	default:
		panic("no way to fill " + v.Type().String())
	}
}

// object returns a pointer to a filled struct, or the zero Value if there are enough objects.
func (s *source) object(typ reflect.Type, depth int) reflect.Value {
	if depth == 0 || s.objects == 0 {
		return reflect.Value{}
	}
	s.objects--
	o := reflect.New(typ.Elem())
	if s.pick(6) > 0 {
		s.fill(o.Elem(), depth-1)
	}
	return o
}

func (s *source) scalar(typ reflect.Type) reflect.Value {
	p := reflect.New(typ)
	switch e := p.Elem(); typ.Kind() {
	case reflect.String:
		e.SetString(s.text())
	case reflect.Bool:
		e.SetBool(s.pick(2) == 0)
	case reflect.Int64:
		e.SetInt(s.integer())
	case reflect.Float64:
		e.SetFloat(s.float())
	default:
		e.Set(reflect.ValueOf(s.time()))
	}
	return p
}

func (s *source) list(v reflect.Value, depth int) {
	typ := v.Type()
	if typ == linksType {
		v.Set(reflect.ValueOf(s.links()))
		return
	}
	// Now and then more items than fit what readers have at hand for short lists.
	n := choose(s, []int{0, 1, 1, 2, 3, 3, 11, 40})
	list := reflect.MakeSlice(typ, 0, n)
	for range n {
		if typ.Elem().Kind() == reflect.String {
			list = reflect.Append(list, reflect.ValueOf(s.item(typ.Elem())).Convert(typ.Elem()))
			continue
		}
		o := s.object(typ.Elem(), depth)
		if !o.IsValid() {
			break
		}
		list = reflect.Append(list, o)
	}
	v.Set(list)
}

// item returns an item of a list of texts, enumerations or actions.
func (s *source) item(typ reflect.Type) string {
	if typ == reflect.TypeFor[string]() {
		return s.text()
	}
	return choose(s, someWords)
}
