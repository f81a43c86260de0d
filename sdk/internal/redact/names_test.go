package redact

import (
	"slices"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
)

// suspicious are words that secrets are called by, and words for what often holds one.
var suspicious = []string{
	"password", "passwd", "passphrase", "secret", "secrets", "token", "tokens", "ticket", "tickets", "private", "auth", "authentication",
	"authenticated", "key", "keys", "keycloak", "keyboard", "credential", "credentials", "script", "viewer", "url", "certificate",
	"certificates", "license", "sensitive", "cookie", "session", "sessions", "fingerprint", "payload", "payloads", "encrypt", "otp", "chap",
}

// suspiciousNames are whole names that say little enough to be a secret.
var suspiciousNames = []string{"value", "data", "content", "content_type", "configuration", "options"}

func isSuspicious(name string) bool {
	return slices.Contains(suspiciousNames, name) || strings.HasSuffix(name, "_options") ||
		slices.ContainsFunc(strings.Split(name, "_"), func(word string) bool { return slices.Contains(suspicious, word) })
}

func loadModel(t *testing.T) *model.Model {
	t.Helper()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// holders returns the names in documents of the elements that hold a struct, its tag and those of members.
func holders(m *model.Model, s *model.Struct) []string {
	names := []string{s.Tag()}
	for _, other := range m.Structs {
		for _, member := range other.Members {
			if member.Type.Name == s.Name {
				names = append(names, member.Wire())
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// secretIn reports whether a row says that the member of a struct is secret.
func (s *secret) secretIn(m *model.Model, owner *model.Struct, member string) bool {
	if s.name != member {
		return false
	}
	return s.within == nil || slices.Contains(s.within, owner.Tag())
}

func TestEveryRowMatchesAMemberOfTheModel(t *testing.T) {
	t.Parallel()
	m := loadModel(t)
	for _, row := range secrets {
		if row.reason == "" {
			t.Errorf("%s has no reason", row.name)
		}
		found := false
		for _, owner := range m.Structs {
			for _, member := range owner.Members {
				if !row.secretIn(m, owner, member.Wire()) {
					continue
				}
				found = true
				for _, holder := range holders(m, owner) {
					// Where the struct is held under another name, the document shows that name and not its tag.
					if row.within != nil && !slices.Contains(row.within, holder) {
						t.Errorf("%s within %v: an element %s holds a %s too", row.name, row.within, holder, owner.Name)
					}
				}
			}
		}
		if !found {
			t.Errorf("%s within %v matches no member of the model", row.name, row.within)
		}
	}
	for _, row := range others {
		for _, owner := range m.Structs {
			for _, member := range owner.Members {
				if member.Wire() == row.name {
					t.Errorf("%s is a member of %s; it belongs in the table of the model", row.name, owner.Name)
				}
			}
		}
	}
}

func TestEverySuspiciousMemberIsClassified(t *testing.T) {
	t.Parallel()
	m := loadModel(t)
	used := make(map[string]bool)
	for _, owner := range m.Structs {
		for _, member := range owner.Members {
			name := member.Wire()
			isSecret := slices.ContainsFunc(secrets, func(s secret) bool { return s.secretIn(m, owner, name) })
			isHarmless := false
			for _, h := range harmless {
				if h.member == owner.Name+"."+name || h.member == "*."+name {
					isHarmless, used[h.member] = true, true
				}
			}
			switch suspect := isSuspicious(name); {
			case suspect && !isSecret && !isHarmless:
				t.Errorf("%s.%s is in neither table", owner.Name, name)
			case isSecret && isHarmless:
				t.Errorf("%s.%s is in both tables", owner.Name, name)
			case isHarmless && !suspect:
				t.Errorf("%s.%s needs no row: nothing about it is suspicious", owner.Name, name)
			}
		}
	}
	for _, h := range harmless {
		if !used[h.member] {
			t.Errorf("%s matches no member of the model", h.member)
		}
		if h.reason == "" {
			t.Errorf("%s has no reason", h.member)
		}
	}
}

// TestDocumentsHideWhatTheTablesSay asks the code that hides, for each member of the model in each element that holds it.
func TestDocumentsHideWhatTheTablesSay(t *testing.T) {
	t.Parallel()
	m := loadModel(t)
	for _, owner := range m.Structs {
		for _, member := range m.Members(owner) {
			name := member.Wire()
			want := plain
			for _, row := range secrets {
				if row.secretIn(m, owner, name) {
					want = row.kind
				}
			}
			for _, holder := range holders(m, owner) {
				if got := classify(normal(name), contexts[normal(holder)]); got != want {
					t.Errorf("%s in %s is of kind %d, want %d", name, holder, got, want)
				}
			}
		}
	}
}

func TestParametersOfMethodsAreNoSecretsByAccident(t *testing.T) {
	t.Parallel()
	m := loadModel(t)
	want := []string{"password", "root_password"}
	for _, service := range m.Services {
		for _, method := range service.Methods {
			for _, param := range method.Params {
				if m.Struct(param.Type.Name) == nil && secretParameter(param.Wire()) && !slices.Contains(want, param.Wire()) &&
					param.Name != "remote_viewer_connection_file" {
					t.Errorf("%s.%s: parameter %s is hidden", service.Name, method.Name, param.Name)
				}
			}
		}
	}
}
