package wait

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/deepcopy"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

const (
	historySize    = 50               // how many events are searched
	historyTimeout = 10 * time.Second // how long that may take
	historySlack   = time.Second      // what the clock of an HTTP header is coarse by
)

// history returns the events of an object since a time of the engine, oldest first. It sends one
// request, or none for objects that events don't tell about.
func history(
	ctx context.Context, s *services.EventsService, o object, since time.Time, opts []call.Option,
) ([]*types.Event, error) {
	search := about(o)
	if s == nil || search == "" {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, historyTimeout)
	defer cancel()
	p := &services.EventsListParams{Search: &search, Max: new(int64(historySize))}
	events, err := s.List(ctx, p, append(opts[:len(opts):len(opts)], call.Lenient(nil))...)
	if err != nil {
		return nil, err
	}
	since = since.Add(-historySlack)
	events = slices.DeleteFunc(
		events, func(e *types.Event) bool { return e.Time != nil && e.Time.Before(since) },
	)
	slices.Reverse(events)
	return events, nil
}

// fields are what events are searched by.
var fields = map[string]string{
	"vm":             "_event_vm_id",
	"host":           "_event_host_id",
	"template":       "_event_template_id",
	"storage domain": "_event_storage_id",
	"data center":    "_event_datacenter_id",
	"correlation id": "correlation_id",
}

// about returns the search for the events of an object; empty if there is none. Events don't refer
// to disks, but name them.
func about(o object) string {
	if field := fields[o.kind]; field != "" && isPlain(o.id) {
		return field + "=" + o.id
	}
	if o.kind == "disk" && o.name != "" && !strings.ContainsAny(o.name, `"';*`) {
		return `message="*` + o.name + `*"`
	}
	return ""
}

// isPlain reports whether an id can stand in a search as it is.
func isPlain(id string) bool {
	for _, c := range id {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '_' {
			return false
		}
	}
	return id != ""
}

// explain adds the events to an error that has use for them.
func (e *Error) explain(ctx context.Context, o *options, subject object, since time.Time) {
	if o.noEvents || ctx.Err() != nil {
		return
	}
	e.Events, e.EventsErr = history(ctx, o.events, subject, since, o.call)
	for i, event := range e.Events {
		e.Events[i] = deepcopy.Of(event) // The error may be kept for long.
	}
}
