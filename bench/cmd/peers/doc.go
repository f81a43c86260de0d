// Command peers measures the SDK beside its peers and prints one line for each target: what was measured, our figure, the peer's, their
// ratio, the target, and whether it was held. It exits with 1 if a target was missed, and with 2 if it could not measure.
//
// Both sides of a target run in the same minute and in turn, and medians are compared, so that a busy machine harms both alike. A miss is
// measured twice more before it counts. Lines with a dash for the target are there for comparison only.
//
// It must be run in the directory of the bench module:
//
//	go run ./cmd/peers [-only REGEXP] [-rounds N] [-list]
//
// Clients, servers and builds run in processes of their own, which are this program under other arguments, so that processor time and
// memory belong to nobody else.
package main
