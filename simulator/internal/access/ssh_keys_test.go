package access

import "testing"

func TestPublicKeysAreReadWhole(t *testing.T) {
	t.Parallel()
	const good = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"key", good, true},
		{"comment", good + " me@here", true},
		{"options", "no-pty " + good, true},
		{"two lines", good + "\n" + good, true},
		{"nothing", "", false},
		{"word", "nonsense", false},
		{"cut off", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7 x@y", false},
		{"short", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKJ9 a", false},
		{"another type", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f", false},
		{"bad second line", good + "\nx", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := validPublicKeys(tt.text); got != tt.want {
				t.Errorf("valid: %t, want %t", got, tt.want)
			}
		})
	}
}
