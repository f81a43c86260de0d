package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/events"
	"github.com/ovirt-go/ovirt/sdk/jobs"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// The codes of the events that the checks make.
const (
	codeAddedDataCenter = 950
	codeExternalWarning = 9802
)

// eventsArea is about the engine's log.
var eventsArea = area{name: "events", checks: func(s *session) []check {
	root := s.conn.SystemService()
	var last int64
	var own string
	var dc *types.DataCenter
	var logged *types.Event
	return []check{
		{"the newest event has an index", func(ctx context.Context) (err error) {
			last, err = events.Last(ctx, s.conn)
			return err
		}, true},
		{"an added data center is logged with its correlation ID", func(ctx context.Context) (err error) {
			id := s.name("event")
			dc, err = root.DataCentersService().Add(ctx, &types.DataCenter{Name: new(s.name("event")), Local: new(false)},
				nil, call.CorrelationID(id))
			if err != nil {
				return err
			}
			remove := root.DataCentersService().DataCenterService(*dc.ID).Remove
			s.later("data center "+id, func(ctx context.Context) error { return remove(ctx, nil) })
			for e, err := range events.Watch(ctx, s.conn, last, events.CorrelationID(id)) {
				if err != nil {
					return err
				}
				logged = e
				break
			}
			return equal("code", sdk.Value(logged.Code), int64(codeAddedDataCenter))
		}, true},
		{"the event names the user", func(context.Context) error {
			if logged.User == nil || sdk.Value(logged.User.ID) == "" {
				return errors.New("user is missing")
			}
			return nil
		}, false},
		{"the event is normal and has a text", func(context.Context) error {
			if !strings.Contains(sdk.Value(logged.Description), *dc.Name) {
				return errors.New("the text lacks the name: " + sdk.Value(logged.Description))
			}
			return equal("severity", logged.Severity, types.LogSeverityNormal)
		}, false},
		{"an event can be read by its ID", func(ctx context.Context) error {
			got, err := root.EventsService().EventService(*logged.ID).Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("code", sdk.Value(got.Code), sdk.Value(logged.Code))
		}, false},
		{"events after an index are listed", func(ctx context.Context) error {
			list, err := root.EventsService().List(ctx, &services.EventsListParams{From: &last})
			if err != nil {
				return err
			}
			for _, e := range list {
				if sdk.Value(e.Index) <= last {
					return equal("index", *e.Index, last+1)
				}
			}
			if !slices.ContainsFunc(list, func(e *types.Event) bool { return *e.ID == *logged.ID }) {
				return errors.New("the new event isn't among them")
			}
			return nil
		}, false},
		{"events are listed newest first", func(ctx context.Context) error {
			list, err := root.EventsService().List(ctx, &services.EventsListParams{Max: new(int64(20))})
			if err != nil {
				return err
			}
			if !slices.IsSortedFunc(list, func(a, b *types.Event) int { return int(*b.Index - *a.Index) }) {
				return errors.New("they aren't")
			}
			return nil
		}, false},
		{"an event of a program is logged", func(ctx context.Context) error {
			e, err := root.EventsService().Add(ctx, &types.Event{
				Description: new(s.name("event") + " happened"), Severity: types.LogSeverityWarning,
				Origin: new("conformance"), CustomID: new(int64(1)), CorrelationID: new(s.name("own")),
			}, nil)
			if err != nil {
				return err
			}
			own = *e.ID
			s.later("event "+own, func(ctx context.Context) error {
				return root.EventsService().EventService(own).Remove(ctx, nil)
			})
			return equal("severity", e.Severity, types.LogSeverityWarning)
		}, true},
		{"it has the code of such events", func(ctx context.Context) error {
			e, err := root.EventsService().EventService(own).Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("code", sdk.Value(e.Code), int64(codeExternalWarning))
		}, false},
		{"an event is removed", func(ctx context.Context) error {
			return root.EventsService().EventService(own).Remove(ctx, nil)
		}, false},
	}
}}

// jobsArea is about jobs of programs.
var jobsArea = area{name: "jobs", checks: func(s *session) []check {
	root := s.conn.SystemService()
	var job *jobs.External
	at := func() *services.JobService { return root.JobsService().JobService(job.ID) }
	return []check{
		{"a job is added", func(ctx context.Context) (err error) {
			job, err = jobs.Begin(ctx, s.conn, s.name("job"))
			if err == nil {
				s.later("job "+s.name("job"), func(ctx context.Context) error { return at().Clear(ctx, nil) })
			}
			return err
		}, true},
		{"it is started and external", func(ctx context.Context) error {
			got, err := at().Get(ctx, nil)
			if err != nil {
				return err
			}
			return errors.Join(equal("status", got.Status, types.JobStatusStarted),
				equal("external", sdk.Value(got.External), true))
		}, false},
		{"a step of it ends", func(ctx context.Context) error {
			return job.Step(ctx, "look", func(context.Context) error { return nil })
		}, false},
		{"the step is finished", func(ctx context.Context) error {
			steps, err := at().StepsService().List(ctx, nil)
			if err != nil {
				return err
			}
			if len(steps) != 1 {
				return equal("number of steps", len(steps), 1)
			}
			return equal("status", steps[0].Status, types.StepStatusFinished)
		}, false},
		{"a step can fail", func(ctx context.Context) error {
			why := errors.New("on purpose")
			if err := job.Step(ctx, "fail", func(context.Context) error { return why }); !errors.Is(err, why) {
				return err
			}
			steps, err := at().StepsService().List(ctx, nil)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(steps, func(st *types.Step) bool { return st.Status == types.StepStatusFailed }) {
				return errors.New("no step is failed")
			}
			return nil
		}, false},
		{"the job has failed with its step", func(ctx context.Context) error {
			got, err := at().Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("status", got.Status, types.JobStatusFailed)
		}, false},
		{"another job is finished when it ends", func(ctx context.Context) error {
			other, err := jobs.Begin(ctx, s.conn, s.name("other job"))
			if err != nil {
				return err
			}
			s.later("job "+s.name("other job"), func(ctx context.Context) error { return other.Clear(ctx) })
			if err := other.End(ctx, nil); err != nil {
				return err
			}
			got, err := root.JobsService().JobService(other.ID).Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("status", got.Status, types.JobStatusFinished)
		}, false},
	}
}}
