package transport

import "testing"

func TestObjectsAreComparedWithThePath(t *testing.T) {
	t.Parallel()
	const one, two = "2f1a8c7e-0b4d-4a53-9a51-5d0e8f3c1b20", "2f1a8c7e-0b4d-4a53-9a51-5d0e8f3c1b21"
	for _, tt := range []struct {
		name, path, id string
		same           bool
	}{
		{"the same UUID", "/vms/" + one, one, true},
		{"another UUID", "/vms/" + one, two, false},
		{"another UUID below", "/vms/" + two + "/nics/" + one, two, false},
		{"upper case in the path", "/vms/2F1A8C7E-0B4D-4A53-9A51-5D0E8F3C1B20", one, true},
		{"no ID in the answer", "/vms/" + one, "", true},
		{"CD-ROM device", "/vms/" + two + "/cdroms/" + one, nothing, true},
		{"Blank template", "/templates/" + nothing, nothing, true},
		{"template instead of Blank", "/templates/" + nothing, one, false},
		{"the same event", "/events/12", "12", true},
		{"another event", "/events/12", "13", false},
		{"file by its UUID", "/storagedomains/" + one + "/files/" + two, "Fedora.iso", true},
		{"file by its name", "/storagedomains/" + one + "/files/Fedora.iso", two, true},
		{"network label", "/networks/" + one + "/networklabels/a", "b", true},
		{"console in another case", "/vms/" + one + "/graphicsconsoles/7370696365", "7370696365", true},
		{"domain by its hex digits", "/domains/696E7465", "696e7465", true},
		{"entry point", "", one, true},
		{"fixed segment", "/vms/" + one + "/payloads", one, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if err := sameObject(tt.path, tt.id); (err == nil) != tt.same {
				t.Errorf("error is %v", err)
			}
		})
	}
}
