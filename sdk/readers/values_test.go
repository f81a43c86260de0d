package readers_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk/readers"
)

// One value that cannot be read is an error that names its place and its text.
func TestBadValueIsNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, doc, want string
		read            reader
	}{
		{"integer", `<vm><memory>12x</memory></vm>`, `read vm/memory: XML offset 12: "12x" is not an integer`, one(readers.Vm)},
		{"integer in an item", `<vms><size>3</size><vm id="1"/><vm/><vm><memory>12x</memory></vm></vms>`, `read vms/vm[3]/memory: XML offset 48: "12x" is not an integer`, many(readers.Vm)},
		{"integer of more than 64 bits", `<vm><memory>9223372036854775808</memory></vm>`, `read vm/memory: XML offset 12: "9223372036854775808" is not an integer of 64 bits`, one(readers.Vm)},
		{"decimal for an integer", `<vm><cpu><topology><cores>1.5</cores></topology></cpu></vm>`, `read vm/cpu/topology/cores: XML offset 26: "1.5" is not an integer`, one(readers.Vm)},
		{"boolean", `<vm><nics><nic/><nic><linked>yes</linked></nic></nics></vm>`, `read vm/nics/nic[2]/linked: XML offset 29: "yes" is not a boolean`, one(readers.Vm)},
		{"date", `<vm><creation_time>2024-02-30T00:00:00.000Z</creation_time></vm>`, `read vm/creation_time: XML offset 19: "2024-02-30T00:00:00.000Z" is not a date with time`, one(readers.Vm)},
		{"date without time", `<vm><creation_time>2024-02-28</creation_time></vm>`, `read vm/creation_time: XML offset 19: "2024-02-28" is not a date with time`, one(readers.Vm)},
		{"decimal", `<affinity_group><priority>NaN</priority></affinity_group>`, `read affinity_group/priority: XML offset 26: "NaN" is not a number`, one(readers.AffinityGroup)},
		{"decimal out of range", `<affinity_group><priority>1e999</priority></affinity_group>`, `read affinity_group/priority: XML offset 26: "1e999" is not a number of 64 bits`, one(readers.AffinityGroup)},
		{"attribute", `<network><vlan id="none"/></network>`, `read network/vlan/@id: XML offset 19: "none" is not an integer`, one(readers.Network)},
		{"attribute of an item", `<networks><network/><network><vlan id="-"/></network></networks>`, `read networks/network[2]/vlan/@id: XML offset 39: "-" is not an integer`, many(readers.Network)},
		{"object for a scalar", `<vm><memory><bytes>1</bytes></memory></vm>`, `read vm/memory: XML offset 12: an object where a scalar is wanted`, one(readers.Vm)},
		{"object for a text", `<vm><name><first>a</first></name></vm>`, `read vm/name: XML offset 10: an object where a scalar is wanted`, one(readers.Vm)},
		{"text for an object", `<vm><cpu>four</cpu></vm>`, `read vm/cpu: XML offset 9: "four" is not an element`, one(readers.Vm)},
		{"text for a list", `<vm><nics>none</nics></vm>`, `read vm/nics: XML offset 10: "none" is not an element`, one(readers.Vm)},
		{"the first of two", `<vm><memory>a</memory><stateless>b</stateless></vm>`, `read vm/memory: XML offset 12: "a" is not an integer`, one(readers.Vm)},
		{"text in a long value", `<vm><memory>` + strings.Repeat("9x", 200) + `</memory></vm>`, `read vm/memory: XML offset 12: "9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x9x" is not an integer`, one(readers.Vm)},

		{"JSON integer", `{"memory":"12x"}`, `read vm/memory: JSON offset 10: "12x" is not an integer`, one(readers.Vm)},
		{"JSON integer in an item", `{"size":"3","vm":[{"id":"1"},{},{"memory":"12x"}]}`, `read vms/vm[3]/memory: JSON offset 42: "12x" is not an integer`, many(readers.Vm)},
		{"JSON decimal for an integer", `{"cpu":{"topology":{"cores":1.5}}}`, `read vm/cpu/topology/cores: JSON offset 28: "1.5" is not an integer`, one(readers.Vm)},
		{"JSON boolean", `{"nics":{"nic":[{},{"linked":"yes"}]}}`, `read vm/nics/nic[2]/linked: JSON offset 29: "yes" is not a boolean`, one(readers.Vm)},
		{"JSON date", `{"creation_time":"yesterday"}`, `read vm/creation_time: JSON offset 17: "yesterday" is not a date with time`, one(readers.Vm)},
		{"JSON decimal", `{"priority":"much"}`, `read affinity_group/priority: JSON offset 12: "much" is not a number`, one(readers.AffinityGroup)},
		{"JSON attribute", `{"vlan":{"id":"none"}}`, `read network/vlan/id: JSON offset 14: "none" is not an integer`, one(readers.Network)},
		{"JSON object for a scalar", `{"memory":{"bytes":1}}`, `read vm/memory: JSON offset 10: an object where a scalar is wanted`, one(readers.Vm)},
		{"JSON list for a text", `{"name":["a"]}`, `read vm/name: JSON offset 8: a list where a scalar is wanted`, one(readers.Vm)},
		{"JSON text for an object", `{"cpu":"four"}`, `read vm/cpu: JSON offset 7: a text where an object is wanted`, one(readers.Vm)},
		{"JSON bare array for a list", `{"nics":[{}]}`, `read vm/nics: JSON offset 8: a list where a list with nic is wanted`, one(readers.Vm)},
		{"JSON object for an item of texts", `{"iscsi_targets":{"iscsi_target":["a",{}]}}`, `read action/iscsi_targets/iscsi_target[2]: JSON offset 38: an object where a scalar is wanted`, one(readers.Action)},
		{"JSON null among items", `{"vm":[{},null]}`, `read vms/vm[2]: JSON offset 10: null where an item is wanted`, many(readers.Vm)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			checkError(t, tt.read, tt.doc, tt.want)
		})
	}
}

// checkError reads the document, whose first byte tells the format, and compares the error's text.
func checkError(t *testing.T, read reader, doc, want string) {
	t.Helper()
	format := readers.XML
	if strings.HasPrefix(doc, "{") {
		format = readers.JSON
	}
	got, err := read(strings.NewReader(doc), format)
	if err == nil {
		t.Fatalf("no error, but\n%s", describe(got))
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("error differs (-want +got):\n%s", diff)
	}
}

func TestBrokenDocumentIsNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, doc, want string
		read            reader
	}{
		{"empty", ``, `read document: XML offset 0: document is empty: unexpected EOF`, one(readers.Vm)},
		{"another root", `<host/>`, `read document: XML offset 0: root is <host>, want <vm>`, one(readers.Vm)},
		{"one for many", `<vm/>`, `read document: XML offset 0: root is <vm>, want <vms>`, many(readers.Vm)},
		{"many for one", `<vms/>`, `read document: XML offset 0: root is <vms>, want <vm>`, one(readers.Vm)},
		{"fault", `<fault><reason>Operation Failed</reason></fault>`, `read document: XML offset 0: root is <fault>, want <vm>`, one(readers.Vm)},
		{"HTML", `<!DOCTYPE html><html><body>login</body></html>`, `read document: XML offset 0: an HTML page, want <vm>`, one(readers.Vm)},
		{"HTML without type", "\n<html><head><title>Error</title></head></html>", `read document: XML offset 1: an HTML page, want <vm>`, one(readers.Vm)},
		{"plain text", `Bad Request`, `read document: XML offset 0: neither XML nor a JSON object: "B", want <vm>`, one(readers.Vm)},
		{"cut off", `<vms><vm><name>a</name></vm><vm><na`, `read vms/vm[2]: XML offset 35: document is cut off: unexpected EOF`, many(readers.Vm)},
		{"wrong nesting", `<vm><cpu></vm></cpu>`, `read vm/cpu: XML offset 11: end tag of another element, want </cpu> at "vm"`, one(readers.Vm)},
		{"wrong nesting in what is skipped", `<vm><moon><phase></moon></phase></vm>`, `read vm/moon/phase: XML offset 19: end tag of another element, want </phase> at "moon"`, one(readers.Vm)},
		{"second root", `<vm/><vm/>`, `read document: XML offset 5: second root at "<v"`, one(readers.Vm)},
		{"text behind", `<vm/>x`, `read document: XML offset 5: text behind the root at "x"`, one(readers.Vm)},
		{"document type", `<!DOCTYPE vm [<!ENTITY a "b">]><vm/>`, `read document: XML offset 0: document types are refused at "<!D"`, one(readers.Vm)},
		{"unknown entity", `<vm><name>&nbsp;</name></vm>`, `read vm/name: XML offset 10: unknown reference at "&nbsp;"`, one(readers.Vm)},
		{"control character", "<vm><name>a\x01</name></vm>", `read vm/name: XML offset 11: control character at "\x01"`, one(readers.Vm)},
		{"invalid UTF-8", "<vm><name>a\xff</name></vm>", `read vm/name: XML offset 11: invalid UTF-8 at "\xff"`, one(readers.Vm)},
		{"too deep", `<vm>` + strings.Repeat("<moon>", 300), "read vm" + strings.Repeat("/moon", 255) + ": XML offset 1539: nested too deep, limit 256", one(readers.Vm)},
		{"XML for JSON", `<vm/>`, `read document: JSON offset 0: an XML document, want <vm>`, nil},
		{"JSON cut off", `{"vm":[{"name":"a"},{"na`, `read vms/vm[2]: JSON offset 24: document is cut off: unexpected EOF`, many(readers.Vm)},
		{"JSON behind", `{} {}`, `read document: JSON offset 3: text behind the root at "{"`, one(readers.Vm)},
		{"JSON without comma", `{"name":"a" "id":"b"}`, `read vm: JSON offset 12: no comma or } after a member at "\""`, one(readers.Vm)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.read == nil {
				_, err := readers.ReadBytes([]byte(tt.doc), readers.JSON, readers.Vm)
				if err == nil || err.Error() != tt.want {
					t.Errorf("error %v, want %s", err, tt.want)
				}
				return
			}
			checkError(t, tt.read, tt.doc, tt.want)
		})
	}
}
