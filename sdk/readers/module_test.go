package readers_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// program names all that the packages export for use, and none of the internal packages.
const program = `package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

func copyOf[T any](f readers.Format, r readers.Type[T], w writers.Type[T], v *T) (*T, error) {
	doc, err := writers.Append(nil, f, w, v)
	if err != nil {
		return nil, err
	}
	return readers.ReadBytes(doc, f, r)
}

func main() {
	vm, err := readers.Read(strings.NewReader("<vm id='1'/>"), readers.XML, readers.Vm)
	check(err)
	vms, err := readers.ReadList(strings.NewReader("{\"vm\":[{\"id\":\"2\"}]}"), readers.JSON, readers.Vm)
	check(err)
	host, err := readers.Any(strings.NewReader("<host id='3'/>"))
	check(err)
	vm, err = copyOf(readers.JSON, readers.Vm, writers.Vm, vm)
	check(err)
	var b bytes.Buffer
	check(writers.Write(&b, writers.XML, writers.Vm, vm))
	check(writers.WriteList(&b, writers.JSON, writers.Vm, vms))
	fmt.Println(b.String(), *host.(*types.Host).ID)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
`

// Programs of other modules cannot import the codec itself; they must get by with the names of these packages.
func TestOtherModulesReadAndWrite(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds a program")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range map[string]string{
		"main.go": program,
		"go.mod": "module example.com/program\n\ngo 1.26\n\n" +
			"require github.com/ovirt-go/ovirt v0.0.0\n\nreplace github.com/ovirt-go/ovirt => " + root + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "go", "run", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", "GOTOOLCHAIN=local")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := `<vm id="1"/>{"vm":[{"id":"2"}]} 3`
	if got := strings.TrimSpace(string(out)); got != want {
		t.Errorf("program prints\n%s, want\n%s", got, want)
	}
}
