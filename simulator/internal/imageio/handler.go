package imageio

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	images  = "/images/"
	version = "2.5.3" // version is that of the daemon which this one behaves like
)

// failure is an answer that isn't the one asked for.
type failure struct {
	status    int
	text      string
	available int64 // available is how many bytes there are, or -1
	closes    bool  // closes says that the connection ends with the answer
}

func (f *failure) Error() string { return f.text }

func refuse(status int, text string) *failure {
	return &failure{status: status, text: text, available: -1}
}

// beyond refuses to go behind the bytes that are there.
func beyond(text string, available int64) *failure {
	return &failure{status: http.StatusRequestedRangeNotSatisfiable, text: text, available: available}
}

// forbid refuses one who has no right.
func forbid(reason string) *failure {
	f := refuse(http.StatusForbidden, "You are not allowed to access this resource: "+reason)
	f.closes = true
	return f
}

// refusal says why a ticket ended while it was used.
func (t *ticket) refusal(why string) *failure { return forbid("Transfer " + t.Transfer + " " + why) }

// exchange is a request with its answer.
type exchange struct {
	*Daemon
	w      http.ResponseWriter
	r      *http.Request
	id     string // id is the ticket's, as the path has it
	unread int64  // unread is how much of the body is left, or -1
	begun  bool   // begun says that the status has been sent
}

type connKey struct{}

// ServeHTTP answers as the image daemon of a host does.
func (d *Daemon) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.cfg.Before()
	w.Header().Set("Server", "imageio/"+version)
	x := &exchange{Daemon: d, w: w, r: r, unread: r.ContentLength}
	err := x.dispatch()
	if err == nil {
		return
	}
	var f *failure
	isFailure := errors.As(err, &f)
	if x.begun || errors.Is(err, errAborted) || !isFailure && r.Context().Err() != nil {
		panic(http.ErrAbortHandler) // net/http's way to close a connection
	}
	if !isFailure {
		f = refuse(http.StatusInternalServerError, "Server failed to perform the request, check logs")
	}
	x.fail(f)
}

// errAborted says that there is nobody to answer, or that only the end of the connection can tell what went wrong.
var errAborted = errors.New("aborted")

func (x *exchange) fail(f *failure) {
	h := x.w.Header()
	for _, name := range [...]string{"Content-Disposition", "Content-Range", "Allow"} {
		h.Del(name)
	}
	if f.available >= 0 {
		h.Set("Content-Range", fmt.Sprintf("bytes */%d", f.available))
	}
	if f.closes || x.unread != 0 {
		h.Set("Connection", "close")
	}
	x.send(f.status, "text/plain; charset=UTF-8", f.text+"\n")
}

// json answers with a document.
func (x *exchange) json(body string) {
	x.send(http.StatusOK, "application/json", body+"\n")
}

func (x *exchange) send(status int, media, body string) {
	h := x.w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	x.w.WriteHeader(status)
	x.w.Write([]byte(body))
}

// done answers that all is well.
func (x *exchange) done() {
	x.w.Header().Set("Content-Length", "0")
	x.w.WriteHeader(http.StatusOK)
}

var methods = []string{"GET", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "HEAD"}

// dispatch finds what the request is for.
func (x *exchange) dispatch() error {
	method, path := x.r.Method, x.r.URL.Path
	if !slices.Contains(methods, method) {
		return refuse(http.StatusMethodNotAllowed, "Invalid method "+repr(method))
	}
	var known map[string]func() error
	rest, isImage := strings.CutPrefix(path, images)
	if isImage {
		// What follows the name of a part of an image doesn't count, as little as on a host.
		if id, ok := before(rest, "/extents"); ok {
			x.id, known = id, map[string]func() error{"GET": x.extents}
		} else if _, ok := before(rest, "/checksum/algorithms"); ok {
			known = map[string]func() error{"GET": x.algorithms}
		} else if id, ok := before(rest, "/checksum"); ok {
			x.id, known = id, map[string]func() error{"GET": x.checksum}
		} else {
			x.id, known = rest, map[string]func() error{"GET": x.get, "PUT": x.put, "PATCH": x.patch, "OPTIONS": x.options}
		}
	} else if strings.HasPrefix(path, "/info/") {
		known = map[string]func() error{"GET": x.info}
	}
	if known == nil {
		return refuse(http.StatusNotFound, "No handler for "+repr(path))
	}
	f := known[method]
	if f == nil {
		return refuse(http.StatusMethodNotAllowed, "Method "+repr(method)+" not defined for "+repr(path))
	}
	return f()
}

// before returns what stands before the last place of a name.
func before(path, name string) (string, bool) {
	i := strings.LastIndex(path, name)
	if i < 0 {
		return "", false
	}
	return path[:i], true
}

// cors lets pages of other hosts call, as the administration portal does.
func (x *exchange) cors(methods string) {
	h, asked := x.w.Header(), x.r.Header
	some := false
	for _, c := range [...]struct{ asked, answer, value string }{
		{"Origin", "Access-Control-Allow-Origin", "*"},
		{"Access-Control-Request-Headers", "Access-Control-Allow-Headers", "*"},
		{"Access-Control-Request-Method", "Access-Control-Allow-Methods", methods},
	} {
		if asked.Get(c.asked) != "" {
			h.Set(c.answer, c.value)
			some = true
		}
	}
	if some {
		h.Set("Access-Control-Max-Age", "86400")
	}
}

// named demands that the path names a ticket.
func (x *exchange) named() error {
	if x.id == "" {
		return refuse(http.StatusBadRequest, "Ticket id is required")
	}
	return nil
}

// authorize returns the ticket of the request if it is good for reading or writing.
func (x *exchange) authorize(write bool) (*ticket, error) {
	t := x.ticket(x.id)
	switch {
	case t == nil:
		return nil, forbid("No such ticket " + x.id)
	case t.canceled.Load():
		return nil, forbid("Transfer=" + t.Transfer + " was canceled")
	case t.expired():
		return nil, forbid("Transfer=" + t.Transfer + " expired")
	case !t.may(write):
		return nil, forbid("Transfer=" + t.Transfer + " forbids write")
	}
	c, _ := x.r.Context().Value(connKey{}).(*conn)
	if err := t.join(x.r.Context(), c); err != nil {
		var f *failure
		if errors.As(err, &f) {
			return nil, f
		}
		return nil, errAborted
	}
	return t, nil
}

// query returns a parameter that must be one of the values, sorted as the message lists them.
func (x *exchange) query(name, otherwise string, values ...string) (string, error) {
	all, given := x.r.URL.Query()[name]
	if !given {
		return otherwise, nil
	}
	value := all[len(all)-1]
	if !slices.Contains(values, value) {
		return "", unsupported(repr(value), name, values)
	}
	return value, nil
}

func unsupported(value, name string, values []string) *failure {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = repr(v)
	}
	return refuse(http.StatusBadRequest, fmt.Sprintf("Unsupported value %s for %s, expecting one of [%s]", value, repr(name), strings.Join(quoted, ", ")))
}

// closeIfAsked ends the connection after the answer if the client says so.
func (x *exchange) closeIfAsked() {
	if x.r.URL.Query().Get("close") == "y" {
		x.w.Header().Set("Connection", "close")
	}
}

func (x *exchange) info() error {
	x.cors("*")
	x.json(`{"version": "` + version + `"}`)
	return nil
}

// within notes the connection of a request where join finds it.
func within(ctx context.Context, c *conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}
