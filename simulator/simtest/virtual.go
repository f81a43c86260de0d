package simtest

import (
	"cmp"
	"testing"
	"testing/synctest"

	"github.com/ovirt-go/ovirt/simulator"
)

// Virtual runs a test in virtual time, beside an engine of its own that follows that time: when
// everything waits, the clock jumps to the next moment at which something happens. A program that
// polls an engine for an hour is tested in milliseconds, and always takes exactly as long:
//
//	func TestNightlyJob(t *testing.T) {
//		t.Parallel()
//		simtest.Virtual(t, func(t *testing.T, s *simtest.Server) {
//			conn := s.Connect()
//			...
//		})
//	}
//
// The function runs in a bubble of [synctest.Test], whose rules apply: it must use the t that it
// receives, can't call Run or Parallel on it, and all goroutines that it starts must end. Time
// begins at midnight UTC of 2000-01-01; time.Now, time.Sleep, timers and the deadlines of contexts
// follow it. Within the function, [synctest.Wait] waits until all others are idle.
//
// The engine has no port and no certificate, because the time of the bubble can't jump while a
// socket is waited for. Programs reach it by the Transport of [Server.Config], which
// [Server.Connect] and [Server.Client] use. Rules, outages, and everything else of s.Engine work as
// they do over a socket.
//
// The options may be left out; only the first ones count. Without a Clock the engine follows the
// virtual time. Virtual ends the test if there can't be such an engine.
func Virtual(t *testing.T, test func(t *testing.T, s *Server), options ...simulator.Options) {
	t.Helper()
	var o simulator.Options
	if len(options) > 0 {
		o = options[0]
	}
	synctest.Test(t, func(t *testing.T) {
		engine, err := simulator.New(o)
		if err != nil {
			t.Fatal(err)
		}
		test(t, &Server{
			Server: &simulator.Server{
				URL:    "https://engine.test" + cmp.Or(o.Base, "/ovirt-engine") + "/api",
				Engine: engine,
			},
			t: t, password: passwordOf(o), transport: engine.Transport(),
		})
	})
}
