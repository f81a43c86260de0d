package generator

import (
	"strings"

	"github.com/ovirt-go/ovirt/generator/emit"
	"github.com/ovirt-go/ovirt/generator/output"
)

// Tree is a directory of this module, whose generated files have the generator's header.
func Tree(dir string) output.Tree {
	return output.Tree{Dir: dir, Owns: Generated, Marked: marked}
}

// ModuleTree is a directory for a complete module of [Module]. The runtime's files don't have the
// header, so a stamp records them.
func ModuleTree(dir string) output.Tree {
	return output.Tree{Dir: dir, Owns: InModule, Marked: marked, Stamp: output.StampFile}
}

// marked reports whether a file begins with the header of generated files.
func marked(_ string, content []byte) bool {
	line, _, _ := strings.Cut(string(content), "\n")
	return strings.TrimSuffix(line, "\r") == emit.Header
}
