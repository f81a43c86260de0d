package simulator

import (
	"net/http"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/trouble"
)

// Transport returns a transport whose requests the engine answers within the process, whatever host
// they are for; their paths are those of a real one, such as https://engine/ovirt-engine/api. There
// are no connections and no certificates, and no goroutine outlives its request, so that it works
// within testing/synctest: an engine without a clock of its own that is made there follows the time
// there. Bodies are streamed, contexts end requests, and rules and outages show as the errors that
// connections would have.
func (e *Engine) Transport() http.RoundTripper {
	return &trouble.Transport{
		Handler: http.HandlerFunc(e.serveAll),
		Refused: func() bool { return e.Outage() == Refused },
	}
}

// serveAll answers what the engine does and what its hosts do, which have no addresses of their own
// within the process.
func (e *Engine) serveAll(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, dataPath) {
		e.serveImage(w, r)
		return
	}
	e.ServeHTTP(w, r)
}
