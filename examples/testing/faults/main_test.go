package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

func TestTrouble(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		rule    simulator.Rule
		want    string // the output
		wantErr error
	}{
		{
			name:    "the engine refuses the tag",
			rule:    simulator.Rule{Op: "TagsService.Add", Status: 409, Detail: "[The name is in use.]"},
			wantErr: sdk.ErrConflict,
		},
		{
			name: "the answer gets lost",
			rule: simulator.Rule{Op: "TagsService.Add", Drop: true, After: true},
			want: "no answer; looking for the tag\ntag nightly\n",
		},
		{
			name: "the request gets lost",
			rule: simulator.Rule{Op: "TagsService.Add", Drop: true},
			want: "no answer; looking for the tag\n", wantErr: sdk.ErrNotFound,
		},
		{
			name: "a proxy answers in place of the engine at first",
			rule: simulator.Rule{Op: "TagsService.List", Page: "Service Unavailable", Times: 2},
			want: "tag nightly\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			engine := simtest.New(t)
			conn := engine.Connect()
			engine.Engine.Fail(tt.rule)
			var out strings.Builder
			if err := run(t.Context(), conn, &out, "nightly"); !errors.Is(err, tt.wantErr) {
				t.Errorf("error %v, want %v", err, tt.wantErr)
			}
			if out.String() != tt.want {
				t.Errorf("output %q, want %q", out.String(), tt.want)
			}
		})
	}
}
