package info

import "testing"

// TestWholeRowsNameWhatThereIs fails for a row that matches nothing.
func TestWholeRowsNameWhatThereIs(t *testing.T) {
	t.Parallel()
	for _, row := range wholeParts {
		found := false
		for _, typ := range typeTable {
			for _, m := range typ.Members {
				reason, whole := Whole(typ.Name, m.Go)
				found = found || whole && reason == row.reason && m.Type == row.part
			}
		}
		if !found || row.reason == "" {
			t.Errorf("no member is named by %+v", row)
		}
	}
	for _, row := range coupled {
		typ, ok := TypeByName(row.of)
		if !ok {
			t.Errorf("there is no type %s", row.of)
		}
		if _, ok := typ.Member(row.member); !ok && row.member != "" {
			t.Errorf("%s has no %s", row.of, row.member)
		}
		if m, ok := typ.Member(row.along); !ok || m.Go != row.along {
			t.Errorf("%s has no field %s", row.of, row.along)
		}
	}
}

func TestWholeIsFoundByAnyName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		typ, member string
		want        bool
	}{
		{"vm", "placement_policy", true}, {"Vm", "PlacementPolicy", true},
		{"template", "rng_device", true}, {"instance_type", "migration", true},
		{"affinity_group", "hosts_rule", true}, {"affinity_group", "vms_rule", true},
		{"vm", "custom_compatibility_version", true}, {"network", "dns_resolver_configuration", true},
		{"cluster", "memory_policy", true}, {"vm", "memory_policy", false},
		{"cluster", "fencing_policy", true}, {"network_attachment", "qos", true},
		{"vnic_profile", "qos", false}, {"vm", "cpu", false}, {"vm", "nics", false}, {"vm", "moon", false},
		{"moon", "qos", false},
	} {
		if reason, whole := Whole(tt.typ, tt.member); whole != tt.want || whole != (reason != "") {
			t.Errorf("Whole(%s, %s) is %v, %q", tt.typ, tt.member, whole, reason)
		}
	}
	if along, reason := Together("host", "Comment"); len(along) != 1 || along[0] != "Port" || reason == "" {
		t.Errorf("a host's comment goes with %v, %q", along, reason)
	}
	if along, _ := Together("host", "port"); along != nil {
		t.Errorf("a port goes with %v", along)
	}
	if along, _ := Together("vm", "name"); along != nil {
		t.Errorf("a VM's name goes with %v", along)
	}
}

func TestEmptyObjectsThatTakeAway(t *testing.T) {
	t.Parallel()
	used := make(map[string]bool)
	for _, typ := range typeTable {
		for _, m := range typ.Members {
			if Clears(typ.Name, m.Name) {
				used[m.Type] = true
			}
		}
	}
	for name := range clears {
		if !used[name] {
			t.Errorf("no member is a %s", name)
		}
	}
	for member, want := range map[string]bool{
		"quota": true, "lease": true, "initialization": true, "instance_type": true, "placement_policy": true,
		"cluster": false, "cpu_profile": false, "os": false, "bios": false, "large_icon": false, "cpu": false,
	} {
		if got := Clears("vm", member); got != want {
			t.Errorf("Clears(vm, %s) is %v", member, got)
		}
	}
}
