package simulator_test

import (
	"net/http"
	"regexp"
	"strings"
)

// unshown are the addresses at which engines never show anything: they trip over the units of a
// scheduling policy and over volume providers of OpenStack, and nobody answers for the other providers.
var unshown = regexp.MustCompile(`^/openstackvolumeproviders|^/schedulingpolicies/[^/]+/(filters|weights|balances)/|` +
	`^/openstack(image|network)providers/[^/]+/(images|networks)`)

// notTheEngine is the text with which engines refuse to move what isn't a VM with an engine.
const notTheEngine = "Moving to maintenance mode is currently only available for the VM containing the hosted engine."

var detail = regexp.MustCompile(`<detail>([^<]*)</detail>|"detail" : "([^"]*)"`)

// tripped reports whether an answer is one of those of an engine that trips over a request: the page of
// the server around it, a fault without a detail, or what its commands say then. Errors of the
// simulator's own code have the same status and other texts.
func tripped(status int, doc string) bool {
	if status != http.StatusInternalServerError {
		return false
	}
	if strings.HasPrefix(doc, "<html>") {
		return strings.Contains(doc, "<body>Internal Server Error</body>")
	}
	d := detail.FindStringSubmatch(doc)
	return d == nil || d[1]+d[2] == "[General command validation failure.]" ||
		strings.HasPrefix(d[1]+d[2], "The ") && strings.HasSuffix(d[1]+d[2], " is not found.")
}
