// Package batch makes many calls, some at a time:
//
//	err := batch.Do(ctx, ids, func(ctx context.Context, id string) error {
//		return vms.VmService(id).Start(ctx, nil)
//	})
//
// [Do] is for calls without a result, [Map] for those with one. Each call has the costs, retries and errors that it has alone.
package batch
