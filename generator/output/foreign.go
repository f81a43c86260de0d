package output

import (
	"fmt"
	"strings"
)

// ForeignError says that files which the generator didn't write, or symbolic links, are where it
// would write. Nothing was written.
type ForeignError struct {
	Dir   string    // Dir is the directory of the tree.
	Files []Foreign // Files are the places, sorted by path.
}

// Foreign is something that the generator leaves alone.
type Foreign struct {
	Path string // Path is relative to the directory, with slashes.
	Why  string // Why continues a sentence that begins with the path, such as "is a symbolic link".
}

// maxNamed is how many files an error names.
const maxNamed = 10

// Error names the files.
func (e *ForeignError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: nothing was written: ", e.Dir)
	for i, f := range e.Files[:min(maxNamed, len(e.Files))] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s %s", f.Path, f.Why)
	}
	if more := len(e.Files) - maxNamed; more > 0 {
		fmt.Fprintf(&b, ", and %d more", more)
	}
	b.WriteString("; move them away or choose another directory")
	return b.String()
}
