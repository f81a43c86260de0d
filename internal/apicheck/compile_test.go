package apicheck

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMistakesDontCompile shows what the compiler finds in programs that use the SDK. Each line stands in a file of its own, in a package
// that is there for the go command only.
func TestMistakesDontCompile(t *testing.T) {
	t.Parallel()
	lines := []struct {
		name, code string
		want       string // want is in the compiler's message; empty for what is right
	}{
		{"relations of the type", "_ = services.VmsListParams{Follow: rel.Follow(rel.VmNics, rel.Then(rel.VmDiskAttachments, rel.DiskAttachmentDisk))}", ""},
		{"relation of another type", "_ = services.VmsListParams{Follow: rel.Follow(rel.HostNics)}", "rel.Paths[types.Host]"},
		{"relations of two types", "_ = rel.Follow(rel.VmNics, rel.HostNics)", "rel.HostNics"},
		{"step that doesn't go on there", "_ = rel.Then(rel.VmDiskAttachments, rel.NicNetwork)", "rel.NicNetwork"},
		{"path that the model doesn't know", "_ = rel.VmMoons", "undefined: rel.VmMoons"},
		{"path as a text", `_ = services.VmsListParams{Follow: strings.Join(nil, "")}`, "cannot use strings.Join"},
		{"list of a link to one object", "_, _ = sdk.FollowAll(ctx, conn, &types.Vm{}, rel.VmCluster)", "rel.VmCluster"},
		{"conditions of the type", "_ = search.VmName.Like(``).And(search.VmWithHost.Where(search.HostName.Equal(``))).SortBy(search.VmMemory)", ""},
		{"relation that a field doesn't take", "_ = search.VmName.More(``)", "search.VmName.More undefined"},
		{"pattern of a number", "_ = search.VmMemory.Like(``)", "search.VmMemory.Like undefined"},
		{"condition on another type", "_ = search.VmName.Equal(``).And(search.HostName.Equal(``))", "search.HostName.Equal"},
		{"related objects of another type", "_ = search.VmWithHost.Where(search.DiskName.Equal(``))", "search.DiskName.Equal"},
		{"enumeration of another field", "_ = search.VmStatus.Is(types.HostStatusUp)", "types.HostStatusUp"},
		{"field of another type", "_ = search.VmName.Equal(``).SortBy(search.HostName)", "search.HostName"},
		{"parameter that the method has", "_ = services.VmStartParams{UseCloudInit: new(true)}", ""},
		{"parameter that the method lacks", "_ = services.VmStopParams{UseCloudInit: new(true)}", "unknown field UseCloudInit"},
		{"parameter of another kind", "_ = services.VmStartParams{UseCloudInit: new(1)}", "cannot use new(1)"},
		{"method that the service lacks", "_ = (*services.VmService).List", "undefined"},
	}
	dir := t.TempDir()
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	right, err := filepath.Abs(filepath.Join(root, "internal", "apicheck", "right"))
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.TrimSuffix(right, "right") + "wrong"
	write := func(pkg, code string, i int) {
		t.Helper()
		text := fmt.Sprintf(header, filepath.Base(pkg), code, i)
		file := filepath.Join(dir, fmt.Sprintf("f%d.go", i))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay.Replace[filepath.Join(pkg, filepath.Base(file))] = file
	}
	for i, line := range lines {
		if line.want == "" {
			write(right, line.code, i)
		} else {
			write(wrong, line.code, i)
		}
	}
	table, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, table, 0o600); err != nil {
		t.Fatal(err)
	}
	build := func(name string) string {
		// The compiler ends with the first ten mistakes unless it is told not to.
		cmd := exec.CommandContext(t.Context(), "go", "build", "-overlay", file, "-gcflags=-e", "./internal/apicheck/"+name)
		cmd.Dir = root
		out, err := cmd.CombinedOutput()
		if (err == nil) != (name == "right") {
			t.Errorf("building what is %s: %v\n%s", name, err, out)
		}
		return string(out)
	}
	build("right")
	messages := strings.Split(build("wrong"), "\n")
	for i, line := range lines {
		if line.want == "" {
			continue
		}
		found := false
		for _, message := range messages {
			found = found || strings.Contains(message, fmt.Sprintf("f%d.go:", i)) && strings.Contains(message, line.want)
		}
		if !found {
			t.Errorf("%s: no message about f%d.go has %q in\n%s", line.name, i, line.want, strings.Join(messages, "\n"))
		}
	}
}

const header = `package %s

import (
	"context"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func _(ctx context.Context, conn *sdk.Connection) {
	%s
}

// These keep the imports of line %d used.
var (
	_ = strings.Join
	_ sdk.Config
	_ = rel.VmNics
	_ = search.VmName
	_ services.VmsListParams
	_ types.Vm
)
`
