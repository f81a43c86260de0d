package content

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"testing"
)

// TestAnEngineHasTheseFromTheStart states what a fresh engine of model 4.6.1 answered.
func TestAnEngineHasTheseFromTheStart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		what      string
		got, want int
	}{
		{"operating systems", len(Systems()), 61},
		{"icons", len(Icons()), 20},
		{"network filters", len(Filters()), 18},
		{"roles", len(Roles()), 37},
		{"permissions of Everyone", len(Permissions()), 10},
	} {
		if tt.got != tt.want {
			t.Errorf("%d %s, want %d", tt.got, tt.what, tt.want)
		}
	}
}

func TestIDsAreUnique(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	check := func(id string) {
		if seen[id] {
			t.Errorf("ID %s is there twice", id)
		}
		seen[id] = true
	}
	for _, s := range Systems() {
		check(s.ID)
	}
	for _, i := range Icons() {
		check(i.ID)
	}
	for _, f := range Filters() {
		check(f.ID)
	}
	for _, r := range Roles() {
		check(r.ID)
	}
	for _, p := range Permissions() {
		check(p.ID)
	}
}

// TestSystemsHaveIcons looks for the icons of all systems. The engine has none for one of them.
func TestSystemsHaveIcons(t *testing.T) {
	t.Parallel()
	for _, s := range Systems() {
		if want := s.Name != "rhel_6_9_plus_ppc64"; (s.SmallIcon != "") != want || (s.LargeIcon != "") != want {
			t.Errorf("%s has the icons %q and %q", s.Name, s.SmallIcon, s.LargeIcon)
		}
	}
}

func TestIconsArePictures(t *testing.T) {
	t.Parallel()
	sizes := map[string][2]int{"small": {43, 43}, "large": {150, 120}}
	for _, i := range Icons() {
		data, err := base64.StdEncoding.DecodeString(i.Data)
		if err != nil {
			t.Fatalf("%s %s: %v", i.Family, i.Size, err)
		}
		c, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s %s: %v", i.Family, i.Size, err)
		}
		if got := [2]int{c.Width, c.Height}; got != sizes[i.Size] {
			t.Errorf("%s %s has %v pixels", i.Family, i.Size, got)
		}
	}
}

func TestEveryonesRolesExist(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, r := range Roles() {
		names[r.Name] = true
	}
	for _, p := range Permissions() {
		if !names[p.Role] {
			t.Errorf("no role %s", p.Role)
		}
	}
}
