package main

import (
	"flag"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/record"
)

var recording = flag.Bool("record", false, "talk to the engine of the environment, and record it")

func TestHostsArePrinted(t *testing.T) {
	t.Parallel()
	cfg := sdk.Config{
		URL: "https://engine.example.com/ovirt-engine/api", Username: "admin@internal", Password: "unknown-here",
	}
	if *recording {
		var err error
		if cfg, err = sdk.ConfigFromEnv(); err != nil {
			t.Fatal(err)
		}
		cfg.CAFile = "" // trust is the business of the transport
	}
	cfg.Transport = record.New(t, "testdata/hosts.txt", nil, *recording)
	conn, err := sdk.Connect(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()

	var out strings.Builder
	if err := run(t.Context(), conn, &out); err != nil {
		t.Fatal(err)
	}
	want := "example-host: up, example-host.localdomain\nhost-001: up, host-001.localdomain\n"
	if out.String() != want {
		t.Errorf("output %q, want %q", out.String(), want)
	}
}
