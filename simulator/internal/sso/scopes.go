package sso

import (
	"slices"
	"strings"
)

// The scopes of the engine's own clients.
const (
	apiScope    = "ovirt-app-api"
	adminScope  = "ovirt-app-admin"
	portalScope = "ovirt-app-portal"
	revokeAll   = "ovirt-ext=revoke:revoke-all"
	validate    = "ovirt-ext=token-info:validate" // asks whether a token is alive, and nothing else
)

// implied are the scopes that come with another one, from the engine's table sso_scope_dependency.
var implied = map[string][]string{
	apiScope:    apiScopes,
	adminScope:  append([]string{apiScope, revokeAll}, apiScopes...),
	portalScope: append([]string{apiScope, revokeAll}, apiScopes...),
}

var apiScopes = []string{
	"ovirt-ext=token-info:authz-search", "ovirt-ext=token-info:public-authz-search", validate,
	"ovirt-ext=token:password-access",
}

// clientScopes are what the client may ask for as which the engine itself is registered.
var clientScopes = []string{
	apiScope, adminScope, portalScope, revokeAll, validate, "openid",
	"ovirt-ext=auth:sequence-priority", "ovirt-ext=token:login-on-behalf",
	"ovirt-ext=token:password-access", "ovirt-ext=token-info:authz-search",
	"ovirt-ext=token-info:public-authz-search",
}

// enlarge returns the scopes with those that they imply, sorted.
func enlarge(scope string) string {
	scopes := strings.Fields(scope)
	for _, one := range scopes {
		scopes = append(scopes, implied[one]...)
	}
	slices.Sort(scopes)
	return strings.Join(slices.Compact(scopes), " ")
}

// forAPI reports whether a scope is that of clients of the API alone.
func forAPI(scope string) bool {
	scopes := strings.Fields(enlarge(scope))
	return slices.Contains(scopes, apiScope) && !slices.Contains(scopes, adminScope) &&
		!slices.Contains(scopes, portalScope)
}

// beyond returns what is wrong with a scope of which not all is allowed, or "".
func beyond(scope string, allowed []string) string {
	asked := strings.Fields(scope)
	for _, one := range asked {
		if one != "ovirt-ext=auth:identity" && !slices.Contains(allowed, one) {
			return "The requested scope '[" + strings.Join(asked, ", ") +
				"]' is invalid, unknown, malformed, or exceeds the scope granted by the resource owner."
		}
	}
	return ""
}

// reason returns what stands behind the name in the text of a refused login.
func reason(text string) string {
	_, why, _ := strings.Cut(text, "': ")
	return strings.TrimSuffix(why, ".")
}
