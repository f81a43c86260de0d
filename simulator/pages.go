package simulator

import (
	"net/http"

	"github.com/ovirt-go/ovirt/simulator/internal/sso"
)

// outside answers a path that isn't of the application. The root leads to it.
func (e *Engine) outside(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/" {
		redirect(w, origin(r)+e.options.Base)
		return
	}
	notFound(w)
}

// page answers a path of the application that is neither the API nor a service. Of the pages for
// browsers only those are there that lead to others.
func (e *Engine) page(w http.ResponseWriter, r *http.Request, path string) {
	base := e.options.Base
	switch path {
	case "", "/services":
		redirect(w, origin(r)+base+path+"/")
	case "/":
		w.Header().Add("Set-Cookie", e.sso.NewCookie(base))
		redirect(w, origin(r)+base+"/login?scope=ovirt-ext%3Dauth%3Aidentity")
	case "/services/":
		sso.HTML(w, http.StatusForbidden, "Forbidden")
	case "/services/files/usbfilter.txt":
		if readOnly(w, r) {
			text(&typeOnly{w}, http.StatusOK, "text/plain", usbFilter)
		}
	case "/services/host-register":
		sso.HTML(w, http.StatusBadRequest, "Invalid registration protocol version")
	case "/services/get-session-user":
		w.Header().Set("Content-Length", "0")
		w.WriteHeader(http.StatusInternalServerError)
	case "/userportal":
		redirect(w, base+"/web-ui")
	default:
		notFound(w)
	}
}

// usbFilter lists the USB devices that may be passed to VMs, as engines are delivered with: class,
// vendor, product, revision, and whether it is allowed; -1 is any.
const usbFilter = "-1,60186,10000,256,1|-1,1118,245,-1,1|-1,1133,2245,-1,1|-1,1133,2242,5,1|8,-1,-1,-1,1|7,-1,-1,-1,1|" +
	"-1,-1,-1,-1,0"

// redirect answers 302 without a body.
func redirect(w http.ResponseWriter, address string) {
	w.Header().Set("Location", address)
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusFound)
}

// origin returns the address under which the client knows the server.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// notFound answers a path outside the application.
func notFound(w http.ResponseWriter) { sso.HTML(w, http.StatusNotFound, "404 - Not Found") }
