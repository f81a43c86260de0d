package wire

import "time"

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

type vmLink link

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
			v.Links = Links(r, slotLink, v.Links)
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
