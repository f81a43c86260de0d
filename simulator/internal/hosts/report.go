package hosts

import (
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// newHost returns what an engine knows about a host that has never answered: what it was told, and
// its own defaults.
func (hs *Hosts) newHost() *store.Object {
	o := hs.w.NewObject(names.Host)
	for name, v := range map[string]any{
		names.Comment: "", names.AutoNumaStatus: "unknown",
		names.ExternalStatus: world.OK, names.KdumpStatus: "unknown",
		names.Memory: int64(0), names.NumaSupported: false, names.Port: agentPort, names.Protocol: "stomp",
		names.Type: "rhel", names.UpdateAvailable: false, names.CpuSpeed: 0.0,
		names.DevicePassthroughEnabled: false, names.KsmEnabled: false,
		names.OsCustomKernelCmdline: "", names.OvnConfigured: false, names.ReinstallationRequired: false,
		names.PowerManagementEnabled:            false,
		names.PowerManagementAutomaticPmEnabled: true, names.PowerManagementKdumpDetection: true,
		names.SpmPriority: 5, names.SpmStatus: "none", names.SshPort: 22,
		names.TransparentHugePagesEnabled: false, names.VgpuPlacement: "consolidated",
	} {
		o.Set(name, v)
	}
	return o
}

// reports are what hosts tell the engine when they answer for the first time.
var reports = map[string]any{
	names.KdumpStatus: "disabled", names.MaxSchedulingMemory: int64(63 * world.GiB), names.Memory: int64(64 * world.GiB),
	names.CpuName: "Intel Nehalem Family", names.CpuSpeed: 2600.0, names.CpuTopologyCores: 8,
	names.CpuTopologySockets: 2, names.CpuTopologyThreads: 2,
	names.OsType: "RHEL", names.OsVersionFullVersion: "9 - 1.el9",
	names.SeLinuxMode: "enforcing", names.SshFingerprint: "SHA256:simulated", names.SummaryActive: 0,
	names.SummaryMigrating: 0, names.SummaryTotal: 0, names.TransparentHugePagesEnabled: true,
	names.HardwareInformationFamily:       "Simulated",
	names.HardwareInformationManufacturer: "oVirt", names.VersionMajor: 4,
	names.VersionMinor: 50, names.VersionFullVersion: "vdsm-4.50.5-1.el9",
	names.LibvirtVersionFullVersion: "libvirt-9.0.0-1.el9",
}

// HostDefaults returns a host that has answered.
func (hs *Hosts) HostDefaults() *store.Object {
	o := hs.newHost()
	o.Set(names.Description, "")
	for name, v := range reports {
		o.Set(name, v)
	}
	return o
}

// reported reports whether a host has ever answered.
func reported(host *store.Object) bool { return host.Has(names.CpuName) }

// report lets a host answer for the first time: the engine learns what it is and what it has.
func (hs *Hosts) report(host *store.Entity) {
	if reported(host.Object()) {
		return
	}
	hs.w.Change(host, func(o *store.Object) {
		for name, v := range reports {
			o.Set(name, v)
		}
	})
	hs.AddHostParts(host)
}

// showUnreported shows a host that has never answered. Engines show parts of it that are empty.
func (hs *Hosts) showUnreported(o *store.Object) {
	o.Set(names.CpuTopology, hs.w.NewObject("cpu_topology"))
	o.Set(names.SeLinux, hs.w.NewObject(names.SeLinux))
	o.Set(names.HardwareInformationSupportedRngSources, []string{})
	o.Set(names.PowerManagementPmProxies, []*store.Object{})
	o.Set(names.OsDescription, "")
	o.Set(names.MaxSchedulingMemory, int64(0))
	o.Set(names.SummaryTotal, 0)
}

// silent reports whether nothing answers at the address of a host: the engine itself lives at the
// loopback addresses, and no hypervisor does.
func silent(host *store.Entity) bool { return world.Loopback(host.Object().Text(names.Address)) }

// await waits for a host that never answers.
func (hs *Hosts) await(host *store.Entity) {
	hs.w.Transition(host, func() {}, world.Unassigned, world.NonResponsive)
}

// certify issues the certificate of a host.
func (hs *Hosts) certify(host *store.Entity) {
	hs.w.Set(
		host,
		names.CertificateOrganization, organization,
		names.CertificateSubject, "O="+organization+",CN="+host.Object().Text(names.Address),
	)
}

// organization is that of the engine's own certificates.
const organization = "oVirt"
