package world

import (
	"net/netip"
	"strings"
)

// Loopback reports whether a host name or an IP address is that of the machine itself. Nothing that a
// simulated engine knows about is there: neither hypervisors nor other services.
func Loopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
