package comment

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/model"
)

func TestTextOfParagraphs(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 25)
	for _, tt := range []struct {
		name  string
		build func(t *text)
		want  string
	}{
		{"nothing", func(t *text) { t.say("", "").more(""); t.age(model.Age{Since: "4.1"}) }, ""},
		{"one sentence", func(t *text) { t.say("Vm is a machine.") }, "Vm is a machine."},
		{"sentences are joined, empty ones left out", func(t *text) { t.say("A.", "", "B.") }, "A. B."},
		{"paragraphs are set apart", func(t *text) { t.say("A.").say("B.") }, "A.\n\nB."},
		{"paragraphs of a sentence stay apart", func(t *text) { t.say("A\nb.\n\nC.") }, "A b.\n\nC."},
		{"more goes on without a gap", func(t *text) { t.say("A.").more("B.") }, "A.\nB."},
		{
			"long lines wrap at 92",
			func(t *text) { t.say(long) },
			strings.TrimSpace(strings.Repeat("word ", 18)) + "\n" + strings.TrimSpace(strings.Repeat("word ", 7)),
		},
		{"a word that is too long stays whole", func(t *text) { t.say("a " + strings.Repeat("x", 120) + " b") }, "a\n" + strings.Repeat("x", 120) + "\nb"},
		{
			"points are indented",
			func(t *text) { t.say("Forms:").item(long) },
			"Forms:\n  - " + strings.TrimSpace(strings.Repeat("word ", 17)) + "\n    " + strings.TrimSpace(strings.Repeat("word ", 8)),
		},
		{"deprecated", func(t *text) { t.say("A.").age(model.Age{Deprecated: true}) }, "A.\n\nDeprecated: obsolete in the API."},
		{
			"deprecated since",
			func(t *text) { t.say("A.").age(model.Age{Deprecated: true, DeprecatedSince: "4.5"}) },
			"A.\n\nDeprecated: obsolete in the API since 4.5.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got text
			tt.build(&got)
			if diff := cmp.Diff(tt.want, strings.Join(got.lines, "\n")); diff != "" {
				t.Errorf("comment differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPredicate(t *testing.T) {
	t.Parallel()
	if got, want := predicate("Vm", "is ours.", "is composed."), "Vm is ours."; got != want {
		t.Errorf("with an own sentence: %q, want %q", got, want)
	}
	if got, want := predicate("Vm", "", "is composed."), "Vm is composed."; got != want {
		t.Errorf("without: %q, want %q", got, want)
	}
}

func TestArticle(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"VM": "a VM", "action": "an action", "event": "an event", "image": "an image",
		"OS": "an OS", "user": "a user", "USB": "a USB", "URL": "a URL", "ISO": "an ISO",
		"unmanaged network": "an unmanaged network", "SSH": "an SSH", "NFS share": "an NFS share",
		"SSH public key": "an SSH public key", "MAC": "a MAC", "MAC pool": "a MAC pool",
		"m dev type": "an m dev type", "NIC": "a NIC", "LUN": "a LUN", "": "a ",
	} {
		if got := article(in); got != want {
			t.Errorf("article(%q) = %q, want %q", in, got, want)
		}
	}
}
