package machines

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/content"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// vmCheck is a VM that somebody wants to have: what a command of the engine looks at before it adds
// or changes one.
type vmCheck struct {
	ms       *Machines
	action   string        // action is the words of the messages, such as add VM.
	after    *store.Object // after is the VM as it would be.
	change   *store.Object // change is what the request says.
	self     *store.Entity // self is the VM that is changed, or nil.
	graphics []string      // graphics are the protocols of the consoles.
}

// vmRule is one rule about VMs; it returns nil if the VM keeps it.
type vmRule func(*vmCheck) error

// addRules are what AddVmCommand looks at, in its order.
var addRules = []vmRule{
	beanOfVM, customVersion, quotaExists, monitorsFit, priorityFits, propertiesKnown, hostsExist, nameFits, tpmFits,
	systemFits, pinningFits, socketsFit, sharesFit, guaranteeOfVM, profileExists, iconsFit,
	mostMemory, leaseFits, rngFits,
}

// editRules are what UpdateVmCommand looks at, in its order.
var editRules = []vmRule{
	beanOfVM, templateStays, nameFits, customVersion, propertiesKnown, systemFits, hostsExist, monitorsFit, priorityFits,
	socketsFit, pinningFits, sharesFit, guaranteeOfVM, profileExists, tpmFits, iconsFit,
	quotaExists, mostMemory, leaseFits, rngFits,
}

// keeps holds the VM against the rules.
func (k *vmCheck) keeps(list []vmRule) error {
	for _, rule := range list {
		if err := rule(k); err != nil {
			return err
		}
	}
	return nil
}

// bad and conflict refuse with the action in front of a text.
func (k *vmCheck) bad(text string) error      { return world.Bad("Cannot %s. %s", k.action, text) }
func (k *vmCheck) conflict(text string) error { return world.Conflict("Cannot %s. %s", k.action, text) }

// cluster returns the cluster of the VM, or nil.
func (k *vmCheck) cluster() *store.Entity { return k.ms.w.Resolve(k.after.Part(names.Cluster)) }

// version returns the compatibility version of the VM, such as 4.7.
func (k *vmCheck) version() string {
	if v := versionText(k.after.Part("custom_compatibility_version")); v != "" {
		return v
	}
	if cluster := k.cluster(); cluster != nil {
		if v := versionText(cluster.Object().Part("version")); v != "" {
			return v
		}
	}
	return "4.7"
}

// versionText returns a version as major and minor with a full stop between, or "".
func versionText(v *store.Object) string {
	if v == nil || !v.Has("major") {
		return ""
	}
	return strconv.FormatInt(v.Int("major"), 10) + "." + strconv.FormatInt(v.Int("minor"), 10)
}

// option returns a number among the options of the engine, for the version of the VM.
func (k *vmCheck) option(name string) int64 {
	n, _ := strconv.ParseInt(rules.Value(name, k.version()), 10, 64)
	return n
}

// beanOfVM looks at what the annotations of VmStatic bound and the table of limits can't say: the
// memory, texts that are options of the engine, and members that depend on each other.
func beanOfVM(k *vmCheck) error {
	if err := memoryOfBean(k); err != nil {
		return err
	}
	layout := k.change.Text("display.keyboard_layout")
	if layout != "" && !rules.Listed("VncKeyboardLayoutValidValues", layout) {
		return world.Bad("Invalid keyboard layout, Attribute: vmStatic.vncKeyboardLayout")
	}
	if k.change.Has(names.DisplayMonitors) &&
		!rules.Listed("ValidNumOfMonitors", strconv.FormatInt(k.after.Int(names.DisplayMonitors), 10)) {
		return world.Bad("VM exceeded the number of allowed monitors, Attribute: vmStatic.numOfMonitors")
	}
	if k.after.Text("serial_number.policy") == "custom" && k.after.Text("serial_number.value") == "" {
		return k.bad("Custom serial number must be non-empty when \"Custom\" serial number policy is " +
			"specified., Attribute: vmStatic")
	}
	if (k.change.Has(names.TimeZoneName) || k.change.Has(names.OsType)) &&
		!zoneFits(k.after.Text(names.TimeZoneName), k.after.Text(names.OsType)) {
		return k.bad("Invalid time zone for given OS type., Attribute: vmStatic")
	}
	return nil
}

// memoryOfBean refuses a VM without memory. A new one whose maximum is too large for the engine's
// 32 bits counts as one without.
func memoryOfBean(k *vmCheck) error {
	if !memoryChanges(k.change) {
		return nil
	}
	if k.self == nil && k.after.Int(names.Memory)/world.MiB >= 1 &&
		int32(k.after.Int(names.MemoryPolicyMax)/world.MiB) < 1 {
		return world.Bad("must be greater than or equal to 1, Attribute: vmStatic.maxMemorySizeMb")
	}
	if k.after.Int(names.Memory)/world.MiB < 1 {
		return memoryFits(k.after, k.action, "vmStatic")
	}
	return nil
}

func mostMemory(k *vmCheck) error {
	if !memoryChanges(k.change) {
		return nil
	}
	if err := memoryFits(k.after, k.action, "vmStatic"); err != nil {
		return err
	}
	most, limit := k.after.Int(names.MemoryPolicyMax)/world.MiB, k.option("VM64BitMaxMemorySizeInMB")
	if limit > 0 && most > limit {
		return world.Bad("Cannot %s. Maximum memory (%dMB) cannot exceed platform limit (%dMB).", k.action, most, limit)
	}
	return nil
}

func guaranteeOfVM(k *vmCheck) error {
	if k.self != nil && !memoryChanges(k.change) {
		return nil
	}
	return guaranteeFits(k.after, k.action)
}

// customVersion refuses a version that the cluster is too new for.
func customVersion(k *vmCheck) error {
	own := versionText(k.change.Part("custom_compatibility_version"))
	if own == "" || slices.Contains(supportedLevels, own) {
		return nil
	}
	return k.bad("Custom Compatibility Version is not supported: " + own + ".")
}

// supportedLevels are the versions of clusters that engines know: Version.ALL.
var supportedLevels = []string{"4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8"}

// legalVersion refuses a version of a VM that no engine knows, before anything else is looked at.
func legalVersion(o *store.Object) error {
	v := o.Part("custom_compatibility_version")
	if v == nil || !v.Has("major") || !v.Has("minor") || slices.Contains(supportedLevels, versionText(v)) {
		return nil
	}
	return &world.Fault{
		Status: http.StatusBadRequest, Reason: "Invalid version",
		Detail: "Supported versions are " + strings.Join(supportedLevels, ", "),
	}
}

// legalIcon refuses a large icon that is neither one that exists nor an image.
func legalIcon(o *store.Object) error {
	icon := o.Part("large_icon")
	if icon == nil || icon.ID() != "" || icon.Text("media_type") != "" && icon.Text("data") != "" {
		return nil
	}
	return &world.Fault{
		Status: http.StatusBadRequest, Reason: world.ReasonFailed,
		Detail: "Invalid icon parameters. Either large icon is uploaded using \"media_type\" and \"data\" " +
			"properties or id of existing icon can be set.",
	}
}

func quotaExists(k *vmCheck) error {
	quota := k.change.Part(names.Quota)
	if quota == nil || quota.ID() == "" || k.ms.w.ByID(quota.Type, quota.ID()) != nil {
		return nil
	}
	return k.bad("Quota doesn't exist.")
}

func monitorsFit(k *vmCheck) error {
	if k.self != nil && !k.change.Has(names.DisplayMonitors) && k.change.Text(names.DisplayType) == "" {
		return nil
	}
	if k.after.Int(names.DisplayMonitors) > 1 && slices.Contains(k.graphics, "vnc") {
		return k.bad("Illegal number of monitors is provided, max allowed number of monitors is 1 for " +
			"VNC and the max number in the ValidNumOfMonitors configuration variable for SPICE.")
	}
	return nil
}

func priorityFits(k *vmCheck) error {
	n, most := k.after.Int("high_availability.priority"), k.option("VmPriorityMaxValue")
	if k.change.Has("high_availability.priority") && (n < 0 || n > most) {
		return world.Bad(
			"VM priority value passed the permitted max value, value should be between 0 and %d.", most,
		)
	}
	return nil
}

// propertiesKnown refuses custom properties that the engine's options don't have, or whose values
// don't match their patterns.
func propertiesKnown(k *vmCheck) error {
	list := k.change.List("custom_properties")
	if len(list) == 0 {
		return nil
	}
	patterns := map[string]string{}
	for _, option := range [...]string{"PredefinedVMProperties", "UserDefinedVMProperties"} {
		for one := range strings.SplitSeq(rules.Value(option, k.version()), ";") {
			if name, pattern, ok := strings.Cut(one, "="); ok {
				patterns[name] = pattern
			}
		}
	}
	var unknown, wrong []string
	for _, p := range list {
		pattern, ok := patterns[p.Name()]
		if !ok {
			unknown = append(unknown, p.Name())
			continue
		}
		if re, err := regexp.Compile(pattern); err == nil && !re.MatchString(p.Text(names.Value)) {
			wrong = append(wrong, p.Name())
		}
	}
	const some = " if some of the specified custom properties "
	switch {
	case len(unknown) > 0:
		return world.Bad("Cannot %s"+some+"are not configured by the system. The keys are: %s",
			k.action, strings.Join(unknown, ","))
	case len(wrong) > 0:
		return world.Bad("Cannot %s"+some+"have illegal values. The keys are: %s", k.action, strings.Join(wrong, ","))
	}
	return nil
}

// hostsExist refuses to bind a VM to a host that isn't one of its cluster.
func hostsExist(k *vmCheck) error {
	for _, ref := range k.change.List(names.PlacementPolicyHosts) {
		host := k.ms.w.Resolve(ref)
		if host == nil {
			return k.conflict("VM is pinned to a specific host. The required host doesn't exist.")
		}
		if cluster := k.cluster(); cluster != nil && host.Object().Text(names.ClusterID) != cluster.ID() {
			return k.conflict("VM is pinned to a specific host. The required host is not in the same cluster as the VM.")
		}
	}
	return nil
}

func nameFits(k *vmCheck) error {
	if int64(len([]rune(k.change.Name()))) > k.option("MaxVmNameLength") {
		return k.bad("The given name is too long.")
	}
	return nil
}

// tpmFits refuses a TPM without UEFI, or on a processor that can't have one.
func tpmFits(k *vmCheck) error {
	if !k.change.True(names.TpmEnabled) {
		return nil
	}
	arch, bios := k.after.Text(names.CpuArchitecture), k.after.Text("bios.type")
	if arch == "ppc64" || (bios == "q35_ovmf" || bios == "q35_secure_boot") && k.systemTakesTPM() {
		return nil
	}
	if arch == "" {
		arch = "undefined"
	}
	return k.bad("TPM device is not supported on '" + arch + "' architecture, or for the guest OS, or " +
		"UEFI firmware is not enabled, or insufficient compatibility level (4.6 required by default).")
}

// systemTakesTPM reports whether the operating system of the VM can have a TPM. Engines know that
// also where the API doesn't show it.
func (k *vmCheck) systemTakesTPM() bool {
	name := k.after.Text(names.OsType)
	if shown := k.ms.w.ByName("/operatingsystems", name); shown != nil && shown.Object().Has("tpm_support") {
		return shown.Object().Text("tpm_support") != "unsupported"
	}
	return slices.ContainsFunc(content.Systems(), func(s content.System) bool { return s.Name == name && s.TPM != "unsupported" })
}

// systemFits refuses an operating system of another architecture.
func systemFits(k *vmCheck) error {
	system := k.ms.w.ByName("/operatingsystems", k.change.Text(names.OsType))
	if system == nil {
		return nil
	}
	arch := k.after.Text(names.CpuArchitecture)
	if own := system.Object().Text("architecture"); own != "" && own != "undefined" && arch != "" && own != arch {
		return k.bad("Selected operating system is not supported by the architecture.")
	}
	return nil
}

// pinningFits refuses to pin virtual CPUs that don't exist, or those of a VM without a host.
func pinningFits(k *vmCheck) error {
	pins := k.change.List("cpu.cpu_tune.vcpu_pins")
	if len(pins) == 0 {
		return nil
	}
	seen := map[int64]bool{}
	for _, pin := range pins {
		switch vcpu := pin.Int("vcpu"); {
		case !cpuSet.MatchString(pin.Text("cpu_set")):
			return world.Bad("CPU pinning format invalid.")
		case vcpu < 0 || vcpu >= CPUs(k.after):
			return world.Bad("CPU pinning validation failed - virtual CPU does not exist in vm.")
		case seen[vcpu]:
			return world.Bad("Cannot configure CPU pinning twice to the same vCPU.")
		default:
			seen[vcpu] = true
		}
	}
	if len(k.after.List(names.PlacementPolicyHosts)) == 0 {
		return k.bad("CPU pinning is only possible when the VM is pinned to a host.")
	}
	return nil
}

// cpuSet is how CPUs of a host are named.
var cpuSet = regexp.MustCompile(`^\^?\d+(-\d+)?(,\^?\d+(-\d+)?)*$`)

// socketsFit refuses more or fewer processors than the engine's options allow:
// VmValidator.validateCpuSockets.
func socketsFit(k *vmCheck) error {
	if !k.change.Has(names.CpuTopology) {
		return nil
	}
	sockets, cores, threads := topology(k.after)
	all, _ := strconv.ParseInt(rules.Keyed("MaxNumOfVmCpus", k.version(), family(k.after)), 10, 64)
	switch {
	case sockets*cores*threads > all:
		return k.conflict("Maximum number of CPUs exceeded.")
	case sockets > k.option("MaxNumOfVmSockets"):
		return k.conflict("Maximum number of sockets exceeded.")
	case cores > k.option("MaxNumOfCpuPerSocket"):
		return k.conflict("Maximum number of CPUs per socket exceeded.")
	case threads > k.option("MaxNumOfThreadsPerCpu"):
		return k.conflict("Maximum number of threads per cpu exceeded")
	case cores < 1:
		return world.Conflict("Minimum number of CPU per socket cannot be less than 1")
	case sockets < 1:
		return world.Conflict("Minimum number of sockets cannot be less then 1")
	case threads < 1:
		return world.Conflict("Minimum number of threads per CPU cannot be less than 1")
	}
	return nil
}

// topology returns the numbers of a CPU topology, those that aren't said as 1.
func topology(o *store.Object) (sockets, cores, threads int64) {
	number := func(name string) int64 {
		if name = "cpu.topology." + name; o.Has(name) {
			return o.Int(name)
		}
		return 1
	}
	return number("sockets"), number("cores"), number("threads")
}

// family returns the family of a VM's architecture, as the options name it.
func family(o *store.Object) string {
	switch arch := o.Text(names.CpuArchitecture); arch {
	case "ppc64":
		return "ppc"
	case "s390x":
		return arch
	}
	return "x86"
}

func sharesFit(k *vmCheck) error {
	const shares = "cpu_shares"
	if n := k.change.Int(shares); k.change.Has(shares) && (n < 0 || n > 262144) {
		return world.Bad("Cannot set the cpu shares to the requested value. It has to be between 0 and 262144.")
	}
	return nil
}

func profileExists(k *vmCheck) error {
	profile := k.change.Part(names.CpuProfile)
	if profile == nil || profile.ID() == "" || k.ms.w.Resolve(profile) != nil {
		return nil
	}
	return k.bad("CPU profile with id ${cpuProfileId} doesn't exist.") // so do engines say it
}

// iconsFit refuses icons that don't exist, and images that are none.
func iconsFit(k *vmCheck) error {
	large := k.change.Part("large_icon")
	if large != nil && large.ID() == "" {
		if data := large.Text("data"); data != "" && !isImage(data) {
			return world.Bad("Provided VM icon is of unknown type.")
		}
		return nil
	}
	for _, size := range [...]string{"Small", "Large"} {
		icon := k.change.Part(strings.ToLower(size) + "_icon")
		if icon != nil && icon.ID() != "" && k.ms.w.ByID(icon.Type, icon.ID()) == nil {
			return world.Bad("%s icon of provided id does not exists.", size)
		}
	}
	return nil
}

// isImage reports whether a text in base64 begins as a PNG, JPEG or GIF does.
func isImage(data string) bool {
	return strings.HasPrefix(data, "iVBOR") || strings.HasPrefix(data, "/9j/") || strings.HasPrefix(data, "R0lGOD")
}

func leaseFits(k *vmCheck) error {
	lease := k.change.Part("lease.storage_domain")
	switch {
	case lease == nil || lease.ID() == "":
		return nil
	case !k.after.True(names.HighAvailabilityEnabled):
		return k.conflict("A VM lease was defined but high availability option is set to false.")
	case k.ms.w.Resolve(lease) == nil:
		return k.bad("Storage Domain doesn't exist.")
	}
	return nil
}

// rngFits refuses a source of random numbers that the cluster doesn't require of its hosts.
func rngFits(k *vmCheck) error {
	if k.change.Text(names.RngDeviceSource) != "hwrng" {
		return nil
	}
	if cluster := k.cluster(); cluster != nil {
		if sources, _ := cluster.Object().Get("required_rng_sources").([]string); slices.Contains(sources, "hwrng") {
			return nil
		}
	}
	return world.Bad("Internal Engine Error")
}

// templateStays refuses another template: only VMs of pools change theirs.
func templateStays(k *vmCheck) error {
	template := k.change.Part(names.Template)
	switch own := k.self.Object(); {
	case template == nil || template.ID() == "" || template.ID() == own.Text(names.TemplateID):
		return nil
	case k.ms.w.Resolve(template) == nil:
		return k.bad("The relevant Template doesn't exist.")
	case own.Has(names.VmPool):
		return nil
	}
	return k.bad("The Template can be changed for pool VMs only.")
}
