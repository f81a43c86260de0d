package generator

import (
	"testing"

	"github.com/ovirt-go/ovirt/model"
)

// TestModelsWithoutFormInGo compares all errors of models that cannot be generated from.
func TestModelsWithoutFormInGo(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t, "negative") {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var files map[string][]byte
			m, err := c.load()
			if err == nil {
				files, err = Files(m, Home)
			}
			if err == nil {
				t.Fatalf("there is no error, but %d files", len(files))
			}
			if files != nil {
				t.Errorf("there are %d files beside the error", len(files))
			}
			errs, ok := err.(model.Errors)
			if !ok {
				t.Errorf("the error is %T, want model.Errors", err)
			}
			for _, problem := range errs {
				if problem.File == "" || problem.Line == 0 {
					t.Errorf("the place is missing: %v", problem)
				}
			}
			c.compare(t, func(string) []byte { return []byte(err.Error() + "\n") })
		})
	}
}
