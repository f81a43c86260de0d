package simulator_test

import (
	"strings"
	"testing"
)

// TestListsAreCutAsEnginesDo states where max isn't simply the number of what is listed.
func TestListsAreCutAsEnginesDo(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, name := range []string{"a", "b"} {
		e.want(201, "POST", "/tags", "<tag><name>"+name+"</name></tag>")
	}
	for _, tt := range []struct {
		path, element string
		want          int
	}{
		{"/tags", "<tag ", 3}, {"/tags?max=1", "<tag ", 2}, {"/tags;max=0", "<tag ", 1}, {"/tags?max=-1", "<tag ", 3},
		{"/permissions?max=0", "<permission ", 0}, {"/permissions?max=1", "<permission ", 2},
		{"/permissions?max=2", "<permission ", 3}, {"/roles?max=1", "<role ", 1},
	} {
		if n := strings.Count(e.get(tt.path), tt.element); n != tt.want {
			t.Errorf("%s: %d, want %d", tt.path, n, tt.want)
		}
	}
}

// TestListsThatMaxDoesNotCut states which lists engines make without a query. That of operating
// systems has a root of its own.
func TestListsThatMaxDoesNotCut(t *testing.T) {
	t.Parallel()
	e := start(t)
	doc := e.get("/operatingsystems?max=1")
	if n := strings.Count(doc, "<operating_system "); n < 60 || !strings.HasPrefix(doc, declared("<operation_systems>")) {
		t.Errorf("%d operating systems:\n%.300s", n, doc)
	}
}
