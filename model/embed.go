package model

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed data
var dataFiles embed.FS

//go:embed doc
var docFiles embed.FS

// Embedded returns the description that this module is made of. Each call parses it anew, which takes some milliseconds: callers
// keep the result.
func Embedded() (*Model, error) {
	data, err := fs.Sub(dataFiles, "data")
	if err != nil {
		return nil, err
	}
	return Load(data)
}

// EmbeddedDocs lays the sentences of this module over a model. They are written for the release that [Embedded] returns: for that
// one a sentence that matches no symbol is an error; for other releases it is ignored. Only programs that call it carry the
// sentences in their binary.
func EmbeddedDocs(m *Model) error {
	docs, err := fs.Sub(docFiles, "doc")
	if err != nil {
		return err
	}
	unmatched, err := LoadDocs(m, docs)
	if err != nil {
		return err
	}
	data, err := fs.Sub(dataFiles, "data")
	if err != nil {
		return err
	}
	version, err := (&loader{fsys: data}).version()
	if err != nil {
		return fmt.Errorf("the release of the sentences: %w", err)
	}
	if m.Version != version {
		return nil
	}
	return unmatched.Err()
}
