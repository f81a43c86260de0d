package find_test

import (
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/examples/internal/find"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestVmIsFoundByItsExactName(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	for _, name := range []string{"two words", "it's", "Capital"} {
		_, err := conn.SystemService().VmsService().Add(t.Context(), &types.Vm{
			Name:     &name,
			Cluster:  &types.Cluster{Name: new("Default")},
			Template: &types.Template{Name: new("Blank")},
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ name, vm, want string }{
		{"plain", "example-web-2", ""},
		{"with a blank", "two words", ""},
		{"with a quote, which searches can't hold", "it's", ""},
		{"in other letters", "capital", `no VM is named "capital"`},
		{"an asterisk is no wildcard", "example*", `no VM is named "example*"`},
		{"empty", "", `no VM is named ""`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			vm, err := find.Vm(t.Context(), conn, tt.vm)
			switch {
			case tt.want != "":
				if err == nil || err.Error() != tt.want {
					t.Errorf("error is %v, not %s", err, tt.want)
				}
			case err != nil:
				t.Error(err)
			case sdk.Value(vm.Name) != tt.vm:
				t.Errorf("the VM found is %s", sdk.Value(vm.Name))
			}
		})
	}
}

func TestStorageIsAnAttachedDataDomain(t *testing.T) {
	t.Parallel()
	conn, engine := exampletest.Engine(t)
	for _, doc := range []string{
		`<storage_domain><name>aside</name><type>data</type><status>unattached</status></storage_domain>`,
		`<storage_domain><name>images</name><type>iso</type></storage_domain>`,
	} {
		if _, err := engine.Seed("/storagedomains", doc); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ name, domain, want, err string }{
		{"any", "", "data-001", ""},
		{"by name", "data-001", "data-001", ""},
		{"not attached", "aside", "", `no attached data domain is named "aside"`},
		{"not for data", "images", "", `no attached data domain is named "images"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			domain, err := find.Storage(t.Context(), conn, tt.domain)
			switch {
			case tt.err != "":
				if err == nil || err.Error() != tt.err {
					t.Errorf("error is %v, not %s", err, tt.err)
				}
			case err != nil:
				t.Error(err)
			case sdk.Value(domain.Name) != tt.want:
				t.Errorf("the domain found is %s", sdk.Value(domain.Name))
			}
		})
	}
}
