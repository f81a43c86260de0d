package naming

import (
	"strings"
	"testing"
)

func TestProse(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"vm": "VM", "vnic_profile": "vNIC profile", "iscsi_bond": "iSCSI bond", "vms": "VMs", "id": "ID",
		"cluster": "cluster", "scsi_generic_i_o": "SCSI generic i o", "external_host": "external host",
	} {
		if got := Prose(in); got != want {
			t.Errorf("Prose(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestProseKeepsTheLetters(t *testing.T) {
	t.Parallel()
	plain := strings.NewReplacer(" ", "", "-", "", "/", "")
	for word, spelling := range spellings {
		if got := strings.ToLower(plain.Replace(spelling)); got != word {
			t.Errorf("%q is spelled %q, which has other letters", word, spelling)
		}
	}
}
