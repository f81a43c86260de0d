package emit

import (
	"testing"

	"github.com/dave/jennifer/jen"
	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/generator/graph"
)

var paths = ModulePaths("example.com/m")

func TestRender(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		deprecated bool
		build      func(f File)
		want       string
	}{
		{"nothing", false, func(File) {}, "package readers\n"},
		{
			"deprecated things",
			true,
			func(File) {},
			"//lint:file-ignore SA1019 what the API deprecates is still carried\n\npackage readers\n",
		},
		{
			"comment of several lines",
			false,
			func(f File) {
				f.Doc([]string{"X is a number.", "", "It is not used."})
				f.Var().Id("X").Int()
			},
			"package readers\n\n// X is a number.\n//\n// It is not used.\nvar X int\n",
		},
		{
			"own names have no package",
			false,
			func(f File) { f.Var().Id("x").Qual(paths.Readers, "Vm") },
			"package readers\n\nvar x Vm\n",
		},
		{
			"one import",
			false,
			func(f File) { f.Var().Id("x").Qual(paths.Types, "Vm") },
			"package readers\n\nimport \"example.com/m/sdk/types\"\n\nvar x types.Vm\n",
		},
		{
			"imports of one group",
			false,
			func(f File) { f.Var().Id("x").Map(jen.Qual("time", "Time")).Qual("context", "Context") },
			"package readers\n\nimport (\n\t\"context\"\n\t\"time\"\n)\n\nvar x map[time.Time]context.Context\n",
		},
		{
			"imports of two groups",
			false,
			func(f File) { f.Var().Id("x").Map(jen.Qual("time", "Time")).Qual(paths.Types, "Vm") },
			"package readers\n\nimport (\n\t\"time\"\n\n\t\"example.com/m/sdk/types\"\n)\n\nvar x map[time.Time]types.Vm\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := NewFile(paths, paths.Readers, tt.deprecated)
			tt.build(f)
			files := make(Files)
			if err := files.Render("a.go", f); err != nil {
				t.Fatal(err)
			}
			// The header is a comment of its own, unless another one follows at once.
			want := Header + "\n\n" + tt.want
			if tt.deprecated {
				want = Header + "\n" + tt.want
			}
			if diff := cmp.Diff(want, string(files["a.go"])); diff != "" {
				t.Errorf("file differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRenderRefuses(t *testing.T) {
	t.Parallel()
	files := make(Files)
	f := NewFile(paths, paths.Types, false)
	if err := files.Render("a.go", f); err != nil {
		t.Fatal(err)
	}
	err := files.Render("a.go", f)
	if want := "print a.go: the file was printed already"; err == nil || err.Error() != want {
		t.Errorf("a file twice: error %v, want %s", err, want)
	}
	f.Func().Id("broken")
	f.Op("}")
	if err := files.Render("b.go", f); err == nil {
		t.Error("code that isn't Go: no error")
	}
	if diff := cmp.Diff([]string{"a.go"}, files.Names()); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

func TestGoType(t *testing.T) {
	t.Parallel()
	vm, status := &graph.Struct{Name: "Vm"}, &graph.Enum{Name: "VmStatus"}
	for _, tt := range []struct {
		shape graph.Shape
		want  string
	}{
		{graph.Shape{Kind: graph.String}, "*string"},
		{graph.Shape{Kind: graph.String, List: true}, "[]string"},
		{graph.Shape{Kind: graph.Bool}, "*bool"},
		{graph.Shape{Kind: graph.Int}, "*int64"},
		{graph.Shape{Kind: graph.Float}, "*float64"},
		{graph.Shape{Kind: graph.Time}, "*time.Time"},
		{graph.Shape{Kind: graph.EnumKind, Enum: status}, "types.VmStatus"},
		{graph.Shape{Kind: graph.EnumKind, Enum: status, List: true}, "[]types.VmStatus"},
		{graph.Shape{Kind: graph.Object, Struct: vm}, "*types.Vm"},
		{graph.Shape{Kind: graph.Object, Struct: vm, List: true}, "[]*types.Vm"},
		{graph.Shape{Kind: graph.Follow, Struct: vm}, "rel.Paths[types.Vm]"},
	} {
		if got := GoType(paths, tt.shape).GoString(); got != tt.want {
			t.Errorf("GoType(%+v) = %s, want %s", tt.shape, got, tt.want)
		}
	}
}
