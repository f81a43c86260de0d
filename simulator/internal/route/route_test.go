package route

import (
	"slices"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
)

func tree(t testing.TB) *Tree {
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return New(m)
}

func TestFind(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	for _, tt := range []struct{ path, want string }{
		{"", "system"},
		{"vms", "vms"},
		{"vms/1", "vm 1"},
		{"vms/1/nics/2", "vm_nic 1 2"},
		{"vms/1/start", "vm 1 :start"},
		{"vms/1/start/7", "vm 1 :start(7)"},
		{"vms/1/creation_status/7", "vm 1 :creation_status(7)"},
		{"datacenters/1/clusters/2/networks/3", "cluster_network 1 2 3"},
		{"clusters/1/affinitygroups/2/hosts/h", "affinity_group_host 1 2 h"},
		{"hosts/1/storage", "host_storage 1"},
		{"reloadconfigurations", "system :reloadconfigurations"},
		{"events/undelete", "events :undelete"},
		{"moons", ""},
		{"vms/1/moons", ""},
		{"vms//nics", ""},
		{"vms/1/start/7/8", ""},
		{"vms/1/nics/2/3", ""},
	} {
		t.Run(tt.path, func(t *testing.T) {
			t.Parallel()
			segments, _ := Split(tt.path)
			m, ok := tr.Find(segments)
			if !ok {
				if tt.want != "" {
					t.Fatal("not found")
				}
				return
			}
			if got := describe(m); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

// describe writes a match as service, ids and action.
func describe(m Match) string {
	out := m.Node.Service.Name
	for _, step := range m.Steps {
		if step.Node.Segment == "" {
			out += " " + step.Text
		}
	}
	if m.Action != "" {
		out += " :" + m.Action
	}
	if len(m.Rest) > 0 {
		out += "(" + strings.Join(m.Rest, ",") + ")"
	}
	return out
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		path     string
		segments []string
		matrix   string
	}{
		{"", nil, ""},
		{"/", nil, ""},
		{"/vms", []string{"vms"}, ""},
		{"/vms/", []string{"vms"}, ""},
		{"/vms;max=10", []string{"vms"}, "max=10"},
		{"/vms;max=10;search=a%20b", []string{"vms"}, "max=10;search=a%20b"},
		{"/vms;a=1/x;b=2", []string{"vms", "x"}, "b=2"},
		{";a=1", nil, "a=1"},
	} {
		segments, matrix := Split(tt.path)
		if !slices.Equal(segments, tt.segments) || matrix != tt.matrix {
			t.Errorf("%s: %v %q, want %v %q", tt.path, segments, matrix, tt.segments, tt.matrix)
		}
	}
}

func TestEveryPathOfTheModelIsFound(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	paths := 0
	tr.Root.Walk(func(n *Node) {
		paths++
		segments, _ := Split(strings.ReplaceAll(n.Pattern, "{}", "1"))
		m, ok := tr.Find(segments)
		if !ok || m.Node != n || m.Action != "" {
			t.Errorf("%s isn't found", n.Pattern)
		}
		for _, action := range n.Actions {
			m, ok := tr.Find(append(slices.Clone(segments), action))
			if !ok || m.Node != n || m.Action != action || len(n.Action(action)) == 0 {
				t.Errorf("%s/%s isn't found", n.Pattern, action)
			}
		}
	})
	if paths != 422 {
		t.Errorf("%d paths, want the 422 of model 4.6.1", paths)
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	find := func(path string) *Node {
		segments, _ := Split(path)
		m, ok := tr.Find(segments)
		if !ok {
			t.Fatalf("%s isn't found", path)
		}
		return m.Node
	}
	vms, domains := find("vms").Methods(model.Add), find("storagedomains").Methods(model.Add)
	for _, tt := range []struct {
		name    string
		methods []*model.Method
		has     string
		want    string
	}{
		{"the variant that fits", vms, "vm.name vm.cluster.id vm.template.name", "add_from_scratch"},
		{"the one that demands most", vms, "vm.name vm.cluster.id vm.template.name vm.snapshots[].id", "add_from_snapshot"},
		{"another", vms, "vm.initialization.configuration.data vm.initialization.configuration.type", "add_from_configuration"},
		{"none", vms, "vm.name vm.template.id", "missing vm.cluster.id|vm.cluster.name"},
		{"the base comes first", domains, "storage_domain.storage.path", "missing storage_domain.storage.type storage_domain.type storage_domain.host.id|storage_domain.host.name"},
		{"no variants", find("tags").Methods(model.Add), "tag.name", "add"},
		{"what engines don't insist on", find("disks").Methods(model.Add), "disk.provisioned_size", "add_on_storage_domain"},
		{"an action", find("vms/1").Action("maintenance"), "maintenance_enabled", "maintenance"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			has := strings.Fields(tt.has)
			m, missing := Choose(tt.methods, func(steps []model.Step) bool { return slices.Contains(has, written(steps)) })
			got := "missing " + strings.Join(missing, " ")
			if m != nil {
				got = m.Name
			}
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// written returns steps as the model writes them.
func written(steps []model.Step) string {
	parts := make([]string, len(steps))
	for i, s := range steps {
		parts[i] = s.Name
		if s.Items {
			parts[i] += "[]"
		}
	}
	return strings.Join(parts, ".")
}

// FuzzFind shows that each path leads somewhere or nowhere, and that the steps spell the path.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{"/vms/1/start", "/vms;max=1", "//", "/events/undelete/1", "/vms/creation_status/1", "/;", "/vms/%2F/nics", "/reloadconfigurations"} {
		f.Add(seed)
	}
	tr := tree(f)
	f.Fuzz(func(t *testing.T, path string) {
		segments, _ := Split(path)
		m, ok := tr.Find(segments)
		if !ok {
			return
		}
		var spelled []string
		for _, step := range m.Steps {
			spelled = append(spelled, step.Text)
			if step.Node.Segment != "" && step.Node.Segment != step.Text {
				t.Fatalf("%q leads to %s", step.Text, step.Node.Pattern)
			}
		}
		if m.Action != "" {
			spelled = append(append(spelled, m.Action), m.Rest...)
		}
		if !slices.Equal(spelled, segments) {
			t.Fatalf("steps %v of %v", spelled, segments)
		}
	})
}
