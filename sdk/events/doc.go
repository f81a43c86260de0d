// Package events follows the engine's log of events:
//
//	for event, err := range events.Watch(ctx, conn, events.Now) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(*event.Index, *event.Description)
//	}
//
// # What the engine promises
//
// Each event has a number, its index, from a sequence. The engine writes an event in a transaction
// of its own, so that two which happen at once may be seen in either order, a moment apart; and
// numbers may be missing for ever, because a transaction failed or an event was deleted. It answers
// with the newest events first. [Watch] makes of that a list in order of the index, without gaps
// that may still be filled.
package events
