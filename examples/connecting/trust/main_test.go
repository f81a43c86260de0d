//go:build exampletest

package main

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
)

func TestFingerprintDecides(t *testing.T) {
	t.Parallel()
	engine, err := exampletest.StartEngine(time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	shown := regexp.MustCompile(`^the engine shows ([0-9A-F]{2}:){31}[0-9A-F]{2}\n`)
	for _, tt := range []struct {
		name, known string
		want        error
	}{
		{"first use", "", nil},
		{"another engine", strings.Repeat("00:", 31) + "00", sdk.ErrConnection},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			if err := run(t.Context(), engine.Config, &out, tt.known); !errors.Is(err, tt.want) {
				t.Errorf("error is %v, not %v", err, tt.want)
			}
			if !shown.MatchString(out.String()) || strings.HasSuffix(out.String(), "\nit is trusted\n") != (tt.want == nil) {
				t.Errorf("output is %q", out.String())
			}
		})
	}
}
