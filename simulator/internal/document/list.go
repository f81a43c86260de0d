package document

import (
	"fmt"
	"io"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// EachItem reads a collection of objects of the type from XML as an engine answers it, and calls f for each. Addresses lose the prefix; what
// the model doesn't know is ignored.
func EachItem(src io.Reader, t *schema.Type, prefix string, f func(*store.Object)) error {
	r := wire.NewReader(src, wire.XML)
	defer r.Release()
	d := &decoder{r: r, kept: true, prefix: prefix}
	if !r.RootIs(t.ListTag) {
		return fmt.Errorf("%w: %w", ErrSyntax, r.Err())
	}
	for r.EnterList(t.Tag); r.NextItem(); {
		f(d.object(t))
	}
	if err := r.Finish(); err != nil {
		return fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	return nil
}

// address takes the prefix off an address.
func (d *decoder) address(href string) string {
	return strings.Clone(strings.TrimPrefix(href, d.prefix))
}
