package wait_test

import (
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
)

// TestVmWithoutStatusEndsTheWait has the engine leave out the status, as it does for a VM with an illegal image. A wait that goes on while
// the answer says nothing is one that the user makes of wait.Cond or StatusIn.
func TestVmWithoutStatusEndsTheWait(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		media, body := "application/xml", `<vm id="ID"><name>web</name></vm>`
		if b.format == sdk.JSON {
			media, body = "application/json", `{"id":"ID","name":"web"}`
		}
		h := b.Fail(simulator.Rule{Op: "VmService.Get", Status: 200, ContentType: media, Body: body})
		for i, tt := range []struct {
			wait func(*bed, string) error
			want string
		}{
			{up, "wait.VmUp: vm web (ID) is not up: it won't become so by itself"},
			{down, "wait.VmDown: vm web (ID) is not down: it won't become so by itself"},
			{suspended, "wait.VmSuspended: vm web (ID) is not suspended: it won't become so by itself"},
		} {
			id := b.vm("web", "up")
			if err := tt.wait(b, id); masked(err, id) != tt.want {
				b.t.Errorf("error is %v, want %s", err, tt.want)
			}
			if err := b.Drop("/vms/" + id); err != nil || h.Hits() != i+1 {
				b.t.Errorf("%d requests, want one for each wait: %v", h.Hits(), err)
			}
		}
	})
}
