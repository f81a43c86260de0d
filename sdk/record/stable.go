package record

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// expiry matches when a token expires, in the single sign-on's answer. A recorded time would have passed when it is replayed.
var expiry = regexp.MustCompile(`("exp"\s*:\s*"?)\d+`)

// random matches correlation ids that nobody chose: those with a UUID, or with 16 hexadecimal digits in a row.
var random = regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{16}`)

const correlationHeader = "Correlation-Id"

// stableID is what stands in the file for the correlation id of an exchange.
func stableID(number int) string { return fmt.Sprintf("correlation-%d", number) }

// correlationID returns the random correlation id of a request or an answer; "" is none.
func correlationID(header http.Header, u *url.URL) string {
	id := header.Get(correlationHeader)
	if id == "" {
		id = u.Query().Get("correlation_id")
	}
	if !random.MatchString(id) {
		return ""
	}
	return id
}

// ids are the correlation ids of a run by what stands for them, or the other way round.
type ids map[string]string

// replace puts what the ids stand for into a text.
func (m ids) replace(text string) string {
	if len(m) == 0 || text == "" {
		return text
	}
	// The longest first, as correlation-1 begins correlation-12.
	order := slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	pairs := make([]string, 0, 2*len(m))
	for _, from := range order {
		pairs = append(pairs, from, m[from])
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// in replaces the ids in all of a message.
func (m ids) in(msg Message) Message {
	msg.URL = m.replace(msg.URL)
	msg.Body = m.replace(msg.Body)
	header := make(http.Header, len(msg.Header))
	for name, values := range msg.Header {
		for _, value := range values {
			header[name] = append(header[name], m.replace(value))
		}
	}
	msg.Header = header
	return msg
}
