package wait_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
)

func TestUsualCases(t *testing.T) {
	t.Parallel()
	disk := func(b *bed) string {
		return "/disks/" + b.seed("/disks", "<disk><alias>x</alias><status>ok</status></disk>")
	}
	host := func(b *bed) string {
		return "/hosts/" + b.seed("/hosts", "<host><name>x</name><status>up</status><cluster><name>Default</name></cluster></host>")
	}
	template := func(b *bed) string {
		return "/templates/" + b.seed("/templates", "<template><name>x</name><status>ok</status></template>")
	}
	vm := func(b *bed) string { return "/vms/" + b.vm("x", "down") }
	domain := func(b *bed) string {
		return "/storagedomains/" + b.seed("/storagedomains",
			"<storage_domain><name>x</name><type>data</type><status>active</status><data_center><name>Default</name></data_center></storage_domain>")
	}
	transfer := func(b *bed) string {
		return "/imagetransfers/" + b.seed("/imagetransfers", "<image_transfer><phase>initializing</phase></image_transfer>")
	}
	dataCenter := func(b *bed) string { return "/datacenters/" + b.IDs("/datacenters")[0] }
	snapshot := func(b *bed) string {
		at := vm(b) + "/snapshots"
		return at + "/" + b.seed(at, "<snapshot><description>x</description><snapshot_status>ok</snapshot_status></snapshot>")
	}
	type maker = func(*bed) string
	for _, tt := range []struct {
		name   string
		make   maker
		states []string // of the member, one per second; empty removes the object
		wait   func(context.Context, *bed, string, ...wait.Option) error
		want   string // what the error says behind the name; empty for none
	}{
		{"vm unlocked", vm, []string{"image_locked", "up"}, noting(wait.VmUnlocked), ""},
		{"vm gone", vm, []string{"image_locked", ""}, bare(wait.VmGone), ""},
		{"disk gone", disk, []string{"locked", ""}, bare(wait.DiskGone), ""},
		{"disk vanishes", disk, []string{"locked", ""}, noting(wait.DiskOk), " is locked, not ok, after 1"},
		{"template illegal", template, []string{"locked", "illegal"}, noting(wait.TemplateOk), " is illegal, not ok: it won't become so by itself"},
		{"host up", host, []string{"maintenance", "unassigned", "up"}, noting(wait.HostUp), ""},
		{"host restarts", host, []string{"installing", "reboot", "non_responsive", "connecting", "initializing", "up"}, noting(wait.HostUp), ""},
		{"host installation fails", host, []string{"installing", "install_failed"}, noting(wait.HostUp),
			" is install_failed, not up: it won't become so by itself"},
		{"host non-operational", host, []string{"unassigned", "non_operational"}, noting(wait.HostUp),
			" is non_operational, not up: it won't become so by itself"},
		{"host in maintenance", host, []string{"up", "preparing_for_maintenance", "maintenance"}, noting(wait.HostMaintenance), ""},
		{"host stops", host, []string{"preparing_for_maintenance", "up"}, noting(wait.HostMaintenance),
			" is up, not maintenance: it won't become so by itself"},
		{"snapshot ok", snapshot, []string{"locked", "ok"}, below("/vms", wait.SnapshotOk), ""},
		{"snapshot vanishes", snapshot, []string{"locked", ""}, below("/vms", wait.SnapshotOk), " is locked, not ok, after 1"},
		{"snapshot gone", snapshot, []string{"locked", ""}, func(ctx context.Context, b *bed, id string, opts ...wait.Option) error {
			return wait.SnapshotGone(ctx, b.conn, b.IDs("/vms")[0], id, opts...)
		}, ""},
		{"domain active", domain, []string{"maintenance", "locked", "active"}, below("/datacenters", wait.StorageDomainActive), ""},
		{"domain inactive", domain, []string{"locked", "inactive"}, below("/datacenters", wait.StorageDomainActive),
			" is inactive, not active: it won't become so by itself"},
		{"domain in maintenance", domain, []string{"active", "preparing_for_maintenance", "maintenance"}, below("/datacenters", wait.StorageDomainMaintenance), ""},
		{"domain stays active", domain, []string{"preparing_for_maintenance", "active"}, below("/datacenters", wait.StorageDomainMaintenance),
			" is active, not maintenance: it won't become so by itself"},
		{"data center up", dataCenter, []string{"uninitialized", "up"}, noting(wait.DataCenterUp), ""},
		{"transfer ready", transfer, []string{"initializing", "transferring"}, noting(wait.TransferReady), ""},
		{"transfer cancelled", transfer, []string{"initializing", "cancelled_system"}, noting(wait.TransferReady),
			" is cancelled_system, not transferring: it won't become so by itself"},
		{"transfer finished", transfer, []string{"transferring", "finalizing_success", "finished_success"}, noting(wait.TransferFinished), ""},
		{"transfer fails", transfer, []string{"finalizing_success", "finalizing_failure"}, noting(wait.TransferFinished),
			" is finalizing_failure, not finished_success: it won't become so by itself"},
		{"transfer paused", transfer, []string{"transferring", "paused_system"}, noting(wait.TransferFinished),
			" is paused_system, not finished_success: it won't become so by itself"},
		{"transfer vanishes", transfer, []string{"transferring", ""}, noting(wait.TransferFinished), " is transferring, not finished_success, after 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBed(t, func(b *bed) {
				path := tt.make(b)
				id := path[strings.LastIndexByte(path, '/')+1:]
				set := func(state string) {
					if state == "" {
						_ = b.Drop(path)
						return
					}
					b.put(path, change(path, state))
				}
				set(tt.states[0])
				go func() {
					for _, state := range tt.states[1:] {
						time.Sleep(time.Second)
						set(state)
					}
				}()
				begin := time.Now()
				err := tt.wait(b.t.Context(), b, id, wait.Within(time.Minute))
				if got := masked(err, id); (tt.want == "") != (err == nil) || !strings.Contains(got, tt.want) {
					b.t.Errorf("error is %s, want ...%s", got, tt.want)
				}
				least := time.Duration(len(tt.states)-1) * time.Second
				if took := time.Since(begin); took < least || took > 2*least+time.Second {
					b.t.Errorf("it took %v", took)
				}
			})
		})
	}
}

func TestTransferThatIsForgottenIsLeftToItsDisk(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, status string
		class        error
	}{
		{"ok", "ok", nil},
		{"illegal", "illegal", sdk.ErrAction},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBed(t, func(b *bed) {
				disk := b.seed("/disks", "<disk><alias>x</alias><status>locked</status></disk>")
				id := b.seed("/imagetransfers", "<image_transfer><phase>finalizing_success</phase><image id=\""+disk+"\"/></image_transfer>")
				time.AfterFunc(time.Second, func() { _ = b.Drop("/imagetransfers/" + id) })
				time.AfterFunc(10*time.Second, func() { b.put("/disks/"+disk, "<disk><status>"+tt.status+"</status></disk>") })
				begin := time.Now()
				transfer, err := wait.TransferFinished(b.t.Context(), b.conn, id)
				if !errors.Is(err, tt.class) || transfer == nil || time.Since(begin) < 10*time.Second {
					b.t.Errorf("TransferFinished gave %v, %v after %v", transfer, err, time.Since(begin))
				}
			})
		})
	}
}

func TestStorageDomainUnattached(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		b.Fail(simulator.Rule{Path: "*/api/storagedomains/1", Status: 200, ContentType: b.format.MediaType(), Times: 3,
			Body: map[sdk.Format]string{sdk.XML: `<storage_domain id="1"/>`, sdk.JSON: `{"id":"1"}`}[b.format]})
		b.Fail(simulator.Rule{Path: "*/api/storagedomains/1", Status: 200, ContentType: b.format.MediaType(),
			Body: map[sdk.Format]string{
				sdk.XML: `<storage_domain id="1"><status>unattached</status></storage_domain>`, sdk.JSON: `{"id":"1","status":"unattached"}`,
			}[b.format]})
		if d, err := wait.StorageDomainUnattached(b.t.Context(), b.conn, "1"); err != nil || d.Status != "unattached" || len(b.requests()) != 4 {
			b.t.Errorf("StorageDomainUnattached gave %v, %v", d, err)
		}
	})
}
