package benchdoc

import (
	"fmt"
	"slices"
	"time"
)

const base = "/ovirt-engine/api"

// The links of a virtual machine, in an order that real engines gave.
var (
	actions = []string{
		"detach", "export", "commitsnapshot", "logon", "cancelmigration", "clone", "maintenance", "freezefilesystems", "previewsnapshot",
		"reordermacaddresses", "thawfilesystems", "undosnapshot", "ticket", "migrate", "reboot", "reset", "shutdown", "start", "stop",
		"suspend", "autopincpuandnumanodes", "screenshot",
	}
	collections = []string{
		"affinitylabels", "katelloerrata", "permissions", "tags", "nics", "numanodes", "cdroms", "diskattachments", "graphicsconsoles",
		"watchdogs", "snapshots", "applications", "hostdevices", "reporteddevices", "sessions", "statistics", "backups",
	}
)

// The inventory's other objects; each virtual machine refers to some of them.
var (
	clusters  = uuids(1_000_000, 12)
	hosts     = uuids(1_000_100, 40)
	templates = uuids(1_000_200, 25)
	profiles  = uuids(1_000_300, 12)
	quotas    = uuids(1_000_400, 6)
	icons     = uuids(1_000_500, 8)
	owners    = []string{"payments", "warehouse", "web shop", "reporting", "R&D", "mail", "build farm", "Größe <test>"}
	zone      = time.FixedZone("", 2*60*60)
	epoch     = time.Date(2024, 3, 5, 7, 11, 13, 417_000_000, zone)
)

func uuids(seed, n int) []string {
	d := newDraw(seed)
	ids := make([]string, n)
	for i := range ids {
		ids[i] = d.uuid()
	}
	return ids
}

// vm is a virtual machine of the inventory. Member order is the engine's: actions, texts, links, then the rest by blocks.
func vm(i int) node {
	d := newDraw(i)
	id := d.uuid()
	address := base + "/vms/" + id
	v := node{name: "vm", kind: object, attrs: []attr{{"href", address}, {"id", id}}}
	add := func(nodes ...node) { v.nodes = append(v.nodes, nodes...) }

	operations := obj("actions")
	for _, rel := range actions {
		operations.nodes = append(operations.nodes, linkTo(address, rel))
	}
	add(operations, str("name", fmt.Sprintf("vm-%s-%05d", d.of("app", "db", "web", "cache", "queue"), i)))
	if d.sometimes(85) {
		add(str("description", "Server of "+d.of(owners...)))
	}
	if d.sometimes(85) {
		add(str("comment", d.of("", "", "managed by automation", "do not delete")))
	}
	for _, rel := range collections {
		add(linkTo(address, rel))
	}
	add(hardware(d)...)
	add(policy(d)...)
	add(references(d)...)
	add(running(d, i, d.sometimes(61))...)
	return v
}

// hardware has the members that describe the machine itself.
func hardware(d *draw) []node {
	memory := int64(1+d.below(32)) << 30
	n := []node{
		obj("bios", obj("boot_menu", flag("enabled", false)), str("type", d.of("q35_sea_bios", "q35_ovmf", "i440fx_sea_bios"))),
	}
	if d.sometimes(7) {
		n = append(n, obj("console", flag("enabled", true)))
	}
	n = append(n,
		obj("cpu",
			str("architecture", "x86_64"),
			obj("topology", integer("cores", int64(1+d.below(8))), integer("sockets", int64(1+d.below(4))), integer("threads", 1))),
		integer("cpu_shares", 0),
		moment("creation_time", epoch.Add(time.Duration(d.below(500))*26*time.Hour)),
	)
	if d.sometimes(7) {
		n = append(n, obj("custom_compatibility_version", integer("major", 4), integer("minor", 6)))
	}
	if d.sometimes(31) {
		n = append(n, items("custom_properties",
			obj("custom_property", str("name", "sap_agent"), str("value", "true")),
			obj("custom_property", str("name", "hugepages"), str("value", "1048576"))))
	}
	n = append(n,
		flag("delete_protected", d.sometimes(20)),
		obj("high_availability", flag("enabled", d.sometimes(30)), integer("priority", int64(d.below(100)))),
	)
	if d.sometimes(51) {
		n = append(n, initialization(d))
	}
	n = append(n,
		obj("io", integer("threads", int64(d.below(2)))),
		ref("large_icon", "icons", icons[d.below(len(icons))]),
		integer("memory", memory),
		obj("memory_policy", flag("ballooning", true), integer("guaranteed", memory/2), integer("max", memory*4)),
	)
	return n
}

func initialization(d *draw) node {
	return obj("initialization",
		str("custom_script", "runcmd:\n  - [ systemctl, enable, --now, qemu-guest-agent ]\n"),
		str("host_name", fmt.Sprintf("host%03d.example.com", d.below(1000))),
		items("nic_configurations",
			obj("nic_configuration",
				str("boot_protocol", "static"),
				obj("ip",
					str("address", fmt.Sprintf("10.%d.%d.%d", d.below(200), d.below(250), 1+d.below(250))),
					str("gateway", "10.0.0.1"), str("netmask", "255.255.0.0"), str("version", "v4")),
				str("name", "eth0"),
				flag("on_boot", true))),
		flag("regenerate_ssh_keys", false),
		str("user_name", "cloud-user"))
}

// policy has the members that say how the engine treats the machine.
func policy(d *draw) []node {
	n := []node{
		obj("migration", str("auto_converge", "inherit"), str("compressed", "inherit")),
		integer("migration_downtime", -1),
	}
	if d.sometimes(85) {
		n = append(n, flag("multi_queues_enabled", true))
	}
	n = append(n,
		str("origin", "ovirt"),
		obj("os",
			obj("boot", items("devices", str("device", "hd"), str("device", d.of("network", "cdrom")))),
			str("type", d.of("rhel_8x64", "rhel_9x64", "windows_2019x64", "other"))),
		obj("placement_policy", str("affinity", d.of("migratable", "migratable", "pinned", "user_migratable"))),
	)
	if d.sometimes(7) {
		n = append(n, obj("rng_device", obj("rate", integer("bytes", 1024), integer("period", 1000)), str("source", "urandom")))
	}
	small := ref("small_icon", "icons", icons[d.below(len(icons))])
	n = append(n, small)
	if d.sometimes(7) {
		n = append(n, flag("soundcard_enabled", true))
	}
	return append(n,
		obj("sso", items("methods", node{name: "method", kind: object, attrs: []attr{{"id", "guest_agent"}}})),
		flag("start_paused", false),
		flag("stateless", d.sometimes(5)),
		str("storage_error_resume_behaviour", d.of("auto_resume", "leave_paused", "kill")),
		obj("time_zone", str("name", d.of("Etc/GMT", "Europe/Berlin", "America/New_York"))),
		str("type", d.of("server", "server", "desktop", "high_performance")),
		obj("usb", flag("enabled", d.sometimes(10))),
	)
}

// references has the members that stand for other objects.
func references(d *draw) []node {
	var n []node
	if d.sometimes(7) {
		n = append(n, obj("virtio_scsi", flag("enabled", true)))
	}
	return append(n,
		ref("cluster", "clusters", clusters[d.below(len(clusters))]),
		ref("cpu_profile", "cpuprofiles", profiles[d.below(len(profiles))]),
		node{name: "quota", kind: object, attrs: []attr{{"id", quotas[d.below(len(quotas))]}}},
	)
}

// running has the members that come with the state of the machine.
func running(d *draw, i int, up bool) []node {
	n := []node{display(d, up)}
	if up && d.sometimes(48) {
		n = append(n, str("fqdn", fmt.Sprintf("vm%05d.example.com", i)))
	}
	if up && d.sometimes(51) {
		n = append(n,
			obj("guest_operating_system",
				str("architecture", "x86_64"), str("codename", "Plow"), str("distribution", "Red Hat Enterprise Linux"), str("family", "Linux"),
				obj("kernel", obj("version", integer("build", 0), str("full_version", "5.14.0-362.el9.x86_64"), integer("major", 5),
					integer("minor", 14), integer("revision", 362))),
				obj("version", str("full_version", "9.3"), integer("major", 9), integer("minor", 3))),
			obj("guest_time_zone", str("name", "CET"), str("utc_offset", "+01:00")))
	}
	n = append(n, flag("next_run_configuration_exists", d.sometimes(10)), str("numa_tune_mode", "interleave"))
	if up {
		n = append(n, flag("run_once", d.sometimes(5)), moment("start_time", epoch.Add(time.Duration(500+d.below(200))*25*time.Hour)))
	}
	n = append(n, str("status", status(d, up)))
	if !up && d.sometimes(41) {
		n = append(n, str("stop_reason", d.of("", "maintenance of the storage", "asked for by "+d.of(owners...))))
	}
	n = append(n, moment("stop_time", epoch.Add(time.Duration(499+d.below(200))*25*time.Hour)))
	if up {
		n = append(n, ref("host", "hosts", hosts[d.below(len(hosts))]))
	}
	template := templates[d.below(len(templates))]
	return append(n, ref("original_template", "templates", template), ref("template", "templates", template))
}

// display has the certificate and the ports only while the machine runs.
func display(d *draw, up bool) node {
	protocol := d.of("spice", "vnc")
	n := []node{
		flag("allow_override", false),
		flag("copy_paste_enabled", true),
		str("disconnect_action", "LOCK_SCREEN"),
		flag("file_transfer_enabled", true),
		integer("monitors", 1),
		flag("single_qxl_pci", false),
		flag("smartcard_enabled", false),
		str("type", protocol),
	}
	if !up {
		return obj("display", n...)
	}
	address := fmt.Sprintf("10.1.%d.%d", d.below(250), 1+d.below(250))
	certificate := obj("certificate",
		str("content", d.certificate()),
		str("organization", "example.com"),
		str("subject", fmt.Sprintf("O=example.com,CN=node%d.example.com", d.below(len(hosts)))))
	ports := []node{integer("port", int64(5900+d.below(100))), integer("secure_port", int64(6000+d.below(100)))}
	return obj("display", slices.Concat([]node{str("address", address), n[0], certificate}, n[1:5], ports, n[5:])...)
}

func status(d *draw, up bool) string {
	if up {
		return d.of("up", "up", "up", "up", "up", "migrating", "powering_up", "paused")
	}
	return d.of("down", "down", "down", "suspended", "image_locked")
}
