package importer

import (
	"path"
	"strings"

	"github.com/ovirt-go/ovirt/generator/output"
	"github.com/ovirt-go/ovirt/model"
)

// Write makes the data files in a directory be those of the model, so that [model.Load] reads it from there. Files that are right
// already aren't touched, and files of types and services that the model doesn't have are removed. It fails with an
// [output.ForeignError], and writes nothing, if a file that doesn't look like the importer's is in the place of one.
func Write(dir string, m *model.Model) (output.Report, error) {
	return dataTree(dir).Sync(model.Encode(m))
}

// Check reports what [Write] would do, and changes nothing.
func Check(dir string, m *model.Model) (output.Report, error) {
	return dataTree(dir).Diff(model.Encode(m))
}

// WriteDocs makes the doc files in a directory be those of the model, so that [model.LoadDocs] reads them from there. It is for
// private builds with upstream's texts, which an import with Options.Docs takes along. Sentences look the same whoever wrote them,
// so a stamp in the directory records what WriteDocs wrote; it fails with an [output.ForeignError], and writes nothing, if there are
// others in its way, such as this module's own.
func WriteDocs(dir string, m *model.Model) (output.Report, error) {
	return output.Tree{Dir: dir, Owns: owns, Marked: unmarked, Stamp: output.StampFile}.Sync(model.EncodeDocs(m))
}

// unmarked is for files that have no mark.
func unmarked(string, []byte) bool { return false }

// dataTree is a directory of data files.
func dataTree(dir string) output.Tree {
	return output.Tree{Dir: dir, Owns: owns, Marked: marked}
}

// marked reports whether a data file begins as the importer lets it begin.
func marked(rel string, content []byte) bool {
	line, _, _ := strings.Cut(string(content), "\n")
	if rel == "model.txt" {
		return line == model.Heading
	}
	words := strings.Fields(line)
	if len(words) < 2 || words[1] != strings.TrimSuffix(path.Base(rel), ".txt") {
		return false
	}
	if path.Dir(rel) == "services" {
		return words[0] == "service"
	}
	return words[0] == "enum" || words[0] == "struct"
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
