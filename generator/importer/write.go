package importer

import (
	"strings"

	"github.com/ovirt-go/ovirt/generator/output"
	"github.com/ovirt-go/ovirt/model"
)

// Write makes the data files in a directory be those of the model, so that [model.Load] reads it from there. Files that are right
// already aren't touched, and files of types and services that the model doesn't have are removed.
func Write(dir string, m *model.Model) (output.Report, error) {
	return output.Sync(dir, model.Encode(m), owns)
}

// Check tells what [Write] would do, and changes nothing.
func Check(dir string, m *model.Model) (output.Report, error) {
	return output.Diff(dir, model.Encode(m), owns)
}

// WriteDocs makes the doc files in a directory be those of the model, so that [model.LoadDocs] reads them from there. With
// upstream's texts, which an import with Options.Docs takes along, it is for private builds: never give it the directory of this
// module's own sentences.
func WriteDocs(dir string, m *model.Model) (output.Report, error) {
	return output.Sync(dir, model.EncodeDocs(m), owns)
}

// owns reports whether a file in a directory of data or of docs belongs to the importer.
func owns(rel string) bool {
	if rel == "model.txt" {
		return true
	}
	dir, name, ok := strings.Cut(rel, "/")
	return ok && (dir == "types" || dir == "services") && !strings.Contains(name, "/") && strings.HasSuffix(name, ".txt") &&
		!strings.HasPrefix(name, ".")
}
