package importer

import (
	"strings"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/model/description"
)

// Description reads the JSON description that an engine serves at /ovirt-engine/api/model.json, as the model of the release that
// version names. The name stands for the document in errors. What the document doesn't tell is in missing, one sentence each; where
// the model of this module tells it for the same thing, it is taken from there, and missing says so.
func Description(data []byte, name, version string, opts Options) (m *model.Model, missing []string, err error) {
	like, err := model.Embedded()
	if err != nil {
		return nil, nil, err
	}
	m, missing, err = description.Decode(name, data, version, like)
	if err != nil {
		return nil, nil, err
	}
	for s := range m.Symbols() {
		if !opts.Docs {
			*s.Doc = ""
			continue
		}
		*s.Doc = prose(strings.Split(*s.Doc, "\n"))
	}
	return m, missing, nil
}
