package readers_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/readers"
)

// What engines of other releases send, and what other programs write, is read as far as it is understood.
func TestUnusualDocumentsAreRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, doc, want string
		read            reader
	}{
		{"byte order mark", "\uFEFF<vm><name>a</name></vm>", "Name = \"a\"\n", one(readers.Vm)},
		{"single quotes and blanks in tags", "<vm  id = '1'\n href=\"/a\" ><name >a</name ></vm >\n\n", "Href = \"/a\"\nID = \"1\"\nName = \"a\"\n", one(readers.Vm)},
		{"comments and instructions", `<?x y?><!-- a --><vm><!-- <name>b</name> --><name>a<!-- c -->d</name><?z?></vm><!-- e -->`, "Name = \"ad\"\n", one(readers.Vm)},
		{"references to characters", `<vm><name>&#x41;&#66;&#13;&#x1F600;&apos;&quot;</name></vm>`, "Name = \"AB\\r😀'\\\"\"\n", one(readers.Vm)},
		{"line ends", "<vm><name>a\r\nb\rc</name></vm>", "Name = \"a\\nb\\nc\"\n", one(readers.Vm)},
		{"text with blanks around", `<vm><name> a </name></vm>`, "Name = \" a \"\n", one(readers.Vm)},
		{"word of a later engine", `<vm><status>hibernating</status></vm>`, "Status = hibernating\n", one(readers.Vm)},
		{"word in capitals", `<vm><status>UP</status></vm>`, "Status = UP\n", one(readers.Vm)},
		{"unknown attributes", `<vm xmlns:x="y" x:a="1" class="b" id="1"/>`, "ID = \"1\"\n", one(readers.Vm)},
		{"unknown element before a known one", `<vm><moon><vm><name>no</name></vm><name>no</name></moon><name>a</name></vm>`, "Name = \"a\"\n", one(readers.Vm)},
		{"unknown element in a list", `<vm><nics><moon/><nic id="1"/><moon><nic id="no"/></moon><nic id="2"/></nics><name>a</name></vm>`,
			"Name = \"a\"\nNics[0].ID = \"1\"\nNics[1].ID = \"2\"\n", one(readers.Vm)},
		{"address of a list", `<vm><nics href="/nics" id="no"><nic id="1"/></nics></vm>`, "Nics[0].ID = \"1\"\n", one(readers.Vm)},
		{"rich first item", `<host><network_attachments><network_attachment><ip_address_assignments><ip_address_assignment><ip><address>a</address></ip></ip_address_assignment></ip_address_assignments><in_sync>true</in_sync></network_attachment><network_attachment id="2"/></network_attachments><name>h</name></host>`,
			"Name = \"h\"\nNetworkAttachments[0].InSync = true\nNetworkAttachments[0].IpAddressAssignments[0].Ip.Address = \"a\"\nNetworkAttachments[1].ID = \"2\"\n", one(readers.Host)},
		{"empty scalars", `<vm><memory/><stateless></stateless><status/><creation_time/><name/><cpu/><nics/></vm>`, "Cpu = {}\nName = \"\"\nNics = []\n", one(readers.Vm)},
		{"numbers with sign and blanks", "<vm><memory>\n +0012 </memory><migration_downtime>-1</migration_downtime></vm>", "Memory = 12\nMigrationDowntime = -1\n", one(readers.Vm)},
		{"smallest and largest integer", `<vm><memory>-9223372036854775808</memory><cpu_shares>9223372036854775807</cpu_shares></vm>`,
			"CpuShares = 9223372036854775807\nMemory = -9223372036854775808\n", one(readers.Vm)},
		{"booleans", `<vm><stateless>1</stateless><run_once>0</run_once><delete_protected>TRUE</delete_protected><start_paused> False </start_paused></vm>`,
			"DeleteProtected = true\nRunOnce = false\nStartPaused = false\nStateless = true\n", one(readers.Vm)},
		{"dates", `<vm><creation_time>2024-02-29T12:00:00Z</creation_time><start_time>2024-02-29T12:00:00.5+02:00</start_time><stop_time>2024-02-29T12:00:00.123456789-00:30</stop_time></vm>`,
			"CreationTime = 2024-02-29T12:00:00.000Z\nStartTime = 2024-02-29T10:00:00.500Z\nStopTime = 2024-02-29T12:30:00.123Z\n", one(readers.Vm)},
		{"date without zone", `<vm><creation_time>2024-02-29T12:00:00</creation_time></vm>`, "CreationTime = 2024-02-29T12:00:00.000Z\n", one(readers.Vm)},
		{"last of two elements", `<vm><name>a</name><name>b</name></vm>`, "Name = \"b\"\n", one(readers.Vm)},
		{"links apart", `<vm><link rel="a" href="/a"/><name>n</name><link href="/b" rel="b"/></vm>`, "Links[0] = a /a\nLinks[1] = b /b\nName = \"n\"\n", one(readers.Vm)},
		{"state of a creation", `<vm id="1"><creation_status>in_progress</creation_status></vm>`, "ID = \"1\"\n", one(readers.Vm)},
		{"items apart", `<vms><vm id="1"/><total>9</total><vm id="2"/><link rel="next" href="/x"/></vms>`, "[0].ID = \"1\"\n[1].ID = \"2\"\n", many(readers.Vm)},
		{"more than a few items", `<vms>` + strings.Repeat("<vm/>", 3) + strings.Repeat("\n<vm></vm>", 7) + `</vms>`,
			"[0] = {}\n[1] = {}\n[2] = {}\n[3] = {}\n[4] = {}\n[5] = {}\n[6] = {}\n[7] = {}\n[8] = {}\n[9] = {}\n", many(readers.Vm)},

		{"JSON natives", `{"memory":1073741824,"stateless":true,"creation_time":1709208000000,"name":12}`,
			"CreationTime = 2024-02-29T12:00:00.000Z\nMemory = 1073741824\nName = \"12\"\nStateless = true\n", one(readers.Vm)},
		{"JSON texts", `{"memory":"1073741824","stateless":"1","creation_time":"1709208000000","start_time":"2024-02-29T12:00:00.000+01:00"}`,
			"CreationTime = 2024-02-29T12:00:00.000Z\nMemory = 1073741824\nStartTime = 2024-02-29T11:00:00.000Z\nStateless = true\n", one(readers.Vm)},
		{"JSON decimals", `{"priority":"1.50"}`, "Priority = 1.5\n", one(readers.AffinityGroup)},
		{"JSON decimal with an exponent", `{"priority":2E-1}`, "Priority = 0.2\n", one(readers.AffinityGroup)},
		{"JSON null", `{"name":null,"cpu":null,"nics":null,"memory":null,"status":null,"link":null,"actions":null,"id":"1"}`, "ID = \"1\"\n", one(readers.Vm)},
		{"JSON escapes", `{"name":"\u00e4\ud83d\ude00\/\\\"\b\f\n\r\t\u0001"}`, "Name = \"ä😀/\\\\\\\"\\b\\f\\n\\r\\t\\x01\"\n", one(readers.Vm)},
		{"JSON escapes in names", `{"na\u006de":"a"}`, "Name = \"a\"\n", one(readers.Vm)},
		{"JSON unknown members", `{"moon":{"name":"no","nic":[[{}],1.5e3,null]},"name":"a","star":[{"name":"no"}],"id":"1"}`, "ID = \"1\"\nName = \"a\"\n", one(readers.Vm)},
		{"JSON empty list by empty array", `{"nics":{"nic":[]}}`, "Nics = []\n", one(readers.Vm)},
		{"JSON list of one without array", `{"nics":{"nic":{"id":"1"}}}`, "Nics[0].ID = \"1\"\n", one(readers.Vm)},
		{"JSON link without array", `{"link":{"rel":"a","href":"/a"}}`, "Links[0] = a /a\n", one(readers.Vm)},
		{"JSON counters", `{"size":"1","total":2,"active":null,"vm":[{"id":"1"}],"moon":[]}`, "[0].ID = \"1\"\n", many(readers.Vm)},
		{"JSON empty collection", ` { } `, "[]\n", many(readers.Vm)},
		{"JSON last of two members", `{"name":"a","name":"b"}`, "Name = \"b\"\n", one(readers.Vm)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			format := readers.XML
			if strings.HasPrefix(tt.name, "JSON") {
				format = readers.JSON
			}
			got, err := tt.read(strings.NewReader(tt.doc), format)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, describe(got)); diff != "" {
				t.Errorf("value differs (-want +got):\n%s", diff)
			}
		})
	}
}
