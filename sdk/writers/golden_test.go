package writers_test

import (
	"bytes"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

var update = flag.Bool("update", false, "rewrite testdata/golden")

// written are values whose documents are in testdata/golden, to the byte: what programs send, and what a tool may keep.
func written() map[string]func(writers.Format) ([]byte, error) {
	return map[string]func(writers.Format) ([]byte, error){
		"vm_add": object(writers.Vm, &types.Vm{
			Name:        new("myvm"),
			Description: new(""),
			Comment:     new("a <b> & \"c\" 'd'\r\n\te ]]> ü 日本 😀"),
			Memory:      new(int64(1 << 30)),
			Stateless:   new(false),
			Cluster:     &types.Cluster{Name: new("Default")},
			Template:    &types.Template{ID: new("00000000-0000-0000-0000-000000000000")},
			Cpu: &types.Cpu{
				Architecture: types.ArchitectureX8664,
				Topology:     &types.CpuTopology{Cores: new(int64(2)), Sockets: new(int64(1)), Threads: new(int64(1))},
			},
			Os: &types.OperatingSystem{
				Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceHd, types.BootDeviceNetwork}},
				Type: new("rhel_7x64"),
			},
			CustomProperties: []*types.CustomProperty{{Name: new("a"), Value: new("1")}, {Name: new("b")}},
			Quota:            &types.Quota{},
			Nics:             []*types.Nic{},
		}),
		"vm_with_links": object(writers.Vm, &types.Vm{
			ID:           new("1"),
			Href:         new("/ovirt-engine/api/vms/1"),
			Actions:      []string{"start", "stop"},
			Links:        []types.Link{{Rel: "nics", Href: "/ovirt-engine/api/vms/1/nics"}, {Rel: "vms/search", Href: "/ovirt-engine/api/vms?search={query}&max=1"}},
			Status:       types.VmStatusUp,
			CreationTime: new(time.Date(2024, 2, 29, 12, 30, 15, 7e6, time.FixedZone("", -5*3600))),
			StopTime:     new(time.Date(1969, 12, 31, 23, 59, 59, 999e6, time.UTC)),
		}),
		"cdrom_eject":     object(writers.Cdrom, &types.Cdrom{File: &types.File{ID: new("")}}),
		"network_of_vlan": object(writers.Network, &types.Network{Name: new("blue"), Vlan: &types.Vlan{ID: new(int64(100))}, Usages: []types.NetworkUsage{}}),
		"action_of_migration": object(writers.Action, &types.Action{
			Host: &types.Host{ID: new("h1")}, Force: new(true), GracePeriod: &types.GracePeriod{Expiry: new(int64(5000))},
		}),
		"action_empty": object(writers.Action, &types.Action{}),
		"disk_attachment": object(writers.DiskAttachment, &types.DiskAttachment{
			Bootable:  new(true),
			Interface: types.DiskInterfaceVirtioScsi,
			Disk: &types.Disk{
				Name: new("root"), Format: types.DiskFormatCow, ProvisionedSize: new(int64(10 << 30)),
				StorageDomains: []*types.StorageDomain{{Name: new("data")}},
			},
		}),
		"quota_storage_limits": list(writers.QuotaStorageLimit, []*types.QuotaStorageLimit{
			{Limit: new(int64(-1)), Usage: new(0.1)}, {Usage: new(1e21)}, {Usage: new(-0.00000025)}, {Usage: new(3.0)},
		}),
		"statistics": list(writers.Statistic, []*types.Statistic{
			{ID: new("s1"), Kind: types.StatisticKindGauge, Values: []*types.Value{{Datum: new(8056248730.0)}, {Detail: new("ok")}}}, {Values: []*types.Value{}},
		}),
		"method_of_sso": object(writers.Vm, &types.Vm{Sso: &types.Sso{Methods: []*types.Method{{ID: types.SsoMethodGuestAgent}, {}}}}),
		"numa_nodes":    list(writers.VirtualNumaNode, []*types.VirtualNumaNode{{Index: new(int64(0)), NumaNodePins: []*types.NumaNodePin{{Index: new(int64(1))}}}}),
		"bond": object(writers.HostNic, &types.HostNic{
			Name:    new("bond0"),
			Bonding: &types.Bonding{Options: []*types.Option{{Name: new("mode"), Value: new("4")}}, Slaves: []*types.HostNic{{Name: new("em1")}, {Name: new("em2")}}},
		}),
	}
}

func object[T any](w writers.Type[T], v *T) func(writers.Format) ([]byte, error) {
	return func(f writers.Format) ([]byte, error) { return writers.Append(nil, f, w, v) }
}

func list[T any](w writers.Type[T], v []*T) func(writers.Format) ([]byte, error) {
	return func(f writers.Format) ([]byte, error) { return writers.AppendList(nil, f, w, v) }
}

func TestDocumentsAreWrittenToTheByte(t *testing.T) {
	t.Parallel()
	for name, write := range written() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got txtar.Archive
			for _, f := range formats {
				doc, err := write(f)
				if err != nil {
					t.Fatal(err)
				}
				// One line end more, since a file of an archive ends with one.
				got.Files = append(got.Files, txtar.File{Name: "want/" + f.String(), Data: append(doc, '\n')})
			}
			path := "testdata/golden/" + name + ".txtar"
			if *update {
				if err := os.WriteFile(path, txtar.Format(&got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(want, txtar.Format(&got)) {
				t.Error(cmp.Diff(string(want), string(txtar.Format(&got))))
			}
		})
	}
}
