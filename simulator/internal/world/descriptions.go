package world

import (
	"strings"
	"unicode"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// fieldRule is a rule of the engine for a field of a document: the text with which it refuses what
// breaks the rule, and the field's name inside the engine, which stands behind the text.
type fieldRule struct{ text, attribute string }

const plainText = "formed only from alpha-numeric characters and special characters that " +
	"conform to " +
	"the standard ASCII character set."

// descriptionRules are the kinds whose description is checked, by their type's name.
var descriptionRules = map[string]fieldRule{
	"vm": {
		"Cannot %s VM. The given description contains special characters.\n" +
			"Only alpha-numeric and some special characters that conform to the standard ASCII " +
			"character set are allowed.",
		"vmStatic.description",
	},
	"template": {
		"Cannot %s Template. The given description contains special characters.\n" +
			"Only alpha-numeric and some special characters that conform to the standard ASCII " +
			"character set are allowed.",
		"_vmTemplate.description",
	},
	"snapshot": {"Snapshot description must be " + plainText, "description"},
	"data_center": {
		"Data Center description must be formed of ASCII charis only",
		"privateStoragePool.description",
	},
}

// checkDescription refuses a description with characters that the engine doesn't take for the kind:
// data centers take ASCII only; VMs, templates and snapshots take letters of any script as well,
// but no dashes, quotes or symbols outside ASCII.
func checkDescription(body *store.Object, verb string) error {
	if body == nil {
		return nil
	}
	rule, checked := descriptionRules[body.Type.Name]
	if !checked {
		return nil
	}
	lettersToo := body.Type.Name != names.DataCenter
	for _, r := range body.Text(names.Description) {
		if r > unicode.MaxASCII && !(lettersToo && unicode.IsLetter(r)) {
			return rule.refuse(verb)
		}
	}
	return nil
}

// refuse returns the fault for a broken rule.
func (r fieldRule) refuse(verb string) error {
	return Bad("%s, Attribute: %s", strings.ReplaceAll(r.text, "%s", verb), r.attribute)
}
