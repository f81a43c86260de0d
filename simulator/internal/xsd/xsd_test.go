package xsd_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/xsd"
)

func load(t *testing.T) *model.Model {
	t.Helper()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTypesOfTheSchema(t *testing.T) {
	t.Parallel()
	doc := string(xsd.New(load(t)))
	for _, tt := range []struct{ name, want string }{
		{"object", `<xs:element name="vm" type="Vm"/>`},
		{"collection", `<xs:element name="data_centers" type="DataCenters"/>`},
		{"renamed object", `<xs:element name="os" type="OperatingSystem"/>`},
		{"renamed collection", `<xs:element name="operation_systems" type="OperatingSystemInfos"/>`},
		{"renamed type", `<xs:complexType name="BaseDevice">`},
		{"base", `<xs:extension base="VmBase">`},
		{"32 bits", `<xs:element name="cores" type="xs:int" minOccurs="0" maxOccurs="1"/>`},
		{"64 bits", `<xs:element name="provisioned_size" type="xs:long" minOccurs="0" maxOccurs="1"/>`},
		{"unsigned", `<xs:element name="expiry" type="xs:unsignedInt" minOccurs="0" maxOccurs="1"/>`},
		{"double", `<xs:element name="memory_usage" type="xs:double" minOccurs="0" maxOccurs="1"/>`},
		{"enum", `<xs:element name="status" type="VmStatus" minOccurs="0" maxOccurs="1"/>`},
		{"value of an enum", `<xs:enumeration value="powering_up"/>`},
		{"list of structs", `<xs:element name="disk_attachments" type="DiskAttachments" minOccurs="0" maxOccurs="1"/>`},
		{"list of texts", `<xs:element name="dns_server" minOccurs="0" maxOccurs="unbounded" type="xs:string"/>`},
		{"attribute that isn't a resource's", `<xs:attribute name="id" type="xs:int"/>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(doc, tt.want) {
				t.Errorf("%s isn't in the schema", tt.want)
			}
		})
	}
}

// TestSchemaIsOne has the schema judged by xmllint, with a document that fits and some that don't.
func TestSchemaIsOne(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint, of the package libxml2-utils, is needed to judge the schema")
	}
	dir := t.TempDir()
	schema := filepath.Join(dir, xsd.Name)
	if err := os.WriteFile(schema, xsd.New(load(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, doc string
		fits      bool
	}{
		{"vm", `<vm href="/x" id="1"><actions><link href="/x/start" rel="start"/></actions><name>a</name><link href="/x/nics" rel="nics"/><memory>4294967296</memory><cluster id="2"/><status>up</status></vm>`, true},
		{"empty list", `<vms/>`, true},
		{"list", `<vms><actions/><total>1</total><vm id="1"/></vms>`, true},
		{"vlan", `<network><vlan id="7"/></network>`, true},
		{"wrong order", `<vm><status>up</status><memory>1</memory></vm>`, false},
		{"unknown element", `<vm><moon/></vm>`, false},
		{"unknown attribute", `<vm rel="x"/>`, false},
		{"value that the enum lacks", `<vm><status>moon</status></vm>`, false},
		{"too big an integer", `<vm><cpu_shares>4294967296</cpu_shares></vm>`, false},
		{"item of another name", `<vm><nics><vm/></nics></vm>`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), "xmllint", "--nonet", "--noout", "--schema", schema, "-")
			cmd.Stdin = strings.NewReader(tt.doc)
			var said bytes.Buffer
			cmd.Stderr = &said
			if err := cmd.Run(); (err == nil) != tt.fits {
				t.Errorf("fits: %t, want %t: %v\n%s", err == nil, tt.fits, err, said.String())
			}
		})
	}
}

func TestSchemaKeepsToItsRelease(t *testing.T) {
	t.Parallel()
	old, err := load(t).At("4.1")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(xsd.New(old))
	if !strings.Contains(doc, `<xs:complexType name="Vm">`) {
		t.Error("the old release has no VMs")
	}
	for _, later := range []string{`name="tpm_enabled"`, `name="Checkpoint"`, `name="backup_scratch"`} {
		if strings.Contains(doc, later) {
			t.Errorf("the old release has %s", later)
		}
	}
}
