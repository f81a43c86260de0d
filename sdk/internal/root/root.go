// Package root returns the root of the tree of services to the packages that take an engine.
package root

import (
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// Of returns the services of an engine. Those of a nil engine fail with sdk.ErrInvalid, as those of
// a nil connection do.
func Of(engine sdk.Engine) *services.SystemService {
	if engine == nil {
		return (*sdk.Connection)(nil).SystemService()
	}
	return engine.SystemService()
}
