package sdk

import "github.com/ovirt-go/ovirt/sdk/services"

// Engine is an engine whose services can be called. It is what functions take that need more than
// one service: a [*Connection]; a *wait.Poller, with which many waits share their requests; or an
// *ensure.Plan, which writes changes down instead of sending them.
type Engine interface {
	// SystemService returns the root of the tree of services. It sends nothing and cannot fail.
	SystemService() *services.SystemService
}
