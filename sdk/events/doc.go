// Package events follows the engine's log of events:
//
//	for event, err := range events.Watch(ctx, conn, events.Now) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(sdk.Value(event.Index), sdk.Value(event.Description))
//	}
//
// # What the engine promises
//
// Each event has a number from a sequence, its index. The engine writes an event in a transaction
// of its own, so that two events that happen at the same time may become visible in either order, a
// moment apart. Numbers can be missing forever, because a transaction failed or an event was
// deleted. The engine lists the newest events first. [Watch] yields them in the order of the index,
// and waits for gaps that may still be filled.
package events
