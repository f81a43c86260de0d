//go:build race

package simulator_test

// raceDetector says that the race detector looks on, which takes time and memory of its own.
const raceDetector = true
