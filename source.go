package ovirt

import (
	"embed"
	"io/fs"
)

//go:embed sdk internal/wire
var source embed.FS

// Source returns the sources of the handwritten runtime and of the generated packages, by their
// path within the module. The generator copies them when it makes an SDK for another release of the
// model.
func Source() fs.FS { return source }
