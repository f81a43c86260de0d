package rest

import (
	"cmp"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/sso"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

const (
	maxCorrelation = 36
	supported      = "4" // the version of the API
	retired        = "3" // the one before
)

// correlate takes the correlation id of the request, or makes one, and puts it into the answer.
func (q *request) correlate() {
	id := q.r.Header.Get("Correlation-Id")
	if id == "" {
		id = q.r.URL.Query().Get("correlation_id") // not that of the path's own parameters
	}
	id = strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c == '-' {
			return c
		}
		return -1
	}, id)
	if len(id) > maxCorrelation {
		id = id[:maxCorrelation]
	}
	if id == "" {
		id = new(store.IDs).UUID()
	}
	q.correlation = id
	q.w.Header().Set("Correlation-Id", id)
}

// version returns the version that the path or else the header asks for, and takes it off the path.
func (q *request) version(path *string) string {
	first, rest, _ := strings.Cut(strings.TrimPrefix(*path, "/"), "/")
	number, ok := strings.CutPrefix(first, "v")
	if !ok || number == "" || strings.Trim(number, "0123456789") != "" {
		return cmp.Or(strings.TrimSpace(q.r.Header.Get("Version")), supported)
	}
	if number == supported {
		q.prefix += "/v" + number
		*path = "/" + rest
	}
	return number
}

// refuseVersion answers a request for another version of the API. The one that engines once had has
// an address still, at which nothing answers.
func (q *request) refuseVersion(number string) {
	if number == retired {
		text := "HTTP method " + q.r.Method + " is not supported by this URL"
		sso.HTML(q.w, http.StatusMethodNotAllowed, text)
		return
	}
	sso.HTML(q.w, http.StatusBadRequest, "Bad Request")
}

// parameters collects those of the query, of the last segment of the path, and the two that may be headers.
func (q *request) parameters(matrix string) {
	values := url.Values{}
	// In a query a semicolon is a character like others, so that net/url's own parser doesn't do.
	collect(values, q.r.URL.RawQuery, "&", url.QueryUnescape)
	collect(values, matrix, ";", url.PathUnescape)
	for header, name := range map[string]string{"Filter": "filter", "All-Content": "all_content"} {
		if v := q.r.Header.Get(header); v != "" && !values.Has(name) {
			values.Set(name, v)
		}
	}
	if v := q.r.Header["Filter"]; len(v) > 0 && v[0] == "" && !values.Has("filter") {
		values.Set("filter", "true") // There is nothing that denies it.
	}
	q.query = world.Query{Values: values}
}

// collect adds the parameters of a text whose names aren't there yet. What isn't escaped well is ignored.
func collect(values url.Values, text, separator string, unescape func(string) (string, error)) {
	if text == "" {
		return
	}
	for pair := range strings.SplitSeq(text, separator) {
		name, value, _ := strings.Cut(pair, "=")
		name, err := unescape(name)
		if err != nil || name == "" || values.Has(name) {
			continue
		}
		if value, err = unescape(value); err == nil {
			values.Set(name, value)
		}
	}
}

// accepts chooses the format of the answer by the header, or by the parameter if there is no header;
// without both it is XML. It returns a status other than 0 if there is no format to answer in: engines
// trip over a parameter, and refuse a header, that is no media type at all. Weights only order the
// types; one of 0 excludes nothing.
func (q *request) accepts() (format wire.Format, status int) {
	parameter := q.query.Text("accept")
	if parameter != "" && !strings.Contains(parameter, "/") {
		return wire.XML, http.StatusInternalServerError
	}
	header := strings.Join(q.r.Header.Values("Accept"), ",")
	if strings.TrimSpace(header) == "" {
		header = parameter
	}
	if header == "" {
		return wire.XML, 0
	}
	best := -1.0
	for part := range strings.SplitSeq(header, ",") {
		media, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		if !strings.Contains(media, "/") {
			return wire.XML, http.StatusBadRequest
		}
		f, ok := formatOf(media)
		if !ok {
			q.viewer = q.viewer || media == viewerType
			continue
		}
		weight := 1.0
		if text, ok := params["q"]; ok {
			if weight, err = strconv.ParseFloat(text, 64); err != nil {
				continue
			}
		}
		if weight > best {
			best, format = weight, f
		}
	}
	if best < 0 {
		return wire.XML, http.StatusNotAcceptable
	}
	return format, 0
}

func formatOf(media string) (wire.Format, bool) {
	switch media {
	case "application/xml", "*/*", "application/*":
		return wire.XML, true
	case "application/json":
		return wire.JSON, true
	}
	return wire.XML, false
}

// viewerType is the type of a document with which a console is opened.
const viewerType = "application/x-virt-viewer"

// bodyFormat returns the format of the request's own document.
func (q *request) bodyFormat() (wire.Format, bool) {
	header := q.r.Header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(header)
	if err != nil {
		return wire.XML, false
	}
	switch media {
	case "application/xml":
		return wire.XML, true
	case "application/json":
		return wire.JSON, true
	}
	return wire.XML, false
}

// expects reports whether the client asked to wait for, or not to wait for, what goes on behind the answer.
func (q *request) expects(what string) bool {
	for _, header := range [...]string{"X-Ovirt-Expect", "Expect"} {
		for _, value := range q.r.Header.Values(header) {
			if strings.EqualFold(strings.TrimSpace(value), what) {
				return true
			}
		}
	}
	return false
}

// host returns the address under which the client knows the engine.
func (q *request) host() string {
	scheme := "http"
	if q.r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + q.r.Host
}

// empty answers with a status alone.
func (q *request) empty(status int) {
	q.w.Header().Set("Content-Length", "0")
	q.w.WriteHeader(status)
}
