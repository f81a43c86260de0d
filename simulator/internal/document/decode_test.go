package document_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// TestErrorsShowThePartOfALongValue sends values that are as long as a document may be.
func TestErrorsShowThePartOfALongValue(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	vm := schema.New(m).Type("vm")
	for _, tt := range []struct {
		name, value, want string
	}{
		{"letters", strings.Repeat("x", 1<<20), "The string '" + strings.Repeat("x", 64) + "...' isn't a valid value for the 'VmType' enumerated type."},
		{"letters of two bytes", "x" + strings.Repeat("é", 1<<19), "The string 'x" + strings.Repeat("é", 31) + "...' isn't a valid value"},
		{"short", "moon", "The string 'moon' isn't a valid value for the 'VmType' enumerated type."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := document.Decode([]byte("<vm><type>"+tt.value+"</type></vm>"), wire.XML, vm, true)
			wrong, ok := errors.AsType[*document.ValueError](err)
			if !ok || !strings.HasPrefix(wrong.Detail, tt.want) || len(wrong.Detail) > 300 {
				t.Errorf("error %.400v, want %s", err, tt.want)
			}
		})
	}
}
