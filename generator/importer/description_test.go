package importer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/model/description"
)

// TestDescription shows that importing what an engine serves returns the committed model but for constraints, and that texts come
// along on request only.
func TestDescription(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	m.Struct("vm").Doc = "A machine\nof two lines.\n\n```xml\n<vm/>\n```\n"
	text, err := description.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range m.Services {
		for _, method := range s.Methods {
			method.Input = nil
		}
	}
	for _, tt := range []struct {
		name string
		opts Options
		doc  string
	}{
		{"without texts", Options{}, ""},
		{"with texts", Options{Docs: true}, "A machine of two lines."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, missing, err := Description(text, "model.json", m.Version, tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(model.Encode(m), model.Encode(got)); diff != "" {
				t.Errorf("the model differs (-want +got):\n%s", diff)
			}
			if doc := got.Struct("vm").Doc; doc != tt.doc {
				t.Errorf("the doc of vm is %q, want %q", doc, tt.doc)
			}
			if len(missing) == 0 || !strings.HasPrefix(missing[0], "input constraints: ") {
				t.Errorf("missing is %q", missing)
			}
		})
	}
}

func TestDescriptionNamesTheDocument(t *testing.T) {
	t.Parallel()
	_, _, err := Description([]byte("<html>"), "https://engine/model.json", "4.6.1", Options{})
	want := "https://engine/model.json:1: invalid character '<' looking for beginning of value"
	if err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}
