package wire

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

var linkNames = strings.Fields(`affinitylabels applications backups cdroms diskattachments graphicsconsoles hostdevices katelloerrata nics
	numanodes permissions reporteddevices sessions snapshots statistics tags watchdogs`)

var actionNames = strings.Fields(`autopincpuandnumanodes cancelmigration clone commitsnapshot detach export freezefilesystems logon maintenance migrate
	previewsnapshot reboot reordermacaddresses reset screenshot shutdown start stop suspend thawfilesystems ticket undosnapshot`)

// testVm returns the machine of a number, the same one each time. Two of three are up, with host, address and certificate.
func testVm(i int) *vm {
	rnd := rand.New(rand.NewPCG(uint64(i), 7))
	id := func() *string {
		return new(fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", rnd.Uint32(), rnd.Uint32()>>16, rnd.Uint32()>>16, rnd.Uint32()>>16, rnd.Uint64()>>16))
	}
	point := func(path string, of uint64) *ref {
		n := rnd.Uint64N(of)*0x9E3779B97F4A7C15 + uint64(len(path))
		id := new(fmt.Sprintf("%08x-0000-4000-8000-%012x", n>>32, n&0xFFFFFFFF))
		return &ref{Href: new("/ovirt-engine/api/" + path + "/" + *id), ID: id}
	}
	when := func() *time.Time {
		t := time.UnixMilli(1_700_000_000_000 + rnd.Int64N(50_000_000_000)).In(time.FixedZone("", 2*3600))
		return &t
	}
	v := &vm{
		ID: id(), Name: new(fmt.Sprintf("app%04d.prod", i)), Description: new("Machine of the shop, rack 7"), Comment: new(""),
		Bios: &vmBios{BootMenu: new(false), Type: "q35_sea_bios"},
		Cpu: &vmCpu{
			Architecture: "x86_64",
			Topology:     &topology{Cores: new(int64(1 + i%4)), Sockets: new(int64(2)), Threads: new(int64(1))},
		},
		CpuShares: new(int64(0)), Memory: new(int64(1+i%16) << 30), MigrationDowntime: new(int64(-1)),
		CreationTime: when(), StopTime: when(), DeleteProtected: new(i%9 == 0), Stateless: new(false), StartPaused: new(false),
		RunOnce: new(false), NextRun: new(false), MultiQueues: new(true),
		Display: &vmDisplay{
			AllowOverride: new(false), DisconnectAction: new("LOCK_SCREEN"), Monitors: new(int64(1)), Type: "vnc",
		},
		HighAvailability: &vmHa{Enabled: new(i%5 == 0), Priority: new(int64(1))},
		MemoryPolicy:     &vmMemory{Guaranteed: new(int64(1) << 30), Max: new(int64(4) << 32), Ballooning: new(true)},
		Os:               &vmOs{Type: new("rhel_8x64"), Devices: []string{"hd", "network"}},
		Origin:           new("ovirt"), Zone: new("Etc/GMT"), StorageErrorResumeBehaviour: "auto_resume", Type: "server", Status: "down",
		Cluster: point("clusters", 4), CpuProfile: point("cpuprofiles", 4), Quota: &ref{ID: id()},
		LargeIcon: point("icons", 6), SmallIcon: point("icons", 6), Template: point("templates", 12), OriginalTempl: point("templates", 12),
		CustomProperties: []*property{{Name: new("hugepages"), Value: new("2048")}},
		StopReason:       new(""), Actions: actionNames,
	}
	if i%10 == 0 {
		v.Description = new("Machine of the shop & the stöck, <rack> 8")
	}
	v.Href = new("/ovirt-engine/api/vms/" + *v.ID)
	for _, name := range linkNames {
		v.Links = append(v.Links, vmLink{Rel: name, Href: *v.Href + "/" + name})
	}
	if i%3 != 0 {
		v.Status, v.StartTime, v.Host = "up", when(), point("hosts", 24)
		v.Fqdn, v.Load = new(fmt.Sprintf("app%04d.example.com", i)), new(float64(i%100)/100)
		v.Display.Address, v.Display.Port = new("192.0.2.17"), new(int64(5900+i%100))
		v.Display.Certificate = &certificate{Content: new(pem(rnd)), Subject: new("O=example.com,CN=host17.example.com")}
	}
	return v
}

// pem returns a text of the length and form of a certificate.
func pem(rnd *rand.Rand) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	var b strings.Builder
	b.WriteString("-----BEGIN CERTIFICATE-----\n")
	for range 20 {
		for range 64 {
			b.WriteByte(digits[rnd.IntN(len(digits))])
		}
		b.WriteByte('\n')
	}
	b.WriteString("-----END CERTIFICATE-----\n")
	return b.String()
}

// testDoc returns a document with the first n machines, as an engine formats it.
func testDoc(f Format, n int) []byte {
	w := NewWriter(f)
	defer w.Release()
	w.Declare, w.Indent = true, true
	all := make([]*vm, n)
	for i := range all {
		all[i] = testVm(i)
	}
	RootList(w, "vms", "vm", all, writeVm)
	if err := w.Err(); err != nil {
		panic(err)
	}
	return bytes.Clone(w.Bytes())
}
