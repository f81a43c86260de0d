package generator

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt"
)

func TestGenerated(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"sdk/types/vm_gen.go":               true,
		"sdk/services/se_linux_gen.go":      true,
		"sdk/writers/all_gen_test.go":       true,
		"sdk/types/link.go":                 false,
		"sdk/types/vm_test.go":              false,
		"sdk/types/deeper/vm_gen.go":        false,
		"sdk/vm_gen.go":                     false,
		"internal/wire/tables_gen.go":       false,
		"sdk/internal/transport/any_gen.go": false,
		"sdk/types/vm_gen.go.orig":          false,
		"vm_gen.go":                         false,
		"":                                  false,
	} {
		if got := Generated(name); got != want {
			t.Errorf("Generated(%q) = %t, want %t", name, got, want)
		}
	}
}

func TestRehome(t *testing.T) {
	t.Parallel()
	const module = "example.com/my/engine"
	for _, tt := range []struct{ name, src, want string }{
		{
			"no imports",
			"package a\n\n// github.com/ovirt-go/ovirt/sdk is home.\nvar x = `github.com/ovirt-go/ovirt/sdk`\n",
			"package a\n\n// github.com/ovirt-go/ovirt/sdk is home.\nvar x = `github.com/ovirt-go/ovirt/sdk`\n",
		},
		{
			"imports in a group",
			"package a\n\nimport (\n\t\"fmt\"\n\n\t\"github.com/ovirt-go/ovirt/sdk/types\" // data\n)\n\nvar _ = fmt.Sprint(types.Vm{})\n",
			"package a\n\nimport (\n\t\"fmt\"\n\n\t\"example.com/my/engine/sdk/types\" // data\n)\n\nvar _ = fmt.Sprint(types.Vm{})\n",
		},
		{
			"alias, dot, blank and raw strings",
			"package a\n\nimport t \"github.com/ovirt-go/ovirt/sdk/types\"\nimport . `github.com/ovirt-go/ovirt/sdk/rel`\n" +
				"import _ \"github.com/ovirt-go/ovirt/internal/wire\"\n",
			"package a\n\nimport t \"example.com/my/engine/sdk/types\"\nimport . \"example.com/my/engine/sdk/rel\"\n" +
				"import _ \"example.com/my/engine/internal/wire\"\n",
		},
		{
			"another module that begins alike",
			"package a\n\nimport _ \"github.com/ovirt-go/ovirt2/sdk\"\nimport _ \"github.com/ovirt-go/other\"\n",
			"package a\n\nimport _ \"github.com/ovirt-go/ovirt2/sdk\"\nimport _ \"github.com/ovirt-go/other\"\n",
		},
		{
			"code that is not formatted stays so",
			"package a\nimport(\"github.com/ovirt-go/ovirt/sdk\";\"fmt\")\nfunc  f( ){ fmt.Print( sdk.X )}",
			"package a\nimport(\"example.com/my/engine/sdk\";\"fmt\")\nfunc  f( ){ fmt.Print( sdk.X )}",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := rehome("a.go", []byte(tt.src), module)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("source differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestModuleReportsBrokenSources(t *testing.T) {
	t.Parallel()
	source := fstest.MapFS{"sdk/bad.go": {Data: []byte("func f() {}\n")}}
	_, err := Module(loadEmbedded(t), "example.com/m", source)
	if want := "copy the runtime: sdk/bad.go:1:1: expected 'package', found 'func'"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// TestModuleIsWhole checks what a module of another path is made of.
func TestModuleIsWhole(t *testing.T) {
	t.Parallel()
	m := loadEmbedded(t)
	const module = "example.com/whole"
	files, err := Module(m, module, ovirt.Source())
	if err != nil {
		t.Fatal(err)
	}
	generated, err := Files(m, module)
	if err != nil {
		t.Fatal(err)
	}
	handwritten, err := runtimeFiles(ovirt.Source())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(files["go.mod"]), "module example.com/whole\n\ngo 1.26\n"; got != want {
		t.Errorf("go.mod is %q, want %q", got, want)
	}
	for _, name := range []string{"sdk/types/link.go", "sdk/connection.go", "internal/wire/reader.go"} {
		if handwritten[name] == nil {
			t.Errorf("%s is not among the sources of the runtime", name)
		}
	}
	for name, src := range files {
		switch {
		case strings.HasSuffix(name, "_test.go"):
			t.Errorf("%s is a test", name)
		case strings.Contains(string(src), `"`+Home+"/"):
			t.Errorf("%s imports a package of this module", name)
		case name != "go.mod" && generated[name] == nil && handwritten[name] == nil:
			t.Errorf("%s is neither generated nor part of the runtime", name)
		}
	}
	for name := range handwritten {
		if files[name] == nil {
			t.Errorf("%s of the runtime is missing", name)
		}
	}
	for name := range generated {
		if files[name] == nil && !strings.HasSuffix(name, "_test.go") {
			t.Errorf("generated %s is missing", name)
		}
	}
}
