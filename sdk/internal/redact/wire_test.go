package redact

import (
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/model"
)

// TestWritersQuoteNoSecret writes a value that no document can hold for every secret member of the
// model, as package wire can't see the tables of this one.
func TestWritersQuoteNoSecret(t *testing.T) {
	t.Parallel()
	m := loadModel(t)
	written := 0
	for _, owner := range m.Structs {
		for _, member := range m.Members(owner) {
			for _, row := range secrets {
				if !row.secretIn(m, owner, member.Wire()) {
					continue
				}
				written++
				for _, format := range []wire.Format{wire.XML, wire.JSON} {
					for _, bad := range []string{"S3cReT\xff", "S3cReT\x00\xff", "\xffS3cReT"} {
						if text := writeError(format, owner, member.Wire(), bad); strings.Contains(text, "S3cReT") || text == "" {
							t.Errorf("%s.%s as %v: %s", owner.Name, member.Wire(), format, text)
						}
					}
				}
			}
		}
	}
	if written < 20 {
		t.Errorf("only %d secret members were written", written)
	}
}

func writeError(format wire.Format, owner *model.Struct, member, value string) string {
	w := wire.NewWriter(format)
	defer w.Release()
	w.Begin(owner.Tag())
	w.String(member, &value)
	w.End(owner.Tag())
	if w.Err() == nil {
		return ""
	}
	return w.Err().Error()
}
