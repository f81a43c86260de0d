package simulator

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/ovirt-go/ovirt/model/description"
	"github.com/ovirt-go/ovirt/simulator/internal/behavior"
	"github.com/ovirt-go/ovirt/simulator/internal/rest"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/sso"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Engine is a simulated engine. It is an http.Handler for all of its paths, and safe for use by many goroutines.
type Engine struct {
	options Options
	world   *behavior.World
	rest    *rest.Handler
	sso     *sso.Service
	ca      func() (*authority, error)
	rules   rules
	counts  counters
}

// New gives an engine with its first inventory. It listens nowhere yet: see [Engine.StartTLS], or use it as a handler.
func New(options Options) (*Engine, error) {
	o, err := options.withDefaults()
	if err != nil {
		return nil, err
	}
	for name := range o.Users {
		if i := strings.LastIndexByte(name, '@'); i <= 0 || i == len(name)-1 {
			return nil, fmt.Errorf("user %q has no profile, as in admin@internal", name)
		}
	}
	if !strings.HasPrefix(o.Base, "/") || strings.HasSuffix(o.Base, "/") {
		return nil, fmt.Errorf("base path %q must begin with a slash and not end with one", o.Base)
	}
	s := store.NewStore(schema.New(o.Model), route.New(o.Model))
	s.IDs.Deterministic = o.DeterministicIDs
	world, err := behavior.New(s, behavior.Config{Clock: o.Clock.Now, Step: o.Step, Zone: o.Zone, Users: o.Users})
	if err != nil {
		return nil, err
	}
	in := o.Inventory
	s.Update(func() {
		world.Fill(behavior.Sizes{
			DataCenters: in.DataCenters, Clusters: in.Clusters, Hosts: in.Hosts, StorageDomains: in.StorageDomains,
			Templates: in.Templates, VMs: in.VMs, DisksPerVM: in.DisksPerVM, NICsPerVM: in.NICsPerVM,
		})
	})
	var id string
	s.Update(func() { id = s.IDs.UUID() })
	return &Engine{
		options: o,
		world:   world,
		rest: rest.New(rest.Config{
			World: world, Base: o.Base, Zone: o.Zone, InstanceID: id, FullVersion: o.Version,
			Describe: sync.OnceValues(func() ([]byte, error) { return description.Encode(o.Model) }),
		}),
		sso: sso.New(sso.Config{Users: o.Users, Now: o.Clock.Now, CookiePath: o.Base + "/api"}),
		ca:  sync.OnceValues(newAuthority),
	}, nil
}

// ServeHTTP answers a request as the engine and the web server before it do.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.counts.requests.Add(1)
	w.Header().Set("Server", "Apache/2.4.62 (ovirt simulator)")
	if rule := e.rules.match(r); rule != nil && rule.serve(w, r) {
		return
	}
	path, ok := strings.CutPrefix(r.URL.EscapedPath(), e.options.Base)
	if !ok {
		notFound(w)
		return
	}
	switch {
	case path == "/api" || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/api;"):
		// The web server takes this header away; clients use X-Ovirt-Expect.
		r.Header.Del("Expect")
		if user, ok := e.sso.Authenticate(w, r); ok {
			e.rest.Serve(w, r, strings.TrimPrefix(path, "/api"), user)
		}
	case path == "/sso/oauth/token":
		e.sso.Token(w, r)
	case path == "/sso/oauth/token-http-auth":
		e.sso.HTTPAuth(w, r)
	case path == "/sso/oauth/revoke" || path == "/services/sso-logout":
		e.sso.Logout(w, r)
	case path == "/services/health":
		text(w, http.StatusOK, "text/html", "DB Up!Welcome to Health Status!")
	case path == "/services/pki-resource":
		e.pki(w, r.URL.Query())
	default:
		notFound(w)
	}
}

// notFound answers a path outside the application.
func notFound(w http.ResponseWriter) { sso.HTML(w, http.StatusNotFound, "404 - Not Found") }

// pki answers with a certificate of the engine.
func (e *Engine) pki(w http.ResponseWriter, query url.Values) {
	a, err := e.ca()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	cert := a.pem
	switch query.Get("resource") {
	case "ca-certificate", "qemu-ca-certificate":
	case "engine-certificate":
		if cert, err = a.engine(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	default:
		text(w, http.StatusBadRequest, "text/plain", "Unknown resource")
		return
	}
	switch query.Get("format") {
	case "X509-PEM-CA", "X509-PEM", "":
		text(w, http.StatusOK, "application/x-x509-ca-cert", string(cert))
	default:
		text(w, http.StatusBadRequest, "text/plain", "Unknown format")
	}
}

func text(w http.ResponseWriter, status int, media, body string) {
	w.Header().Set("Content-Type", media+";charset=UTF-8")
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(status)
	w.Write([]byte(body))
}
