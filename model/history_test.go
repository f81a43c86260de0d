package model_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/model"
)

// files returns the data files of a small model, with those that the test brings.
func files(version string, more map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{
		"model.txt":              {Data: []byte("version " + version + "\n")},
		"types/action.txt":       {Data: []byte("struct action builtin\n")},
		"types/fault.txt":        {Data: []byte("struct fault builtin\n  attribute reason string\n")},
		"types/grace_period.txt": {Data: []byte("struct grace_period builtin\n  attribute expiry integer\n")},
		"services/system.txt":    {Data: []byte("service system root\n  locator vms vms\n")},
		"services/vms.txt":       {Data: []byte("service vms\n  list list\n    out vms vm[]\n  add add\n    inout vm vm\n")},
		"types/vm.txt":           {Data: []byte("struct vm\n  base thing\n  attribute name string\n")},
		"types/thing.txt":        {Data: []byte("struct thing\n  attribute id string\n")},
	}
	for name, text := range more {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func load(t *testing.T, fsys fstest.MapFS) *model.Model {
	t.Helper()
	m, err := model.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestHistoryFindsWhatCameLater(t *testing.T) {
	t.Parallel()
	oldest := load(t, files("4.0.3", nil))
	middle := load(t, files("4.2.7", map[string]string{
		"types/vm.txt":     "struct vm\n  base thing\n  attribute name string\n  attribute comment string\n",
		"types/disk.txt":   "struct disk\n  attribute size integer\n",
		"services/vms.txt": "service vms\n  list list\n    out vms vm[]\n    in max integer\n  add add\n    inout vm vm\n",
	}))
	newest := load(t, files("4.5.1", map[string]string{
		// The comment moved into the base, name is declared to be of 4.1, and the size of disks is as old as disks.
		"types/thing.txt": "struct thing\n  attribute comment string\n  attribute id string\n  attribute label string since 4.3\n",
		"types/vm.txt":    "struct vm\n  base thing\n  attribute name string\n  attribute disks disk[]\n  attribute state state\n",
		"types/disk.txt":  "struct disk\n  attribute size integer\n  attribute wipe boolean\n",
		"types/state.txt": "enum state since 4.4\n  value up\n  value down\n",
		"services/vms.txt": "service vms\n  list list\n    out vms vm[]\n    in max integer\n    in sort string\n" +
			"  add add\n    inout vm vm\n  add add_small of add\n    inout vm vm\n  locator vm vm {id}\n",
		"services/vm.txt": "service vm\n  get get\n    out vm vm\n",
	}))
	got := string(model.History(newest, []*model.Model{middle, newest, oldest}))
	want := `# The minor release that first had it, where the description doesn't say; written by ovirtgen history.
disk 4.2
disk.wipe 4.5
service:vm 4.5
service:vms.list.max 4.2
service:vms.list.sort 4.5
service:vms/vm 4.5
state.down 4.5
state.up 4.5
thing.comment 4.2
vm.disks 4.5
vm.state 4.5
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("history differs (-want +got):\n%s", diff)
	}
}

func TestHistoryIsRead(t *testing.T) {
	t.Parallel()
	m := load(t, files("4.5.1", map[string]string{"history.txt": "# facts\nthing.id 4.2\nservice:vms.add.vm 4.3\n"}))
	ages := make(map[string]string)
	for s := range m.Symbols() {
		if s.Age.Release() != "" {
			ages[s.Name] = s.Age.Release()
		}
	}
	if diff := cmp.Diff(map[string]string{"thing.id": "4.2", "service:vms.add.vm": "4.3"}, ages); diff != "" {
		t.Errorf("ages differ (-want +got):\n%s", diff)
	}

	for _, tt := range []struct{ name, line, want string }{
		{"no version", "thing.id", `unexpected "thing.id"; a line is SYMBOL VERSION`},
		{"unknown symbol", "thing.moon 4.2", "the model has no thing.moon; ovirtgen history writes the file anew"},
		{"said twice", "thing.id 4.2\nthing.id 4.3", "thing.id is known to be of 4.2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := model.Load(files("4.5.1", map[string]string{"history.txt": tt.line + "\n"}))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestModelAtAnEarlierRelease(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		version, want string
		lacks, has    []string
	}{
		{"4.2", "4.2.0", []string{"vm_mediated_device", "service:vm.screenshot", "display.video_type", "vms.seal"}, []string{"vm.fqdn", "disk_content_type"}},
		{"4.4", "4.4.0", []string{"vm_mediated_device", "display.video_type"}, []string{"vm_base.auto_pinning_policy", "checkpoint"}},
		{"4.4.7", "4.4.7", []string{"vm_base.auto_pinning_policy"}, []string{"checkpoint"}},
	} {
		t.Run(tt.version, func(t *testing.T) {
			t.Parallel()
			m, err := model.Embedded()
			if err != nil {
				t.Fatal(err)
			}
			old, err := m.At(tt.version)
			if err != nil {
				t.Fatal(err)
			}
			if old.Version != tt.want {
				t.Errorf("the version is %s, want %s", old.Version, tt.want)
			}
			known := make(map[string]bool)
			for s := range old.Symbols() {
				known[s.Name] = true
			}
			for _, symbol := range tt.lacks {
				if known[symbol] {
					t.Errorf("%s is there", symbol)
				}
			}
			for _, symbol := range tt.has {
				if !known[symbol] {
					t.Errorf("%s is missing", symbol)
				}
			}
		})
	}
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]string{
		"moon": `"moon" is not a release such as 4.4`,
		"9.0":  "release 9.0 is later than that of the model, 4.6.1",
	} {
		if _, err := m.At(version); err == nil || err.Error() != want {
			t.Errorf("At(%q) returns %v, want %s", version, err, want)
		}
	}
}
