package simulator

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
)

// checkHost lets only those requests through to the status page and the control endpoint that name
// the server as its clients do: by an IP address, as localhost, by the name at which it listens, or
// by one of Options.Hosts. A page of another site could otherwise let its own name lead to the
// server (DNS rebinding) and control the engine from the browser of the one who runs it. The API
// itself asks for a login.
func (s *Server) checkHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.Engine.isFront(r.URL.Path) && !s.knows(r.Host) {
			text(w, http.StatusForbidden, "text/plain", fmt.Sprintf("%.100q is not a name of this simulator. "+
				"Use its IP address or localhost, or let it know the name: -host, or Options.Hosts.\n", r.Host))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// knows reports whether the header Host of a request names the server.
func (s *Server) knows(header string) bool {
	name, _, err := net.SplitHostPort(header)
	if err != nil {
		name = strings.TrimSuffix(strings.TrimPrefix(header, "["), "]")
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if name == "localhost" || strings.HasSuffix(name, ".localhost") || net.ParseIP(name) != nil {
		return true
	}
	known := append([]string{s.host}, s.Engine.options.Hosts...)
	if everywhere(s.host) {
		if machine, err := os.Hostname(); err == nil {
			known = append(known, machine)
		}
	}
	for _, host := range known {
		if host != "" && strings.EqualFold(strings.TrimSuffix(host, "."), name) {
			return true
		}
	}
	return false
}

// isFront reports whether a path is that of the status page or the control endpoint.
func (e *Engine) isFront(path string) bool {
	return path == frontPath || strings.HasPrefix(path, frontPath+"/")
}
