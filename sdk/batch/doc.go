// Package batch makes many calls, a few at a time:
//
//	err := batch.Do(ctx, ids, func(ctx context.Context, id string) error {
//		return vms.VmService(id).Start(ctx, nil)
//	})
//
// [Do] is for calls without a result, and [Map] for calls with one. Each call has its own retries and
// its own error.
package batch
