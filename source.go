// Package ovirt is the root of the module and holds the sources of the runtime, which the generator copies when it makes an SDK for
// another release of the model. Programs use the packages below sdk.
package ovirt

import (
	"embed"
	"io/fs"
)

//go:embed sdk internal/wire
var source embed.FS

// Source returns the sources of the handwritten runtime and of the generated packages, by their path within the module.
func Source() fs.FS { return source }
