package apicheck

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// root is the directory of the module, seen from this package.
const root = "../.."

const module = "github.com/ovirt-go/ovirt/"

// allowed says which packages of the module a package may import; a package that isn't listed may import any but those that only
// list it. Imports go one way: from the connection down to the data.
var allowed = map[string][]string{
	"sdk/types":              {},
	"internal/wire":          {},
	"sdk/rel":                {"sdk/types"},
	"sdk/search":             {"sdk/types"},
	"sdk/call":               {},
	"sdk/info":               {},
	"sdk/readers":            {"internal/wire", "sdk/types"},
	"sdk/writers":            {"internal/wire", "sdk/types"},
	"sdk/internal/transport": {"internal/wire", "sdk/call"},
	"sdk/services": {
		"internal/wire", "sdk/call", "sdk/internal/transport", "sdk/readers", "sdk/rel", "sdk/types", "sdk/writers",
	},
	"simulator/internal/trouble": {},
	"simulator/internal/search": {
		"model", "simulator/internal/content", "simulator/internal/route", "simulator/internal/schema", "simulator/internal/store",
	},
}

// listed is what the go command tells about a package.
type listed struct {
	ImportPath string
	Standard   bool
	Module     *struct{ Path string }
	Imports    []string
	Deps       []string
}

// list asks the go command about packages.
func list(t *testing.T, patterns ...string) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-json=ImportPath,Standard,Module,Imports,Deps"}, patterns...)...)
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	var all []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p listed
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func TestImportsGoOneWay(t *testing.T) {
	t.Parallel()
	found := make(map[string]bool)
	for _, p := range list(t, "./...") {
		name := strings.TrimPrefix(p.ImportPath, module)
		found[name] = true
		for _, imported := range p.Imports {
			imported, own := strings.CutPrefix(imported, module)
			if !own {
				continue
			}
			if may, ok := allowed[name]; ok && !slices.Contains(may, imported) {
				t.Errorf("%s imports %s, but may import only %v", name, imported, may)
			}
			if why := forbidden(name, imported); why != "" {
				t.Errorf("%s imports %s: %s", name, imported, why)
			}
		}
	}
	for name := range allowed {
		if !found[name] {
			t.Errorf("package %s isn't there; take its row out of the table", name)
		}
	}
}

// forbidden returns the reason why a package may not import another of the module.
func forbidden(name, imported string) string {
	sdk := name == "sdk" || strings.HasPrefix(name, "sdk/")
	switch {
	case strings.HasPrefix(name, "simulator") && name != "simulator/simtest" && strings.HasPrefix(imported, "sdk"):
		return "the simulator must not depend on the SDK that it tests"
	case sdk && !strings.HasPrefix(imported, "sdk") && imported != "internal/wire":
		return "the SDK stands on internal/wire alone"
	case strings.HasPrefix(name, "model") && !strings.HasPrefix(imported, "model"):
		return "the model stands alone"
	case strings.HasPrefix(name, "generator") && (strings.HasPrefix(imported, "sdk") || strings.HasPrefix(imported, "simulator")):
		return "the generator must not depend on what it makes"
	}
	return ""
}

func TestPlainUsersLinkTheStandardLibraryAlone(t *testing.T) {
	t.Parallel()
	var foreign []string
	for _, p := range list(t, "-deps", "./sdk/...") {
		if !p.Standard && (p.Module == nil || p.Module.Path+"/" != module) {
			foreign = append(foreign, p.ImportPath)
		}
	}
	if len(foreign) > 0 {
		t.Errorf("packages below sdk need %v", foreign)
	}
}

func TestTypesNeedOnlyTime(t *testing.T) {
	t.Parallel()
	for _, p := range list(t, "./sdk/types") {
		if !slices.Equal(p.Imports, []string{"time"}) {
			t.Errorf("package types imports %v, want only time", p.Imports)
		}
	}
}
