package imageio

import (
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// byteRange is what a Range header asks for; last is -1 if it is left open.
type byteRange struct{ first, last int64 }

var (
	rangeForm        = regexp.MustCompile(`^bytes=([0-9]*)-([0-9]*)$`)
	contentRangeForm = regexp.MustCompile(`^bytes ([0-9]+)-([0-9]+|\*)/([0-9]+|\*)$`)
)

// parseRange reads a Range header. The daemon knows one range only, and no counting from the end.
func parseRange(header string) (byteRange, error) {
	refuse := func(why string) (byteRange, error) {
		return byteRange{}, refuse(http.StatusRequestedRangeNotSatisfiable, "Cannot satisfy range "+repr(header)+", "+why)
	}
	m := rangeForm.FindStringSubmatch(header)
	switch {
	case m == nil:
		return refuse("invalid range or multiple ranges")
	case m[1] == "" && m[2] == "":
		return refuse("no first or last")
	case m[1] == "" && strings.Trim(m[2], "0") != "":
		return byteRange{}, refuse416("suffix-byte-range-spec not supported yet")
	}
	r := byteRange{first: number(m[1]), last: -1}
	if m[1] == "" || m[2] == "" {
		return r, nil // "-0" counts as "0-"
	}
	if r.last = number(m[2]); r.first > r.last {
		return refuse("first > last")
	}
	return r, nil
}

func refuse416(text string) error { return refuse(http.StatusRequestedRangeNotSatisfiable, text) }

// parseContentRange reads a Content-Range header and returns its first byte, which is all that counts.
func parseContentRange(header string) (int64, error) {
	refuse := func(why string) (int64, error) {
		return 0, refuse(http.StatusBadRequest, "Invalid Content-Range "+repr(header)+why)
	}
	m := contentRangeForm.FindStringSubmatch(header)
	if m == nil {
		return refuse("")
	}
	first := number(m[1])
	if m[2] != "*" {
		last := number(m[2])
		if last < first {
			return refuse(", first > last")
		}
		if m[3] != "*" && last >= number(m[3]) {
			return refuse(", last >= complete")
		}
	}
	return first, nil
}

// number reads digits. What is too large for any image becomes the largest number from which a size can still be added to.
func number(digits string) int64 {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil && digits != "" || n > math.MaxInt64/4 {
		return math.MaxInt64 / 4
	}
	return n
}

// repr writes a text as Python does, for the daemon's messages quote so.
func repr(s string) string {
	quote := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = '"'
	}
	var b strings.Builder
	b.WriteByte(quote)
	for _, r := range s {
		switch {
		case r == rune(quote) || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			b.WriteString(`\x` + strconv.FormatInt(int64(r)+0x100, 16)[1:])
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte(quote)
	return b.String()
}
