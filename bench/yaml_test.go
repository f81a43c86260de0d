package bench

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/ovirt-go/ovirt/sdk/types"
)

// A machine of a user's own resource holds a VM of the API, as custom resources and configuration
// files do.
type machine struct {
	Replicas int      `json:"replicas"`
	Template types.Vm `json:"template"`
}

func TestYAMLReadsAndWritesVMs(t *testing.T) {
	t.Parallel()
	const doc = `replicas: 3
template:
  cluster:
    name: Default
  cpu:
    topology:
      cores: 4
      sockets: 1
  custom_properties: []
  delete_protected: true
  description: ""
  memory: 1073741824
  name: web
`
	var got machine
	if err := yaml.UnmarshalStrict([]byte(doc), &got); err != nil {
		t.Fatal(err)
	}
	want := machine{Replicas: 3, Template: types.Vm{
		Name: new("web"), Description: new(""), Memory: new(int64(1 << 30)), DeleteProtected: new(true),
		Cluster:          &types.Cluster{Name: new("Default")},
		Cpu:              &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(4)), Sockets: new(int64(1))}},
		CustomProperties: []*types.CustomProperty{},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read value differs (-want +got):\n%s", diff)
	}
	written, err := yaml.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(doc, string(written)); diff != "" {
		t.Errorf("written document differs (-want +got):\n%s", diff)
	}
}

func TestYAMLRefusesUnknownFields(t *testing.T) {
	t.Parallel()
	var got machine
	if err := yaml.UnmarshalStrict([]byte("template:\n  memroy: 1\n"), &got); err == nil {
		t.Error("a field that the API doesn't have was read without an error")
	}
}
