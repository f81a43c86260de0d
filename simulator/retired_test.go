package simulator_test

import "testing"

func TestRetiredAddressesTripTheEngine(t *testing.T) {
	t.Parallel()
	e := start(t)
	const at = "/openstackvolumeproviders"
	for _, tt := range []struct {
		method, path string
		status       int
	}{
		{"GET", at, 500}, {"HEAD", at, 500}, {"POST", at, 500}, {"GET", at + "?max=1", 500}, {"OPTIONS", at, 200},
		{"PUT", at, 405}, {"DELETE", at, 405}, {"GET", at + "/nosuch", 500}, {"DELETE", at + "/nosuch", 500},
		{"GET", at + "/99999999-9999-4999-8999-999999999999/volumetypes", 500},
	} {
		if a := e.do(tt.method, tt.path, ""); a.status != tt.status {
			t.Errorf("%s %s: status %d, want %d", tt.method, tt.path, a.status, tt.status)
		}
	}
}
