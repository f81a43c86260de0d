package sdk_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
)

// setenv sets the variables of ConfigFromEnv to these and no others.
func setenv(t *testing.T, vars map[string]string) {
	t.Helper()
	for _, name := range []string{"URL", "HOSTNAME", "USERNAME", "PASSWORD", "TOKEN", "CAFILE", "INSECURE", "DEBUG", "PROFILE", "CONFIG"} {
		t.Setenv("OVIRT_"+name, vars["OVIRT_"+name])
	}
}

// profiles writes a file of profiles.
func profiles(t *testing.T, mode os.FileMode, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "profiles")
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

const someProfiles = `# mine
[lab]
hostname = lab.example.com
token    = abc

[ prod ]
url = https://e/ovirt-engine/api
Username=admin@internal
password =  a = b # c 
cafile = ca.pem
insecure = no
`

func TestConfigFromEnv(t *testing.T) {
	path := profiles(t, 0o600, someProfiles)
	ca := filepath.Join(filepath.Dir(path), "ca.pem")
	const url = "https://e/ovirt-engine/api"
	for _, tt := range []struct {
		name string
		env  map[string]string
		want sdk.Config
	}{
		{"all but a token", map[string]string{
			"OVIRT_URL": url, "OVIRT_USERNAME": "u@p", "OVIRT_PASSWORD": "s", "OVIRT_CAFILE": "/ca", "OVIRT_INSECURE": "True",
		}, sdk.Config{URL: url, Username: "u@p", Password: "s", CAFile: "/ca", Insecure: true}},
		{"token", map[string]string{"OVIRT_URL": url, "OVIRT_TOKEN": "t", "OVIRT_INSECURE": "off"}, sdk.Config{URL: url, Token: "t"}},
		{"host", map[string]string{"OVIRT_HOSTNAME": "h:8443"}, sdk.Config{URL: "https://h:8443/ovirt-engine/api"}},
		{"URL beats host", map[string]string{"OVIRT_URL": url, "OVIRT_HOSTNAME": "h"}, sdk.Config{URL: url}},
		{"profile", map[string]string{"OVIRT_CONFIG": path, "OVIRT_PROFILE": "prod"},
			sdk.Config{URL: url, Username: "admin@internal", Password: "a = b # c", CAFile: ca}},
		{"variables beat the profile", map[string]string{
			"OVIRT_CONFIG": path, "OVIRT_PROFILE": "prod", "OVIRT_HOSTNAME": "h", "OVIRT_TOKEN": "t", "OVIRT_INSECURE": "1",
		}, sdk.Config{URL: "https://h/ovirt-engine/api", Token: "t", CAFile: ca, Insecure: true}},
		{"user beats the profile's token", map[string]string{
			"OVIRT_CONFIG": path, "OVIRT_PROFILE": "lab", "OVIRT_USERNAME": "u@p", "OVIRT_PASSWORD": "s",
		}, sdk.Config{URL: "https://lab.example.com/ovirt-engine/api", Username: "u@p", Password: "s"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			setenv(t, tt.env)
			got, err := sdk.ConfigFromEnv()
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v %q %q, want %v %q %q", got, got.Password, got.Token, tt.want, tt.want.Password, tt.want.Token)
			}
		})
	}
}

func TestProfilesAreWhereTheUserHasConfigurations(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems have another place")
	}
	home := t.TempDir()
	setenv(t, map[string]string{"OVIRT_PROFILE": "lab"})
	t.Setenv("XDG_CONFIG_HOME", home)
	_, err := sdk.ConfigFromEnv()
	path := filepath.Join(home, "ovirt", "profiles")
	if want := "ConfigFromEnv: OVIRT_PROFILE: open " + path + ": no such file or directory"; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(someProfiles), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := sdk.ConfigFromEnv()
	if err != nil || cfg.Token != "abc" {
		t.Errorf("got %v, %v", cfg, err)
	}
}

func TestConfigFromEnvNamesTheVariable(t *testing.T) {
	path := profiles(t, 0o600, someProfiles)
	const url = "https://e/ovirt-engine/api"
	for _, tt := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"nothing", nil, "ConfigFromEnv: neither OVIRT_URL nor OVIRT_HOSTNAME is set; usual is OVIRT_URL=https://HOST/ovirt-engine/api"},
		{"wrong URL", map[string]string{"OVIRT_URL": "https://e"},
			`ConfigFromEnv: OVIRT_URL: URL "https://e" is not the address of an API, which ends in /api; usual is https://e/ovirt-engine/api`},
		{"URL as host", map[string]string{"OVIRT_HOSTNAME": "https://e"}, `ConfigFromEnv: OVIRT_HOSTNAME: "https://e" is no host`},
		{"neither true nor false", map[string]string{"OVIRT_URL": url, "OVIRT_INSECURE": "maybe"},
			`ConfigFromEnv: OVIRT_INSECURE: "maybe" is neither true nor false`},
		{"two ways to log in", map[string]string{"OVIRT_URL": url, "OVIRT_TOKEN": "secret-t", "OVIRT_PASSWORD": "secret-p"},
			"ConfigFromEnv: OVIRT_PASSWORD: there is a token too, by OVIRT_TOKEN"},
		{"two mistakes", map[string]string{"OVIRT_URL": "x", "OVIRT_INSECURE": "2"},
			`ConfigFromEnv: OVIRT_URL: URL "x" begins with neither https:// nor http://; usual is https://HOST/ovirt-engine/api; ` +
				`OVIRT_INSECURE: "2" is neither true nor false`},
		{"unknown profile", map[string]string{"OVIRT_CONFIG": path, "OVIRT_PROFILE": "x"},
			`ConfigFromEnv: OVIRT_PROFILE: ` + path + ` has no profile "x"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			setenv(t, tt.env)
			_, err := sdk.ConfigFromEnv()
			if err == nil || err.Error() != tt.want {
				t.Errorf("error is\n%v\nwant\n%s", err, tt.want)
			}
			if !errors.Is(err, sdk.ErrInvalid) {
				t.Error("class isn't ErrInvalid")
			}
		})
	}
}

func TestProfileFileMistakesNameTheLine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		mode       os.FileMode
		want       string // PATH stands for the file
	}{
		{"unknown key", "[a]\nurl=x\nusr=1\n", 0o600, `ConfigFromFile: PATH:3: key "usr" is unknown`},
		{"no profile yet", "\nurl=x\n", 0o600, `ConfigFromFile: PATH:2: key "url" stands before the first [profile]`},
		{"no key", "[a]\nsecret\n", 0o600, "ConfigFromFile: PATH:2: the line is neither [profile] nor key = value"},
		{"key twice", "[a]\nurl=x\nURL=y\n", 0o600, `ConfigFromFile: PATH:3: key "url" is there already`},
		{"profile twice", "[a]\n[a]\n", 0o600, `ConfigFromFile: PATH:2: profile "a" is there already`},
		{"open bracket", "[a\n", 0o600, "ConfigFromFile: PATH:1: a profile begins with its name in brackets"},
		{"no name", "[ ]\n", 0o600, "ConfigFromFile: PATH:1: a profile begins with its name in brackets"},
		{"no address", "[a]\nusername=u@p\n", 0o600, `ConfigFromFile: PATH: profile "a" has neither url nor hostname`},
		{"wrong switch", "[a]\nhostname=h\ninsecure=2\n", 0o600, `ConfigFromFile: PATH:3: "2" is neither true nor false`},
		{"line without end", "[a]\n" + strings.Repeat("x", 70_000), 0o600, "ConfigFromFile: PATH:2: bufio.Scanner: token too long"},
		{"secret for all", "[a]\nhostname=h\n[b]\npassword=secret\n", 0o644,
			"ConfigFromFile: PATH holds a secret and can be read by others (mode -rw-r--r--); chmod 600 fixes that"},
		{"secret for the group", "[a]\nhostname=h\ntoken=secret\n", 0o640,
			"ConfigFromFile: PATH holds a secret and can be read by others (mode -rw-r-----); chmod 600 fixes that"},
		{"no secret for all", "[a]\nhostname=h\nusername=u@p\n", 0o644, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" && strings.HasPrefix(tt.name, "secret") {
				t.Skip("Windows has no such modes")
			}
			path := profiles(t, tt.mode, tt.text)
			_, err := sdk.ConfigFromFile(path, "a")
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if want := strings.ReplaceAll(tt.want, "PATH", path); err == nil || err.Error() != want {
				t.Errorf("error is\n%v\nwant\n%s", err, want)
			}
			if !errors.Is(err, sdk.ErrInvalid) {
				t.Error("class isn't ErrInvalid")
			}
		})
	}
	if _, err := sdk.ConfigFromFile("/does/not/exist", "a"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file gave %v", err)
	}
}
