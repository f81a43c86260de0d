package world

import (
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
)

func TestAuditsNameWhatTheModelHas(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for key, a := range audits {
		service, verb, _ := strings.Cut(key, " ")
		s := m.Service(service)
		if s == nil {
			t.Errorf("%s: no such service", key)
			continue
		}
		found := false
		for _, method := range m.Methods(s) {
			found = found || string(method.Kind) == verb || method.Kind == model.Action &&
				method.Segment() == verb
		}
		if !found {
			t.Errorf("%s: no such method", key)
		}
		if a.code <= 0 || !strings.HasSuffix(a.text, ".") {
			t.Errorf("%s: code %d with text %q", key, a.code, a.text)
		}
	}
}
