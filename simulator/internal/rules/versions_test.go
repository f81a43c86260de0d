package rules

import "testing"

func TestProcessorsDependOnTheVersion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		version, name string
		architecture  string // architecture is "" for what clusters of the version don't know.
	}{
		{"4.2", "Intel Conroe Family", "x86_64"},
		{"4.8", "Intel Conroe Family", ""},
		{"4.2", "Secure Intel Nehalem Family", ""},
		{"4.4", "Secure Intel Nehalem Family", "x86_64"},
		{"4.8", "IBM POWER8", "ppc64"},
		{"4.8", "x", ""},
	} {
		v, ok := ParseVersion(tt.version)
		if !ok {
			t.Fatal(tt.version)
		}
		var got string
		if c := FindCPU(v, tt.name); c != nil {
			got = c.Architecture
		}
		if got != tt.architecture {
			t.Errorf("%s in %s: %q, want %q", tt.name, tt.version, got, tt.architecture)
		}
	}
}

func TestVersionsAreThoseOfAnEngine(t *testing.T) {
	t.Parallel()
	if got := NewestVersion().String(); got != "4.8" {
		t.Errorf("newest version: %s", got)
	}
	if got := Versions()[0].String(); got != "4.2" || len(Versions()) != 7 {
		t.Errorf("%d versions from %s on", len(Versions()), got)
	}
	for _, v := range Versions() {
		if len(CPUs(v)) < 28 {
			t.Errorf("version %s has %d types of processors", v, len(CPUs(v)))
		}
	}
	for i, text := range []string{"4", "4.x", ""} {
		if v, ok := ParseVersion(text); ok {
			t.Errorf("%d: %q is version %s", i, text, v)
		}
	}
}

func TestTextOfANameInUse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		typ    string
		edit   bool
		status int
		want   string
	}{
		{"cluster", false, 409, "Cannot create Cluster. Cluster name is already in use."},
		{"cluster", true, 409, "Cannot edit Cluster. Cluster name is already in use."},
		{"qos", false, 400, "Cannot add QoS. QoS element name already exists."},
		{"instance_type", true, 409, "Cannot edit Template. The Template name is already in use, please choose a unique name and try again."},
		{"network", false, 409, "Cannot add Network. The name of the logical network 'x' is already used by an existing logical network in the same data-center.\n-Please choose a different name."},
	} {
		n := UniqueName(tt.typ)
		if n == nil || n.Status != tt.status || n.Text("x", tt.edit) != tt.want {
			t.Errorf("%s: %+v", tt.typ, n)
		}
	}
	if UniqueName("disk") != nil {
		t.Error("names of disks are unique")
	}
}
