package ensure_test

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// lateDeletes answers requests DELETE as engines answer the later of two that remove a part of an
// affinity group, or the group: with 400 and a detail. Acts means that the first of the two, that of
// another caller, has removed the object.
type lateDeletes struct {
	next   http.RoundTripper
	detail string
	acts   bool
}

func (l lateDeletes) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodDelete || !strings.Contains(req.URL.Path, "/affinitygroups/") {
		return l.next.RoundTrip(req)
	}
	if l.acts {
		resp, err := l.next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		resp.Body.Close()
	}
	body := "<fault><detail>" + l.detail + "</detail><reason>Operation Failed</reason></fault>"
	return &http.Response{
		StatusCode: http.StatusBadRequest, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{"Content-Type": {"application/xml"}, "Content-Length": {strconv.Itoa(len(body))}},
		ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewReader([]byte(body))), Request: req,
	}, nil
}

// TestLateRemovalsAreNoErrors removes affinity groups and their members at the same time as another
// caller, whom the engine serves first. A refusal of what is still there stays an error.
func TestLateRemovalsAreNoErrors(t *testing.T) {
	t.Parallel()
	group := func() *types.AffinityGroup {
		return &types.AffinityGroup{Name: new("g"), Cluster: &types.Cluster{Name: new("Default")}}
	}
	for _, tt := range []struct {
		name, detail string
		run          func(*testing.T, *sdk.Connection) error
	}{
		{"group", "the affinity group doesn't exist", func(t *testing.T, conn *sdk.Connection) error {
			_, err := ensure.AffinityGroupAbsent(t.Context(), conn, group())
			return err
		}},
		{"member", "[The selected VM does not exist.]", func(t *testing.T, conn *sdk.Connection) error {
			g := group()
			g.Vms = []*types.Vm{}
			_, err := ensure.AffinityGroup(t.Context(), conn, g, ensure.Exclusive())
			return err
		}},
	} {
		for _, acts := range []bool{true, false} {
			t.Run(tt.name+"/"+strconv.FormatBool(acts), func(t *testing.T) {
				t.Parallel()
				s := simtest.New(t, simulator.Options{Step: -1, Inventory: &simulator.Inventory{
					DataCenters: 1, Clusters: 1, Hosts: 1, VMs: 1,
				}})
				made := group()
				made.Vms = []*types.Vm{{Name: new("vm-00001")}}
				if _, err := ensure.AffinityGroup(t.Context(), s.Connect(), made); err != nil {
					t.Fatal(err)
				}
				cfg := s.Config()
				cfg.Middleware = append(cfg.Middleware, sdk.Middleware{Attempt: func(next http.RoundTripper) http.RoundTripper {
					return lateDeletes{next, tt.detail, acts}
				}})
				conn, err := sdk.Connect(t.Context(), cfg)
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				if err := tt.run(t, conn); (err == nil) != acts {
					t.Errorf("error is %v; the object is gone: %t", err, acts)
				}
			})
		}
	}
}
