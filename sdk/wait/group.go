package wait

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/deepcopy"
)

const (
	few = 2 // so many objects are read by themselves
	// so many are asked for in one search, whose address must stay below 8 KiB
	chunkSize = 100
	gather    = 20 * time.Millisecond // how long a first look waits for company
)

// group has the waits of a poller for one kind of object. While there are any, a goroutine looks
// for them.
type group[T any] struct {
	field string // of the engine's search
	opts  []call.Option
	id    func(*T) string
	get   func(context.Context, string, ...call.Option) (*T, error)
	list  func(context.Context, *string, *int64, ...call.Option) ([]*T, error)

	mu      sync.Mutex
	waiters map[*waiter[T]]struct{} // guarded by mu
	stop    context.CancelFunc      // guarded by mu; nil while nobody waits
	joined  chan struct{}           // holds one at most; wakes the goroutine
}

// waiter is one wait of a group.
type waiter[T any] struct {
	id    string
	o     *options
	pause time.Duration // behind the next look; guarded by the group's mu
	due   time.Time     // of the next look; guarded by the group's mu
	early time.Duration // how much earlier it may be; guarded by the group's mu
	looks chan look[T]  // holds the newest
}

// look is what came of one.
type look[T any] struct {
	v    *T
	err  error
	date time.Time
}

// wait waits in company. What is given is a copy: what a look found is shared with other waits, and
// with the memory of all that came along.
func (g *group[T]) wait(ctx context.Context, w *watch[T]) (*T, error) {
	if ctx == nil {
		return nil, &sdk.Error{Op: w.op, Class: sdk.ErrInvalid, Err: errNilContext}
	}
	v, err := g.follow(ctx, w)
	return deepcopy.Of(v), err
}

func (g *group[T]) follow(ctx context.Context, w *watch[T]) (*T, error) {
	ctx, cancel := w.o.bound(ctx)
	defer cancel()
	me := &waiter[T]{
		id:    w.subject.id,
		o:     &w.o,
		pause: w.o.first,
		due:   time.Now().Add(gather),
		early: gather,
		looks: make(chan look[T], 1),
	}
	g.join(me)
	defer g.leave(me)
	for {
		select {
		case <-ctx.Done():
			return w.result(ctx, w.ended(ctx))
		case l := <-me.looks:
			done, err := w.see(ctx, l.v, l.err, l.date)
			if done || err != nil {
				return w.result(ctx, err)
			}
		}
	}
}

func (g *group[T]) join(me *waiter[T]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.stop == nil {
		var ctx context.Context
		ctx, g.stop = context.WithCancel(context.Background())
		g.waiters = make(map[*waiter[T]]struct{})
		g.joined = make(chan struct{}, 1)
		go g.run(ctx, g.joined)
	}
	g.waiters[me] = struct{}{}
	select {
	case g.joined <- struct{}{}:
	default:
	}
}

func (g *group[T]) leave(me *waiter[T]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.waiters, me)
	if len(g.waiters) == 0 {
		g.stop()
		g.stop = nil
	}
}

// run looks for the waiters until the context ends, with the last of them.
func (g *group[T]) run(ctx context.Context, joined <-chan struct{}) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-joined:
		case <-timer.C:
		}
		due, next := g.due(ctx)
		if len(due) > 0 {
			g.round(ctx, due)
			next = g.next(ctx)
		}
		timer.Reset(time.Until(next))
	}
}

// due returns the waiters to look for now: if the time of one has come, also those for whom at
// least half of the pause is over. If there are none it returns the time of the next.
func (g *group[T]) due(ctx context.Context) (due []*waiter[T], next time.Time) {
	next = g.next(ctx)
	now := time.Now()
	if next.After(now) {
		return nil, next
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if ctx.Err() != nil {
		return nil, next
	}
	for w := range g.waiters {
		if w.due.Sub(now) <= w.early {
			due = append(due, w)
		}
	}
	slices.SortFunc(due, func(a, b *waiter[T]) int { return strings.Compare(a.id, b.id) })
	return due, next
}

// next returns the time of the next look.
func (g *group[T]) next(ctx context.Context) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	next := time.Now().Add(lastPause) // A waiter who joins wakes the goroutine.
	if ctx.Err() != nil {
		return next
	}
	for w := range g.waiters {
		if w.due.Before(next) {
			next = w.due
		}
	}
	return next
}

// round looks for the waiters, who are in the order of their ids, and says when they are due again.
func (g *group[T]) round(ctx context.Context, due []*waiter[T]) {
	looks := make(map[string]look[T], len(due))
	ids := make([]string, 0, len(due))
	for _, w := range due {
		ids = append(ids, w.id)
	}
	ids = slices.Compact(ids)
	plain := ids
	if len(ids) > few {
		plain = nil
		var searched []string
		for _, id := range ids {
			if isPlain(id) {
				searched = append(searched, id)
			} else {
				plain = append(plain, id) // Get knows what is wrong with it.
			}
		}
		for chunk := range slices.Chunk(searched, chunkSize) {
			plain = append(plain, g.search(ctx, chunk, looks)...)
		}
	}
	for _, id := range plain {
		var answer call.Response
		v, err := g.get(ctx, id, append([]call.Option{call.Result(&answer)}, g.opts...)...)
		looks[id] = look[T]{v, err, dateOf(&answer)}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if ctx.Err() != nil {
		return // Nobody is there any more; errors are of the end.
	}
	now, factor := time.Now(), randomFactor()
	for _, w := range due {
		select {
		case <-w.looks: // It wasn't taken yet, and this is newer.
		default:
		}
		w.looks <- looks[w.id]
		pause := time.Duration(float64(w.pause) * factor)
		w.due, w.early, w.pause = now.Add(pause), pause/2, w.o.longer(w.pause)
	}
}

// search looks for many objects at once, and returns the ids of those that it didn't find.
func (g *group[T]) search(
	ctx context.Context, ids []string, looks map[string]look[T],
) (missing []string) {
	query := g.field + "=" + strings.Join(ids, " or "+g.field+"=")
	var answer call.Response
	found, err := g.list(
		ctx,
		&query,
		new(int64(len(ids))),
		append([]call.Option{call.Result(&answer)}, g.opts...)...,
	)
	date := dateOf(&answer)
	if err != nil {
		for _, id := range ids {
			looks[id] = look[T]{nil, err, date}
		}
		return nil
	}
	for _, v := range found {
		looks[g.id(v)] = look[T]{v, nil, date}
	}
	for _, id := range ids {
		if _, ok := looks[id]; !ok {
			missing = append(missing, id)
		}
	}
	return missing
}
