package simulator_test

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"
	"time"
)

// transitions does an action and returns the statuses that its object goes through, one step of the
// clock after the other: "down -> wait_for_launch -> powering_up -> up". The last one is "gone" if
// the object is removed. It is empty if the status stays, or if the object has none.
func transitions(t *testing.T, prepare func(*scene) deed, segment string) string {
	t.Helper()
	x := newScene(t)
	d := prepare(x)
	statuses := x.status(nil, d.path)
	x.do("POST", d.path+"/"+segment, "<action>"+d.body+"</action>")
	statuses = x.status(statuses, d.path)
	for range 20 {
		x.clock.Advance(time.Second)
		statuses = x.status(statuses, d.path)
	}
	if len(statuses) < 2 {
		return ""
	}
	return strings.Join(statuses, " -> ")
}

// status appends the status of the object at a path, unless it is the last one already.
func (x *scene) status(statuses []string, path string) []string {
	x.t.Helper()
	a := x.do("GET", path, "")
	now := "gone"
	if a.status == 200 {
		var object struct {
			Status string `xml:"status"`
			Phase  string `xml:"phase"`
		}
		if err := xml.Unmarshal([]byte(a.body), &object); err != nil {
			x.t.Fatalf("GET %s: %v\n%s", path, err, a.body)
		}
		if now = object.Status + object.Phase; now == "" {
			return statuses
		}
	}
	if n := len(statuses); n > 0 && statuses[n-1] == now {
		return statuses
	}
	return append(slices.Clip(statuses), now)
}
