package wire

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// The tests read and write a virtual machine with the parts that matter to the codec, by functions of the form that is generated.

const (
	slotVm = iota
	slotRef
	slotCpu
	slotTopology
	slotOs
	slotMemory
	slotProperty
	slotLink
	slotDisplay
	slotBios
	slotHa
	slotNic
	slotCertificate
)

type vmLink struct{ Rel, Href string }

type ref struct{ Href, ID, Name *string }

type topology struct{ Cores, Sockets, Threads *int64 }

type vmCpu struct {
	Architecture string
	Type         *string
	Topology     *topology
}

type vmOs struct {
	Type    *string
	Devices []string
}

type vmMemory struct {
	Guaranteed, Max *int64
	Ballooning      *bool
}

type property struct{ Name, Value *string }

type certificate struct{ Content, Subject *string }

type vmDisplay struct {
	Address, DisconnectAction *string
	AllowOverride             *bool
	Certificate               *certificate
	Monitors, Port            *int64
	Type                      string
}

type vmBios struct {
	BootMenu *bool
	Type     string
}

type vmHa struct {
	Enabled  *bool
	Priority *int64
}

type nic struct {
	ID, Href, Name, Mac *string
	Linked              *bool
	Interface           string
	Vm                  *ref
}

type vm struct {
	ID, Href, Name, Description, Comment          *string
	Links                                         []vmLink
	Actions                                       []string
	Bios                                          *vmBios
	Cpu                                           *vmCpu
	CpuShares, Memory, MigrationDowntime          *int64
	CreationTime, StartTime, StopTime             *time.Time
	CustomProperties                              []*property
	DeleteProtected, Stateless, StartPaused       *bool
	RunOnce, NextRun, MultiQueues                 *bool
	Display                                       *vmDisplay
	HighAvailability                              *vmHa
	MemoryPolicy                                  *vmMemory
	Os                                            *vmOs
	Origin, Fqdn, StopReason, Zone                *string
	Load                                          *float64
	StorageErrorResumeBehaviour, Type, Status     string
	Cluster, CpuProfile, Quota, Host              *ref
	LargeIcon, SmallIcon, Template, OriginalTempl *ref
	Nics                                          []*nic
}

func readLink(r *Reader, l *vmLink) { l.Rel, l.Href = r.Link() }

func readRef(r *Reader) *ref {
	v := New[ref](r, slotRef)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "href":
			v.Href = r.String()
		case "id":
			v.ID = r.String()
		case "name":
			v.Name = r.String()
		default:
			r.Skip()
		}
	}
	return v
}

func readTopology(r *Reader) *topology {
	v := New[topology](r, slotTopology)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "cores":
			v.Cores = r.Int()
		case "sockets":
			v.Sockets = r.Int()
		case "threads":
			v.Threads = r.Int()
		default:
			r.Skip()
		}
	}
	return v
}

func readCpu(r *Reader) *vmCpu {
	v := New[vmCpu](r, slotCpu)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "architecture":
			v.Architecture = r.Text()
		case "type":
			v.Type = r.String()
		case "topology":
			v.Topology = readTopology(r)
		default:
			r.Skip()
		}
	}
	return v
}

// readOs has the boot devices two levels down, as the model has them.
func readOs(r *Reader) *vmOs {
	v := New[vmOs](r, slotOs)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "type":
			v.Type = r.String()
		case "boot":
			for ok := r.Enter(); ok; ok = r.Next() {
				if string(r.Name()) == "devices" {
					v.Devices = Strings[string](r, "device")
				} else {
					r.Skip()
				}
			}
		default:
			r.Skip()
		}
	}
	return v
}

func readMemory(r *Reader) *vmMemory {
	v := New[vmMemory](r, slotMemory)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "guaranteed":
			v.Guaranteed = r.Int()
		case "max":
			v.Max = r.Int()
		case "ballooning":
			v.Ballooning = r.Bool()
		default:
			r.Skip()
		}
	}
	return v
}

func readProperty(r *Reader) *property {
	v := New[property](r, slotProperty)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "name":
			v.Name = r.String()
		case "value":
			v.Value = r.String()
		default:
			r.Skip()
		}
	}
	return v
}

func readCertificate(r *Reader) *certificate {
	v := New[certificate](r, slotCertificate)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "content":
			v.Content = r.String()
		case "subject":
			v.Subject = r.String()
		default:
			r.Skip()
		}
	}
	return v
}

func readDisplay(r *Reader) *vmDisplay {
	v := New[vmDisplay](r, slotDisplay)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "address":
			v.Address = r.String()
		case "allow_override":
			v.AllowOverride = r.Bool()
		case "certificate":
			v.Certificate = readCertificate(r)
		case "disconnect_action":
			v.DisconnectAction = r.String()
		case "monitors":
			v.Monitors = r.Int()
		case "port":
			v.Port = r.Int()
		case "type":
			v.Type = r.Text()
		default:
			r.Skip()
		}
	}
	return v
}

// readBios has the boot menu's only member beside the type.
func readBios(r *Reader) *vmBios {
	v := New[vmBios](r, slotBios)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "boot_menu":
			for ok := r.Enter(); ok; ok = r.Next() {
				if string(r.Name()) == "enabled" {
					v.BootMenu = r.Bool()
				} else {
					r.Skip()
				}
			}
		case "type":
			v.Type = r.Text()
		default:
			r.Skip()
		}
	}
	return v
}

func readHa(r *Reader) *vmHa {
	v := New[vmHa](r, slotHa)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "enabled":
			v.Enabled = r.Bool()
		case "priority":
			v.Priority = r.Int()
		default:
			r.Skip()
		}
	}
	return v
}

func readNic(r *Reader) *nic {
	v := New[nic](r, slotNic)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "href":
			v.Href = r.String()
		case "id":
			v.ID = r.String()
		case "name":
			v.Name = r.String()
		case "mac":
			for ok := r.Enter(); ok; ok = r.Next() {
				if string(r.Name()) == "address" {
					v.Mac = r.String()
				} else {
					r.Skip()
				}
			}
		case "linked":
			v.Linked = r.Bool()
		case "interface":
			v.Interface = r.Text()
		case "vm":
			v.Vm = readRef(r)
		default:
			r.Skip()
		}
	}
	return v
}

func readVm(r *Reader) *vm {
	v := New[vm](r, slotVm)
	for ok := r.Enter(); ok; ok = r.Next() {
		switch string(r.Name()) {
		case "href":
			v.Href = r.String()
		case "id":
			v.ID = r.String()
		case "actions":
			v.Actions = r.Actions()
		case "name":
			v.Name = r.String()
		case "description":
			v.Description = r.String()
		case "comment":
			v.Comment = r.String()
		case "link":
			v.Links = Append(r, slotLink, v.Links, readLink)
		case "bios":
			v.Bios = readBios(r)
		case "cpu":
			v.Cpu = readCpu(r)
		case "cpu_shares":
			v.CpuShares = r.Int()
		case "creation_time":
			v.CreationTime = r.Time()
		case "custom_properties":
			v.CustomProperties = Objects(r, "custom_property", readProperty)
		case "delete_protected":
			v.DeleteProtected = r.Bool()
		case "display":
			v.Display = readDisplay(r)
		case "high_availability":
			v.HighAvailability = readHa(r)
		case "large_icon":
			v.LargeIcon = readRef(r)
		case "memory":
			v.Memory = r.Int()
		case "memory_policy":
			v.MemoryPolicy = readMemory(r)
		case "migration_downtime":
			v.MigrationDowntime = r.Int()
		case "multi_queues_enabled":
			v.MultiQueues = r.Bool()
		case "next_run_configuration_exists":
			v.NextRun = r.Bool()
		case "nics":
			v.Nics = Objects(r, "nic", readNic)
		case "origin":
			v.Origin = r.String()
		case "os":
			v.Os = readOs(r)
		case "small_icon":
			v.SmallIcon = readRef(r)
		case "start_paused":
			v.StartPaused = r.Bool()
		case "stateless":
			v.Stateless = r.Bool()
		case "storage_error_resume_behaviour":
			v.StorageErrorResumeBehaviour = r.Text()
		case "time_zone":
			for ok := r.Enter(); ok; ok = r.Next() {
				if string(r.Name()) == "name" {
					v.Zone = r.String()
				} else {
					r.Skip()
				}
			}
		case "type":
			v.Type = r.Text()
		case "cluster":
			v.Cluster = readRef(r)
		case "cpu_profile":
			v.CpuProfile = readRef(r)
		case "quota":
			v.Quota = readRef(r)
		case "fqdn":
			v.Fqdn = r.String()
		case "load":
			v.Load = r.Float()
		case "run_once":
			v.RunOnce = r.Bool()
		case "start_time":
			v.StartTime = r.Time()
		case "status":
			v.Status = r.Text()
		case "stop_reason":
			v.StopReason = r.String()
		case "stop_time":
			v.StopTime = r.Time()
		case "host":
			v.Host = readRef(r)
		case "original_template":
			v.OriginalTempl = readRef(r)
		case "template":
			v.Template = readRef(r)
		default:
			r.Skip()
		}
	}
	return v
}

func writeLink(w *Writer, v *vmLink) {
	w.Attr("href", &v.Href)
	w.Attr("rel", &v.Rel)
}

func writeRef(w *Writer, v *ref) {
	w.Attr("href", v.Href)
	w.Attr("id", v.ID)
	w.String("name", v.Name)
}

func writeTopology(w *Writer, v *topology) {
	w.Int("cores", v.Cores)
	w.Int("sockets", v.Sockets)
	w.Int("threads", v.Threads)
}

func writeCpu(w *Writer, v *vmCpu) {
	w.Text("architecture", v.Architecture)
	Object(w, "topology", v.Topology, writeTopology)
	w.String("type", v.Type)
}

func writeOs(w *Writer, v *vmOs) {
	if v.Devices != nil {
		w.Open("boot")
		StringList(w, "devices", "device", v.Devices)
		w.Close("boot")
	}
	w.String("type", v.Type)
}

func writeMemory(w *Writer, v *vmMemory) {
	w.Bool("ballooning", v.Ballooning)
	w.Int("guaranteed", v.Guaranteed)
	w.Int("max", v.Max)
}

func writeProperty(w *Writer, v *property) {
	w.String("name", v.Name)
	w.String("value", v.Value)
}

func writeCertificate(w *Writer, v *certificate) {
	w.String("content", v.Content)
	w.String("subject", v.Subject)
}

func writeDisplay(w *Writer, v *vmDisplay) {
	w.String("address", v.Address)
	w.Bool("allow_override", v.AllowOverride)
	Object(w, "certificate", v.Certificate, writeCertificate)
	w.String("disconnect_action", v.DisconnectAction)
	w.Int("monitors", v.Monitors)
	w.Int("port", v.Port)
	w.Text("type", v.Type)
}

func writeBios(w *Writer, v *vmBios) {
	if v.BootMenu != nil {
		w.Open("boot_menu")
		w.Bool("enabled", v.BootMenu)
		w.Close("boot_menu")
	}
	w.Text("type", v.Type)
}

func writeHa(w *Writer, v *vmHa) {
	w.Bool("enabled", v.Enabled)
	w.Int("priority", v.Priority)
}

func writeNic(w *Writer, v *nic) {
	w.Attr("href", v.Href)
	w.Attr("id", v.ID)
	w.String("name", v.Name)
	w.Text("interface", v.Interface)
	w.Bool("linked", v.Linked)
	if v.Mac != nil {
		w.Open("mac")
		w.String("address", v.Mac)
		w.Close("mac")
	}
	Object(w, "vm", v.Vm, writeRef)
}

func writeVm(w *Writer, v *vm) {
	w.Attr("href", v.Href)
	w.Attr("id", v.ID)
	if !w.OmitLinks {
		w.Actions(v.Href, v.Actions)
	}
	w.String("name", v.Name)
	w.String("description", v.Description)
	w.String("comment", v.Comment)
	if !w.OmitLinks {
		Repeat(w, "link", v.Links, writeLink)
	}
	Object(w, "bios", v.Bios, writeBios)
	Object(w, "cpu", v.Cpu, writeCpu)
	w.Int("cpu_shares", v.CpuShares)
	w.Time("creation_time", v.CreationTime)
	List(w, "custom_properties", "custom_property", v.CustomProperties, writeProperty)
	w.Bool("delete_protected", v.DeleteProtected)
	Object(w, "display", v.Display, writeDisplay)
	Object(w, "high_availability", v.HighAvailability, writeHa)
	Object(w, "large_icon", v.LargeIcon, writeRef)
	w.Int("memory", v.Memory)
	Object(w, "memory_policy", v.MemoryPolicy, writeMemory)
	w.Int("migration_downtime", v.MigrationDowntime)
	w.Bool("multi_queues_enabled", v.MultiQueues)
	w.String("origin", v.Origin)
	Object(w, "os", v.Os, writeOs)
	Object(w, "small_icon", v.SmallIcon, writeRef)
	w.Bool("start_paused", v.StartPaused)
	w.Bool("stateless", v.Stateless)
	w.Text("storage_error_resume_behaviour", v.StorageErrorResumeBehaviour)
	if v.Zone != nil {
		w.Open("time_zone")
		w.String("name", v.Zone)
		w.Close("time_zone")
	}
	w.Text("type", v.Type)
	Object(w, "cluster", v.Cluster, writeRef)
	Object(w, "cpu_profile", v.CpuProfile, writeRef)
	Object(w, "quota", v.Quota, writeRef)
	w.String("fqdn", v.Fqdn)
	w.Float("load", v.Load)
	w.Bool("next_run_configuration_exists", v.NextRun)
	w.Bool("run_once", v.RunOnce)
	w.Time("start_time", v.StartTime)
	w.Text("status", v.Status)
	w.String("stop_reason", v.StopReason)
	w.Time("stop_time", v.StopTime)
	Object(w, "host", v.Host, writeRef)
	List(w, "nics", "nic", v.Nics, writeNic)
	Object(w, "original_template", v.OriginalTempl, writeRef)
	Object(w, "template", v.Template, writeRef)
}

var linkNames = strings.Fields(`affinitylabels applications backups cdroms diskattachments graphicsconsoles hostdevices katelloerrata nics
	numanodes permissions reporteddevices sessions snapshots statistics tags watchdogs`)

var actionNames = strings.Fields(`autopincpuandnumanodes cancelmigration clone commitsnapshot detach export freezefilesystems logon maintenance migrate
	previewsnapshot reboot reordermacaddresses reset screenshot shutdown start stop suspend thawfilesystems ticket undosnapshot`)

// testVm gives the machine of a number, the same one each time. Two of three are up, with host, address and certificate.
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

// pem gives a text of the length and form of a certificate.
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

// testDoc gives a document with the first n machines, as an engine formats it.
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
	return append([]byte(nil), w.Bytes()...)
}
