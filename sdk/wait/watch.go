package wait

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// watch is one wait: it judges look after look.
type watch[T any] struct {
	op      string
	goal    Goal[T]
	o       options
	judge   func(*T) verdict
	begun   time.Time // by our clock
	since   time.Time // the same by the engine's; zero before the first answer
	subject object
	about   object // whose events explain a failure; the subject if empty

	last    *T // nil before the first success
	looks   int
	bad     error     // the last error that was tolerated; nil if the last look went well
	badFrom time.Time // when such errors began
	lost    string    // why the state is hopeless
	gone    bool
}

func newWatch[T any](op string, goal Goal[T], o options) *watch[T] {
	return &watch[T]{
		op:      "wait." + op,
		goal:    goal,
		o:       o,
		judge:   goal.begin(),
		begun:   time.Now(),
		subject: o.subject,
	}
}

// see judges a look. The date is the engine's, zero if it isn't known. An error ends the wait.
func (w *watch[T]) see(ctx context.Context, v *T, err error, date time.Time) (done bool, _ error) {
	w.looks++
	w.clock(date)
	done, ends := w.take(ctx, v, err)
	if w.o.progress != nil {
		look := Look{
			Object: w.subject.String(),
			Looks:  w.looks,
			Waited: time.Since(w.begun),
			Done:   done,
			Err:    err,
		}
		if ends != nil {
			look.Err = ends
		}
		if done {
			look.Err = nil
		}
		if v != nil && err == nil {
			look.State = w.goal.state(v)
			if g, ok := w.goal.(interface{ share(*T) float64 }); ok {
				look.Share = g.share(v)
			}
		}
		w.o.progress(look)
	}
	return done, ends
}

// clock notes what the engine's clock said when the wait began.
func (w *watch[T]) clock(date time.Time) {
	if !w.since.IsZero() || date.IsZero() {
		return
	}
	w.since = date.Add(-time.Since(w.begun))
}

func (w *watch[T]) take(ctx context.Context, v *T, err error) (done bool, _ error) {
	if err != nil {
		return w.failed(ctx, err)
	}
	w.bad = nil
	if v == nil {
		return false, nil
	}
	w.last = v
	w.subject.learn(v)
	verdict := w.judge(v)
	if verdict.lost != "" {
		w.lost = verdict.lost
		return false, &sdk.Error{
			Op:    w.op,
			Class: sdk.ErrAction,
			Err:   fmt.Errorf("%v is %s: %s", w.subject, orNone(w.goal.state(v)), verdict.lost),
		}
	}
	return verdict.done, nil
}

// failed judges a look that failed.
func (w *watch[T]) failed(ctx context.Context, err error) (done bool, _ error) {
	if isGone[T](err) {
		if _, wanted := w.goal.(absent[T]); wanted {
			w.last = nil
			return true, nil
		}
		w.gone = true
		return false, err
	}
	now := time.Now()
	if w.bad == nil {
		w.badFrom = now
	}
	if !passes(ctx, err) || now.Sub(w.badFrom) >= w.o.tolerate {
		return false, err
	}
	w.bad = err
	return false, nil
}

// isGone reports whether the engine itself says that the object doesn't exist. Engines fail to read
// an affinity group that doesn't, with status 400.
func isGone[T any](err error) bool {
	if errors.Is(err, sdk.ErrNotFound) {
		return !sdk.IsTransient(err)
	}
	_, isGroup := any((*T)(nil)).(*types.AffinityGroup)
	e, ok := errors.AsType[*sdk.Error](err)
	return isGroup && ok && e.Status == http.StatusBadRequest && e.Fault != nil
}

// result returns what the wait came to.
func (w *watch[T]) result(ctx context.Context, err error) (*T, error) {
	if err == nil {
		return w.last, nil
	}
	e := &Error{
		Op:     w.op,
		Object: w.subject.String(),
		Want:   w.goal.want(),
		Reason: w.lost,
		Waited: time.Since(w.begun),
		Err:    err,
	}
	if w.last != nil {
		e.State = w.goal.state(w.last)
	}
	if w.lost != "" || w.gone {
		subject, since := w.about, w.since
		if subject == (object{}) {
			subject = w.subject
		}
		if since.IsZero() {
			since = w.begun
		}
		e.explain(ctx, &w.o, subject, since)
	}
	return w.last, e
}

// ended returns the error of a wait whose context ended between two looks.
func (w *watch[T]) ended(ctx context.Context) error {
	err := ctx.Err()
	e := &sdk.Error{Op: w.op, Err: err}
	if err == context.DeadlineExceeded {
		e.Class = sdk.ErrTimeout
	}
	if cause := context.Cause(ctx); !errors.Is(cause, err) {
		e.Err = fmt.Errorf("%w: %w", err, cause)
	}
	if w.bad != nil {
		e.Err = fmt.Errorf("%w; the last look failed: %w", e.Err, w.bad)
	}
	return e
}

// dateOf returns the engine's time of an answer; zero if it didn't tell.
func dateOf(answer *call.Response) time.Time {
	date, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return date
}
