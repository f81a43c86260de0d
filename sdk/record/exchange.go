package record

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// Message is a request or an answer as it is written to the file. Sanitizers may change everything in it.
type Message struct {
	Method string      // Method is that of the request, also in the message of an answer.
	URL    string      // URL is the escaped path of the request, and its query behind a ? with sorted parameters; also with an answer.
	Status int         // Status is that of an answer; 0 in a request.
	Header http.Header // Header holds the headers that are recorded. Replaying a request ignores them.
	Body   string      // Body is the body, decompressed; "" is none.
}

// Sanitizer hides what must not be in the file, such as names of hosts. It gets each request, when it is recorded and when it is
// replayed, and each answer when it is recorded; it runs after secrets were hidden, and must give the same for the same. It may be called
// by several goroutines at once.
type Sanitizer func(m *Message)

// exchange is a request with its answer.
type exchange struct {
	number   int
	line     int   // line is where it begins in the file
	while    []int // while are the numbers of the requests before this one that ran when this one began
	request  Message
	response Message
	err      string // err is why there is no answer
	cut      bool   // cut says that the answer was not read to its end
	used     bool
}

// dropped are headers of no lasting truth: those of the connection, and what differs from run to run by itself.
var dropped = []string{
	"Accept-Encoding", "Connection", "Content-Encoding", "Content-Length", "Date", "Keep-Alive", "Transfer-Encoding", "User-Agent",
	"Traceparent", "Tracestate",
}

// message returns what is written of a request or an answer. A nil known has no secrets beside
// those that the rules find.
func message(
	known *redact.Known, method string, u *url.URL, status int, header http.Header, body []byte, sanitizers []Sanitizer,
) Message {
	m := Message{Method: method, URL: address(u), Status: status, Header: redact.Header(header)}
	for _, name := range dropped {
		m.Header.Del(name)
	}
	// The host isn't part of the recording, and a server of a test has another port each time.
	if to, own := strings.CutPrefix(m.Header.Get("Location"), u.Scheme+"://"+u.Host+"/"); own && u.Host != "" {
		m.Header.Set("Location", "/"+to)
	}
	body = redact.Body(u.EscapedPath(), header.Get("Content-Type"), body)
	switch {
	case status == 0:
		body = redact.Indent(body)
	case strings.Contains(u.Path, "/sso/"):
		body = expiry.ReplaceAll(body, []byte("${1}9223372036854775807"))
	}
	m.Body = string(body)
	m = m.struck(known)
	for _, sanitize := range sanitizers {
		sanitize(&m)
	}
	return m
}

// struck returns the message without the secrets, wherever they stand.
func (m Message) struck(known *redact.Known) Message {
	m.URL, m.Body = known.Strike(m.URL), known.Strike(m.Body)
	header := make(http.Header, len(m.Header))
	for name, values := range m.Header {
		for _, value := range values {
			header[name] = append(header[name], known.Strike(value))
		}
	}
	m.Header = header
	return m
}

// address returns path and query, the parameters sorted as they are spelled.
func address(u *url.URL) string {
	text := redact.Address(u.EscapedPath())
	if u.RawQuery == "" {
		return text
	}
	params := strings.Split(redact.Query(u.RawQuery), "&")
	slices.Sort(params)
	return text + "?" + strings.Join(params, "&")
}

// same reports whether a request is the recorded one.
func (x *exchange) same(m Message) bool {
	return x.request.Method == m.Method && x.request.URL == m.URL && x.request.Body == m.Body
}

// due reports whether the request may come now: those before it have come, or ran beside it.
func (x *exchange) due(all []*exchange) bool {
	for _, before := range all[:x.number-1] {
		if !before.used && !slices.Contains(x.while, before.number) {
			return false
		}
	}
	return true
}
