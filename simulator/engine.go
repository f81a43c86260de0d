package simulator

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/ovirt-go/ovirt/model/description"
	"github.com/ovirt-go/ovirt/simulator/internal/access"
	"github.com/ovirt-go/ovirt/simulator/internal/imageio"
	"github.com/ovirt-go/ovirt/simulator/internal/rest"
	"github.com/ovirt-go/ovirt/simulator/internal/sso"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/trouble"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Engine is a simulated engine. It is an http.Handler for all of its paths, and safe for use by many goroutines.
type Engine struct {
	options Options
	world   *world.World
	rooms   *rooms
	rest    *rest.Handler
	sso     *sso.Service
	ca      func() (*authority, error)
	trouble *trouble.Maker
	counts  counters
	images  *imageio.Daemon

	operations func() []string

	requests requestLog
	front    http.Handler // the status page and the control endpoint
}

// New returns an engine with its first inventory. It listens nowhere yet: see [Engine.StartTLS], or use it as a handler.
func New(options Options) (*Engine, error) {
	o, err := options.withDefaults()
	if err != nil {
		return nil, err
	}
	for name := range o.Users {
		if _, _, ok := sso.Split(name); !ok {
			return nil, fmt.Errorf("user %q has no profile, as in admin@internal", name)
		}
	}
	if err := o.checkAccess(); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(o.Base, "/") || strings.HasSuffix(o.Base, "/") {
		return nil, fmt.Errorf("base path %q must begin with a slash and not end with one", o.Base)
	}
	if o.Base == frontPath {
		return nil, fmt.Errorf("base path %q is the simulator's own", o.Base)
	}
	shape := shapeOf(o.Model)
	s := store.NewStore(shape.types, shape.tree)
	s.IDs.Deterministic, s.IDs.Seed = o.DeterministicIDs, o.Inventory.Seed
	var w *world.World
	images, err := imageio.New(imageio.Config{
		Now: o.Clock.Now, Before: func() { w.Advance() }, Directory: o.ImageDirectory,
	})
	if err != nil {
		return nil, err
	}
	r := newRooms(s, world.Config{Clock: o.Clock.Now, Step: o.Step, Zone: o.Zone},
		access.Directory{Users: o.Users, Roles: o.Roles, Groups: o.Groups}, images)
	w = r.world
	id, err := begin(r, &o)
	if err != nil {
		return nil, err
	}
	e := &Engine{
		options: o,
		world:   w,
		rooms:   r,
		images:  images,
		rest: rest.New(rest.Config{
			World: w, Access: r.access, Base: o.Base, Zone: o.Zone, InstanceID: id, FullVersion: o.Version,
			Describe: sync.OnceValues(func() ([]byte, error) { return description.Encode(o.Model) }),
		}),
		sso: sso.New(sso.Config{
			Users: o.Users, Principal: access.PrincipalID, Now: o.Clock.Now, Idle: o.SessionIdle,
			Base: o.Base,
		}),
		ca: sync.OnceValues(newAuthority),
	}
	e.operations = sync.OnceValue(e.allOperations)
	e.requests.size = o.Requests
	e.trouble = trouble.New(troubled{e}, dataPath)
	e.front = e.newFront()
	for i, rule := range o.Rules {
		if err := e.CheckRule(rule); err != nil {
			return nil, fmt.Errorf("rule %d: %w", i+1, err)
		}
		e.Fail(rule)
	}
	return e, nil
}

// ServeHTTP answers a request as the engine and the web server before it do.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w, r = trouble.AnswerEarly(w, r)
	if e.isFront(r.URL.Path) {
		e.front.ServeHTTP(w, r)
		return
	}
	e.counts.requests.Add(1)
	w.Header().Set("Server", "Apache/2.4.62 (ovirt simulator)")
	w.Header().Set("Date", e.options.Clock.Now().UTC().Format(http.TimeFormat))
	en := e.requests.add(r, e.options.Clock.Now())
	w = &noted{ResponseWriter: w, log: &e.requests, entry: en}
	if e.Outage() != "" {
		trouble.ServeUnavailable(w)
		return
	}
	answer := func(w http.ResponseWriter, r *http.Request) { e.answer(w, r, en) }
	hit := e.trouble.Match(r, func() string { return e.operation(r.Method, en.escaped) })
	if hit == nil {
		answer(w, r)
		return
	}
	e.requests.change(en, func(r *Request) { r.Rule = hit.ID() })
	hit.Serve(w, r, answer)
}

// answer answers a request to which no rule applies, and notes who sent it.
func (e *Engine) answer(w http.ResponseWriter, r *http.Request, en *entry) {
	path, ok := strings.CutPrefix(r.URL.EscapedPath(), e.options.Base)
	if !ok {
		e.outside(w, r)
		return
	}
	sub, isSSO := strings.CutPrefix(path, "/sso")
	switch {
	case path == "/api" || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/api;"):
		// The web server takes this header away; clients use X-Ovirt-Expect.
		r.Header.Del("Expect")
		if user, ok := e.sso.Authenticate(w, r); ok {
			e.requests.change(en, func(r *Request) { r.User = user })
			e.rest.Serve(w, r, strings.TrimPrefix(path, "/api"), user)
		}
	case path == "/sso/oauth/token" || path == "/sso/oauth/token-http-auth":
		e.sso.Token(w, r)
	case path == "/sso/oauth/token-info":
		e.sso.TokenInfo(w, r)
	case path == "/sso/oauth/revoke":
		e.sso.Revoke(w, r)
	case path == "/sso/status":
		e.sso.Status(w)
	case isSSO && e.sso.Page(w, r, sub):
	case path == "/services/sso-logout":
		e.sso.Logout(w, r)
	case strings.TrimSuffix(path, "/") == "/services/health":
		if readOnly(w, r) {
			text(headless(w, r), http.StatusOK, "text/html;charset=ISO-8859-1", "DB Up!Welcome to Health Status!")
		}
	case path == "/services/pki-resource":
		if readOnly(w, r) {
			e.pki(headless(w, r), r.URL.Query())
		}
	default:
		e.page(w, r, path)
	}
}

// readOnly reports whether a request only reads, and answers others as services do that are no API.
func readOnly(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	if r.Method == http.MethodPut || r.Method == http.MethodDelete {
		// The server in front of the services refuses these without a page.
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Length", "0")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return false
	}
	sso.HTML(w, http.StatusMethodNotAllowed, "HTTP method "+r.Method+" is not supported by this URL")
	return false
}

// headless returns a writer whose answers to HEAD name no character set, as those of services: they
// write nothing that would need one.
func headless(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
	if r.Method != http.MethodHead {
		return w
	}
	return &typeOnly{w}
}

// typeOnly drops the parameters of the type that an answer has.
type typeOnly struct{ http.ResponseWriter }

func (w *typeOnly) WriteHeader(status int) {
	if status == http.StatusOK {
		media, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
		w.Header().Set("Content-Type", media)
	}
	w.ResponseWriter.WriteHeader(status)
}

// pki answers with a certificate of the engine, or with its key as SSH has it.
func (e *Engine) pki(w http.ResponseWriter, query url.Values) {
	a, err := e.ca()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	cert := a.pem
	switch resource := query.Get("resource"); resource {
	case "ca-certificate", "qemu-ca-certificate":
	case "engine-certificate":
		if cert, err = a.engine(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	default:
		sso.HTML(w, http.StatusBadRequest, "Resource '"+resource+"' is invalid")
		return
	}
	const latin = "; charset=ISO-8859-1"
	switch format := query.Get("format"); format {
	case "X509-PEM-CA":
		text(w, http.StatusOK, "application/x-x509-ca-cert"+latin, string(cert))
	case "X509-PEM":
		text(w, http.StatusOK, "application/x-x509-cert"+latin, string(cert))
	case "OPENSSH-PUBKEY":
		key, err := sshKey(cert)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		text(w, http.StatusOK, "text/plain"+latin, key)
	default:
		sso.HTML(w, http.StatusBadRequest, "Format '"+format+"' is invalid")
	}
}

// text answers with a text of a type, which is UTF-8 unless the type says something else.
func text(w http.ResponseWriter, status int, media, body string) {
	if !strings.Contains(media, "charset=") {
		media += ";charset=UTF-8"
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write([]byte(body))
}
