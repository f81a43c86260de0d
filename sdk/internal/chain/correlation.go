package chain

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
)

// CorrelationHeader is the header by which the engine is told the correlation ID of a request, and
// by which it returns it.
const CorrelationHeader = "Correlation-Id"

// correlationParam is the parameter that does the same. The header wins.
const correlationParam = "correlation_id"

// maxCorrelation is how many characters of a correlation ID the engine keeps.
const maxCorrelation = 36

// NewCorrelationID returns a random correlation ID of the form that engines choose: a UUID.
func NewCorrelationID() string {
	const version, variant = 0x40, 0x80
	var raw [16]byte
	for i, word := range [2]uint64{rand.Uint64(), rand.Uint64()} {
		for j := range 8 {
			raw[8*i+j] = byte(word >> (8 * j))
		}
	}
	raw[6], raw[8] = raw[6]&0x0f|version, raw[8]&0x3f|variant
	var text [maxCorrelation]byte
	hex.Encode(text[:8], raw[:4])
	hex.Encode(text[9:13], raw[4:6])
	hex.Encode(text[14:18], raw[6:8])
	hex.Encode(text[19:23], raw[8:10])
	hex.Encode(text[24:], raw[10:])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// CleanCorrelationID returns a correlation ID as the engine keeps it: letters, digits, - and _, at
// most 36 of them. An empty one lets the engine choose.
func CleanCorrelationID(id string) string {
	plain := true
	for i := range len(id) {
		plain = plain && isCorrelation(id[i])
	}
	if !plain {
		var b strings.Builder
		for i := range len(id) {
			if isCorrelation(id[i]) {
				b.WriteByte(id[i])
			}
		}
		id = b.String()
	}
	return id[:min(len(id), maxCorrelation)]
}

func isCorrelation(c byte) bool {
	letter := 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
	return letter || '0' <= c && c <= '9' || c == '-' || c == '_'
}

// Mixup says that the answer to a request belongs to another one: a server or a proxy that has got
// out of step sent it.
type Mixup struct {
	Sent string // Sent is the correlation ID of the request.
	Got  string // Got is that of the answer.
}

// maxShown bounds what is quoted of a foreign correlation ID.
const maxShown = 64

// Error returns a line with both correlation IDs, and what helps if a gateway replaces them.
func (m *Mixup) Error() string {
	got := m.Got[:min(len(m.Got), maxShown)]
	return fmt.Sprintf("the answer is one to another request: it has the correlation ID %q instead "+
		"of %q; if a gateway replaces correlation IDs, set an empty %s in Config.Header",
		got, m.Sent, CorrelationHeader)
}

// Permanent reports that the request isn't to be sent again.
func (*Mixup) Permanent() bool { return true }

// compare compares the correlation ID of an answer with that of its request. Answers without one
// come from front ends, and from what refuses a request before the engine looks at it.
func compare(req *http.Request, answer http.Header) *Mixup {
	got := answer[CorrelationHeader]
	if len(got) == 0 {
		return nil
	}
	if values := req.Header[CorrelationHeader]; len(values) > 0 && values[0] == got[0] {
		return nil // as a rule
	}
	sent, kept := correlationOf(req)
	if kept == "" {
		return nil
	}
	empty := true
	for _, line := range got { // A gateway may add one of its own.
		for value := range strings.SplitSeq(line, ",") {
			value = strings.TrimSpace(value)
			if value == kept || value == sent || CleanCorrelationID(value) == kept {
				return nil
			}
			empty = empty && value == ""
		}
	}
	if empty {
		return nil
	}
	return &Mixup{Sent: sent, Got: strings.Join(got, ", ")}
}

// correlationOf returns the correlation ID of a request, as it is sent and as the engine keeps it.
// Both are empty if the engine chooses one.
func correlationOf(req *http.Request) (sent, kept string) {
	if values := req.Header[CorrelationHeader]; len(values) > 0 {
		if kept = CleanCorrelationID(values[0]); kept != "" {
			return values[0], kept
		}
	}
	if !strings.Contains(req.URL.RawQuery, correlationParam+"=") {
		return "", ""
	}
	query, _ := url.ParseQuery(req.URL.RawQuery) // What can be read is there all the same.
	sent = query.Get(correlationParam)
	return sent, CleanCorrelationID(sent)
}
