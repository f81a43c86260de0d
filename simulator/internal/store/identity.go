package store

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// CheckIDs returns an error if an ID in the object, or in one within it, can't be a segment of a
// path. Only texts that come from outside need it: state files, seeds and captured engines.
func (o *Object) CheckIDs() error {
	var err error
	o.Each(func(m *schema.Member, v any) {
		if err != nil {
			return
		}
		switch v := v.(type) {
		case *Object:
			err = v.CheckIDs()
		case []*Object:
			for _, item := range v {
				if err == nil {
					err = item.CheckIDs()
				}
			}
		case string:
			if m.Name == "id" && !ValidID(v) {
				err = fmt.Errorf("%.60q is not an ID of a %s", v, o.Type.Name)
			}
		}
	})
	return err
}

// ValidID reports whether a text can be the ID of an object: UUIDs, numbers, and names of files and
// devices are such.
func ValidID(id string) bool {
	return id != "." && id != ".." && utf8.ValidString(id) && !strings.ContainsAny(id, `/\`) &&
		strings.IndexFunc(id, func(c rune) bool { return unicode.IsControl(c) || c == 0xfffe || c == 0xffff }) < 0
}
