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
		{"letters", strings.Repeat("x", 1<<20), "'" + strings.Repeat("x", 64) + "...' is not a value of the enumerated type 'VmType'."},
		{"letters of two bytes", "x" + strings.Repeat("é", 1<<19), "'x" + strings.Repeat("é", 31) + "...' is not a value"},
		{"short", "moon", "'moon' is not a value of the enumerated type 'VmType'."},
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
