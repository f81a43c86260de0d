package simulator_test

import (
	"strings"
	"testing"
)

// TestVMIsBoundAsRecorded states what an engine of model 4.6.1 answered to a POST and a PUT of the
// same member: 400 for what a bean or the request forbids, 409 for what its state does.
func TestVMIsBoundAsRecorded(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := "/vms/" + idOf(t, e.want(201, "POST", "/vms", `<vm><name>bound</name>`+inDefault+`</vm>`).body)
	for _, tt := range []struct {
		name, member string
		status       int
		detail       string // detail has {do} for the words of the request
	}{
		{"name of 65 letters", "<name>" + strings.Repeat("n", 65) + "</name>", 400, "[Cannot {do}. The given name is too long.]"},
		{"no cores", "<cpu><topology><cores>0</cores></topology></cpu>", 409, "[Minimum number of CPU per socket cannot be less than 1]"},
		{"no sockets", "<cpu><topology><sockets>0</sockets></topology></cpu>", 409, "[Minimum number of sockets cannot be less then 1]"},
		{"many CPUs", "<cpu><topology><cores>1000</cores></topology></cpu>", 409, "[Cannot {do}. Maximum number of CPUs exceeded.]"},
		{"many threads", "<cpu><topology><threads>9</threads></topology></cpu>", 409, "[Cannot {do}. Maximum number of threads per cpu exceeded]"},
		{"high priority", "<high_availability><priority>101</priority></high_availability>", 400,
			"[VM priority value passed the permitted max value, value should be between 0 and 100.]"},
		{"unknown keyboard", "<display><keyboard_layout>zz</keyboard_layout></display>", 400,
			"[Invalid keyboard layout, Attribute: vmStatic.vncKeyboardLayout]"},
		{"five monitors", "<display><monitors>5</monitors></display>", 400,
			"[VM exceeded the number of allowed monitors, Attribute: vmStatic.numOfMonitors]"},
		{"custom serial number without one", "<serial_number><policy>custom</policy></serial_number>", 400,
			`[Cannot {do}. Custom serial number must be non-empty when "Custom" serial number policy is specified., Attribute: vmStatic]`},
		{"unknown property", "<custom_properties><custom_property><name>nosuch</name><value>x</value></custom_property></custom_properties>", 400,
			"[Cannot {do} if some of the specified custom properties are not configured by the system. The keys are: nosuch]"},
		{"bad property", "<custom_properties><custom_property><name>sap_agent</name><value>x</value></custom_property></custom_properties>", 400,
			"[Cannot {do} if some of the specified custom properties have illegal values. The keys are: sap_agent]"},
		{"many shares", "<cpu_shares>262145</cpu_shares>", 400,
			"[Cannot set the cpu shares to the requested value. It has to be between 0 and 262144.]"},
		{"unknown version", "<custom_compatibility_version><major>3</major><minor>0</minor></custom_compatibility_version>", 400,
			"Supported versions are 4.2, 4.3, 4.4, 4.5, 4.6, 4.7, 4.8"},
		{"unknown quota", `<quota id="99999999-9999-4999-8999-999999999999"/>`, 400, "[Cannot {do}. Quota doesn't exist.]"},
		{"unknown icon", `<small_icon id="99999999-9999-4999-8999-999999999999"/>`, 400, "[Small icon of provided id does not exists.]"},
		{"icon that is none", "<large_icon><media_type>image/png</media_type><data>aGVsbG8=</data></large_icon>", 400,
			"[Provided VM icon is of unknown type.]"},
		{"hardware RNG", "<rng_device><source>hwrng</source></rng_device>", 400, "[Internal Engine Error]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name := "<name>twin</name>"
			if strings.HasPrefix(tt.member, "<name>") {
				name = ""
			}
			for _, do := range []struct{ words, method, path, doc string }{
				{"add VM", "POST", "/vms", "<vm>" + name + inDefault + tt.member + "</vm>"},
				{"edit VM", "PUT", vm, "<vm>" + tt.member + "</vm>"},
			} {
				e.refuses(tt.status, do.method, do.path, do.doc, strings.ReplaceAll(tt.detail, "{do}", do.words))
			}
		})
	}
}

// inDefault is where VMs of these tests are and what they are made of.
const inDefault = "<cluster><name>Default</name></cluster><template><name>Blank</name></template>"

// TestVMKeepsWhatAnEngineReads states how an engine of model 4.6.1 showed what it was sent.
func TestVMKeepsWhatAnEngineReads(t *testing.T) {
	t.Parallel()
	e := start(t)
	for i, tt := range []struct{ name, sent, shown, hidden string }{
		{"operating system it doesn't know", "<os><type>nosuch</type></os>", "<type>other</type>", "nosuch"},
		{"architecture", "<cpu><architecture>ppc64</architecture></cpu>", "<architecture>x86_64</architecture>", "ppc64"},
		{"origin it doesn't know", "<origin>x</origin>", "<origin>ovirt</origin>", "<origin>x<"},
		{"disconnect action it doesn't know", "<display><disconnect_action>nosuch</disconnect_action></display>",
			"<disconnect_action>LOCK_SCREEN</disconnect_action>", "nosuch"},
		{"older pinning policy", "<auto_pinning_policy>adjust</auto_pinning_policy>",
			"<cpu_pinning_policy>resize_and_pin_numa</cpu_pinning_policy>", ""},
		{"number of queues", "<virtio_scsi_multi_queues>4</virtio_scsi_multi_queues>",
			"<virtio_scsi_multi_queues_enabled>true</virtio_scsi_multi_queues_enabled>", ""},
		{"stateless", "<stateless>true</stateless>", "<use_latest_template_version>false</use_latest_template_version>", ""},
		{"newest template", "<use_latest_template_version>true</use_latest_template_version>", "", "use_latest_template_version"},
		{"spice", "<display><type>spice</type></display>", "<video_type>qxl</video_type>", ""},
		{"USB", "<usb><enabled>true</enabled></usb>", "<type>native</type>", ""},
		{"empty generator", "<rng_device/>", "<source>urandom</source>", ""},
		{"empty quota", "<quota/>", "<quota id=", ""},
		{"empty lists", "<payloads/><custom_properties/><floppies/>", "", "payloads"},
		{"mode of nodes that it lacks", "<numa_tune_mode>strict</numa_tune_mode>", "", "numa_tune_mode"},
		{"device twice", "<os><boot><devices><device>cdrom</device><device>cdrom</device></devices></boot></os>",
			"<devices>\n                <device>cdrom</device>\n            </devices>", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name := "<name>kept" + string(rune('a'+i)) + "</name>"
			doc := e.do("POST", "/vms", "<vm>"+name+inDefault+tt.sent+"</vm>").body
			if !strings.Contains(doc, tt.shown) {
				t.Errorf("%s isn't in\n%s", tt.shown, doc)
			}
			if tt.hidden != "" && strings.Contains(doc, tt.hidden) {
				t.Errorf("%s is in\n%s", tt.hidden, doc)
			}
		})
	}
}

// TestAdministratorOwnsNothing states that only who sees no more than his own gets a permission on
// what he makes, as recorded.
func TestAdministratorOwnsNothing(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, tt := range []struct {
		name, query string
		want        bool
	}{
		{"administrator", "", false},
		{"filtered", "?filter=true", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := e.do("POST", "/vms"+tt.query, "<vm><name>own-"+tt.name+"</name>"+inDefault+"</vm>").body
			list := e.get("/vms/" + idOf(t, doc) + "/permissions")
			if got := strings.Contains(list, "/vms/"+idOf(t, doc)+`/permissions/`) && strings.Contains(list, "def00006"); got != tt.want {
				t.Errorf("a permission of its own: %v, want %v in\n%s", got, tt.want, list)
			}
		})
	}
}
