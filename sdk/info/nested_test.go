package info_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestNamesOfATypeLeadToItsOthers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value                   any
		name, goName, tag, list string
	}{
		{types.Nic{}, "nic", "Nic", "nic", "nics"},
		{&types.DiskAttachment{}, "disk_attachment", "DiskAttachment", "disk_attachment", "disk_attachments"},
		{types.OperatingSystem{}, "operating_system", "OperatingSystem", "os", "oss"},
	} {
		of, ok := info.TypeOf(tt.value)
		if !ok || of.Name != tt.name || of.Go != tt.goName || of.Tag != tt.tag || of.ListTag != tt.list {
			t.Errorf("TypeOf(%T) is %q, %q, %q, %q", tt.value, of.Name, of.Go, of.Tag, of.ListTag)
		}
		for _, name := range []string{tt.name, tt.goName, tt.tag, tt.list} {
			if by, ok := info.TypeByName(name); !ok || by.Name != tt.name {
				t.Errorf("TypeByName(%q) is %q, want %q", name, by.Name, tt.name)
			}
		}
	}
}

// TestTypesOfMembersAreKnown goes from the entry point of the API and from a VM through all that they hold, and finds for each member the
// type that its field has.
func TestTypesOfMembersAreKnown(t *testing.T) {
	t.Parallel()
	plain := map[string]reflect.Type{
		"boolean": reflect.TypeFor[bool](), "date": reflect.TypeFor[time.Time](), "decimal": reflect.TypeFor[float64](),
		"integer": reflect.TypeFor[int64](), "string": reflect.TypeFor[string](),
	}
	seen := make(map[reflect.Type]bool)
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		if seen[typ] {
			return
		}
		seen[typ] = true
		of, ok := info.TypeOf(reflect.Zero(typ).Interface())
		if !ok {
			t.Errorf("%v has no description", typ)
			return
		}
		for _, m := range of.Members {
			field, ok := typ.FieldByName(m.Go)
			if !ok {
				t.Errorf("%v has no field %s", typ, m.Go)
				continue
			}
			inner := field.Type
			for inner.Kind() == reflect.Slice || inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			if want, ok := plain[m.Type]; ok {
				if inner != want {
					t.Errorf("%v.%s is said to be a %s", typ, m.Go, m.Type)
				}
				continue
			}
			if inner.Kind() != reflect.Struct {
				continue // an enumeration
			}
			if member, ok := info.TypeByName(m.Type); !ok || member.Go != inner.Name() {
				t.Errorf("%v.%s has the type %s, which is %q, want %q", typ, m.Go, m.Type, member.Go, inner.Name())
			}
			walk(inner)
		}
	}
	walk(reflect.TypeFor[types.Api]())
	walk(reflect.TypeFor[types.Vm]())
	if len(seen) < 100 {
		t.Errorf("only %d types were found", len(seen))
	}
}
