// Package jobs follows what the engine is doing: the jobs of a call, found by its correlation id or
// by the id of the job.
//
//	err := s.Start(ctx, nil, call.CorrelationID("start-web-1"))
//	...
//	_, err = jobs.Wait(ctx, conn, "start-web-1")
//
// A job consists of steps, and steps of further steps. An error names the steps that failed, with
// what the engine logged; [Progress] makes one figure of all of them.
//
// The API has no way to cancel a job of the engine. [Begin] adds jobs of a program's own, which
// that program must end.
package jobs
