package simulator_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

func TestScaledClock(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		speed float64
		want  time.Duration // after 10 s, having been moved by a minute
	}{
		{"fast", 60, 11 * time.Minute}, {"slow", 0.5, 65 * time.Second}, {"real", 1, 70 * time.Second}, {"standing", 0, time.Minute},
		{"negative", -1, time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				c := simulator.NewScaledClock(tt.speed)
				if d := c.Now().Sub(began); d != 0 {
					t.Errorf("begins %v late", d)
				}
				time.Sleep(10 * time.Second)
				c.Advance(time.Minute)
				if d := c.Now().Sub(began); d != tt.want {
					t.Errorf("shows %v, want %v", d, tt.want)
				}
			})
		})
	}
}

func TestScaledClockDrivesTheEngine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(t, simulator.Options{Clock: simulator.NewScaledClock(3600), Step: time.Hour})
		conn := connect(t, e)
		defer conn.Close()
		vm := bootVM(t, conn)
		began := time.Now()
		waitUp(t, conn, vm)
		if d := time.Since(began); d < time.Second || d > 10*time.Second {
			t.Errorf("the VM was up after %v, which isn't a few steps of a second each", d)
		}
	})
}
