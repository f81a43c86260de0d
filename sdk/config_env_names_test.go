package sdk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
)

func TestNearlyRightVariablesAreNamed(t *testing.T) {
	for name, meant := range map[string]string{
		"OVIRT_USER": "OVIRT_USERNAME", "OVIRT_CA_FILE": "OVIRT_CAFILE", "ENGINE_URL": "OVIRT_URL", "OVIRT_PASS": "OVIRT_PASSWORD",
		"ovirt_url": "OVIRT_URL", "Ovirt_Username": "OVIRT_USERNAME", "OVIRT_USER_NAME": "OVIRT_USERNAME", "OVIRT_HOST": "OVIRT_HOSTNAME",
		"OVIRT_FQDN": "OVIRT_HOSTNAME", "ENGINE_FQDN": "OVIRT_HOSTNAME", "OVIRT_ENGINE_URL": "OVIRT_URL", "OVIRT_API_URL": "OVIRT_URL",
		"OVIRT_UR": "OVIRT_URL", "OVIRT_ULR": "OVIRT_URL", "OVRIT_URL": "OVIRT_URL", "OVIRT_PASSWROD": "OVIRT_PASSWORD",
		"OVIRT_PASSWORT": "OVIRT_PASSWORD", "OVIRT_USERAME": "OVIRT_USERNAME", "OVIRT_TOKEM": "OVIRT_TOKEN", "OVIRT_CAFIL": "OVIRT_CAFILE",
		"OVIRT_CA": "OVIRT_CAFILE", "OVIRT_CA_CERT": "OVIRT_CAFILE", "OVIRTURL": "OVIRT_URL", "RHV_URL": "OVIRT_URL", "ENGINE_PASSWORD": "OVIRT_PASSWORD",
		"OVIRT_INSECUR": "OVIRT_INSECURE", "OVIRT_ACCESS_TOKEN": "OVIRT_TOKEN", "OVIRT_HOSTNAM": "OVIRT_HOSTNAME", "OVIRT-URL": "OVIRT_URL",
	} {
		t.Run(name, func(t *testing.T) {
			setenv(t, nil)
			t.Setenv(name, "s3cret-value")
			_, err := sdk.ConfigFromEnv()
			if want := fmt.Sprintf("%s is set, but isn't read; is %s meant?", name, meant); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error is %v\nwant %q", err, want)
			}
			if err != nil && strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the error shows the value: %v", err)
			}
			if !errors.Is(err, sdk.ErrInvalid) {
				t.Errorf("class of %v isn't ErrInvalid", err)
			}
		})
	}
	for _, name := range []string{"OVIRT_USER", "OVIRT_CA_FILE", "ovirt_password", "OVIRT_PASWORD", "OVIRT_INSECUR"} {
		t.Run("beside a URL: "+name, func(t *testing.T) {
			setenv(t, map[string]string{"OVIRT_URL": "https://e/ovirt-engine/api"})
			t.Setenv(name, "x")
			if _, err := sdk.ConfigFromEnv(); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("error is %v, want one with %s", err, name)
			}
		})
	}
}

func TestOtherVariablesAreNone(t *testing.T) {
	for _, tt := range []struct {
		name string
		env  map[string]string
	}{
		{"all is set", map[string]string{
			"OVIRT_USERNAME": "u@p", "OVIRT_PASSWORD": "p", "OVIRT_CAFILE": "c", "OVIRT_INSECURE": "0",
			"OVIRT_USER": "x", "OVIRT_PASS": "x", "OVIRT_CA_FILE": "x", "ENGINE_URL": "x", "ovirt_url": "x",
		}},
		{"a token stands for a user", map[string]string{"OVIRT_TOKEN": "t", "OVIRT_USER": "x", "OVIRT_PASS": "x"}},
		{"a user stands for a token", map[string]string{"OVIRT_USERNAME": "u@p", "OVIRT_PASSWORD": "p", "OVIRT_ACCESS_TOKEN": "x"}},
		{"of other programs", map[string]string{
			"ENGINE_PASSWORD": "x", "ENGINE_USER": "x", "HOSTNAME": "x", "USER": "x", "URL": "x", "PASSWORD": "x", "USERNAME": "x",
			"OVIRT_CLUSTER": "x", "OVIRT_EXTRA_SETTINGS": "x", "OVIRT_TEMPLATE": "x", "OVIRT_STORAGE": "x", "OVIRT_VERSION": "x", "OVIRT_VM": "x",
			"OVIRT_SYSTEM": "x", "VIRT_URL_BASE": "x", "OVIRT_": "x", "OVIRT": "x",
		}},
		{"empty ones", map[string]string{"OVIRT_USER": "", "OVIRT_PASS": ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.env["OVIRT_URL"] = "https://e/ovirt-engine/api"
			setenv(t, tt.env)
			for name, value := range tt.env {
				t.Setenv(name, value)
			}
			if _, err := sdk.ConfigFromEnv(); err != nil {
				t.Error(err)
			}
		})
	}
}
