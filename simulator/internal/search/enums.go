package search

import "strings"

// names are the values of an enum as the engine itself calls them, in its order and in lower case,
// which is what searches compare with. They are not always those of the API: the words of some
// names are joined, and some of the API's values stand for another one.
type names struct {
	all     []string
	instead map[string]string // values of the API that are called otherwise
}

func enum(all string, instead ...string) names {
	n := names{all: strings.Fields(all), instead: map[string]string{}}
	for i := 0; i+1 < len(instead); i += 2 {
		n.instead[instead[i]] = instead[i+1]
	}
	return n
}

// of returns the engine's name of a value of the API.
func (n names) of(value string) string {
	if name, ok := n.instead[value]; ok {
		return name
	}
	for _, name := range n.all {
		if name == value {
			return name
		}
	}
	return strings.ReplaceAll(value, "_", "")
}

var (
	vmStates = enum("unassigned down up poweringup paused migratingfrom migratingto unknown "+
		"notresponding waitforlaunch rebootinprogress savingstate restoringstate suspended "+
		"imageillegal imagelocked poweringdown",
		"migrating", "migratingfrom",
	)
	vmTypes    = enum("desktop server highperformance")
	hostStates = enum("unassigned down maintenance up nonresponsive error installing " +
		"installfailed reboot preparingformaintenance nonoperational pendingapproval initializing connecting " +
		"installingos kdumping")
	hostTypes      = enum("rhel rhevh", "ovirt_node", "rhevh", "rhev_h", "rhevh")
	externalStates = enum("ok info warning error failure")
	architectures  = enum("undefined x86 ppc s390x x86_64 ppc64 ppc64le ppcle")
	biosTypes      = enum("i440fx_sea_bios q35_sea_bios q35_ovmf q35_secure_boot")
	templateStates = enum("ok locked illegal")
	imageStates    = enum("unassigned ok locked illegal")
	diskTypes      = enum("image lun cinder managed_block_storage kubernetes")
	diskContents   = enum("data ovf_store memory_dump_volume memory_metadata_volume iso " +
		"hosted_engine hosted_engine_sanlock hosted_engine_metadata hosted_engine_configuration " +
		"backup_scratch")
	volumeTypes      = enum("unassigned preallocated sparse")
	dataCenterStates = enum("uninitialized up maintenance notoperational nonresponsive contend",
		"problematic", "nonresponsive",
	)
	domainStates = enum("unknown uninitialized unattached active inactive locked maintenance "+
		"preparingformaintenance detaching activating",
		"mixed", "unknown",
	)
	sharedStates = enum("unattached active inactive mixed locked",
		"maintenance", "inactive",
		"unknown", "inactive",
		"preparing_for_maintenance", "inactive",
		"activating", "inactive",
		"detaching", "inactive",
	)
	storageTypes = enum("unknown nfs fcp iscsi localfs posixfs glusterfs glance cinder " +
		"managed_block_storage unmanaged")
	poolTypes     = enum("automatic manual")
	severities    = enum("normal warning error alert")
	volumeLayouts = enum("distribute replicate distributed_replicate stripe distributed_stripe " +
		"striped_replicate distributed_striped_replicate disperse distributed_disperse " +
		"unknown")
	transports     = enum("tcp rdma")
	glusterStates  = enum("up down unknown")
	enforcingTypes = enum("disabled soft_enforcement hard_enforcement",
		"audit", "soft_enforcement",
		"enabled", "hard_enforcement",
	)
)
