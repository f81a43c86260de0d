// Package jobs follows what the engine is doing: the jobs of a call, found by its correlation ID,
// or a job found by its ID.
//
//	err := s.Start(ctx, nil, call.CorrelationID("start-web-1"))
//	...
//	_, err = jobs.Wait(ctx, conn, "start-web-1")
//
// A job consists of steps, which can have steps too. An error names the steps that failed and
// contains what the engine logged; [Progress] computes one figure for all of them.
//
// The API can't cancel a job of the engine. [Begin] adds a job of the program's own, which the
// program must end.
package jobs
