package naming

import (
	"go/build"
	"go/token"
	"io"
	"regexp"
	"strings"
	"testing"
)

func TestExported(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"one word", "vm", "Vm"},
		{"several words", "vm_status", "VmStatus"},
		{"id alone", "id", "ID"},
		{"id at the end", "server_id", "ServerID"},
		{"id at the start", "id_or_name", "IDOrName"},
		{"id within a word", "identified", "Identified"},
		{"ids are no id", "vm_ids", "VmIds"},
		{"other initialisms stay words", "url_cpu_ssh", "UrlCpuSsh"},
		{"single letters", "scsi_generic_i_o", "ScsiGenericIO"},
		{"a single letter in front", "m_dev_type", "MDevType"},
		{"digits within a word", "i440fx_sea_bios", "I440fxSeaBios"},
		{"a word of digits", "v_2", "V2"},
		{"a word that begins with a digit", "mode_2fa", "Mode2fa"},
		{"keyword", "type", "Type"},
		{"predeclared", "string", "String"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Exported(tt.in); got != tt.want {
				t.Errorf("Exported(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestUnexported(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"vm": "vm", "disk_attachment": "diskAttachment", "server_id": "serverID", "range": "rangeObject", "range_end": "rangeEnd",
	} {
		if got := Unexported(in); got != want {
			t.Errorf("Unexported(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFile(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"vm": "vm_gen.go", "se_linux": "se_linux_gen.go", "load_test": "load_test_gen.go"} {
		if got := File(in); got != want {
			t.Errorf("File(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"vm": "vm", "disk_attachment": "disk attachment", "scsi_generic_i_o": "scsi generic i o"} {
		if got := Words(in); got != want {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
}

// modelName is what the model takes for a name. The values of enums may begin with a digit too, but never stand alone in Go.
var modelName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

func FuzzNames(f *testing.F) {
	for _, seed := range []string{
		"vm", "id", "type", "func", "string", "true", "x_test", "se_linux", "arch_amd64", "windows", "a_1", "a_1b", "i_o", "id_id", "gen",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if !modelName.MatchString(name) {
			t.Skip("the model refuses the name")
		}
		exported := Exported(name)
		if !token.IsIdentifier(exported) || !token.IsExported(exported) {
			t.Errorf("Exported(%q) = %q, which is no exported identifier", name, exported)
		}
		if got, want := strings.ToLower(exported), strings.ReplaceAll(name, "_", ""); got != want {
			t.Errorf("Exported(%q) = %q, which has other letters", name, exported)
		}
		built(t, File(name))
	})
}

// built checks that the go command compiles a file on every system, and doesn't take it for a test.
func built(t *testing.T, file string) {
	t.Helper()
	if strings.HasSuffix(file, "_test.go") {
		t.Errorf("%s is a test", file)
	}
	ctx := build.Context{
		GOOS: "plan9", GOARCH: "mips", Compiler: "gc",
		OpenFile: func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("package types\n")), nil },
	}
	ok, err := ctx.MatchFile("", file)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		t.Errorf("%s isn't compiled on %s/%s", file, ctx.GOOS, ctx.GOARCH)
	}
}
