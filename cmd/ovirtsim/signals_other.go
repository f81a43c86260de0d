//go:build !linux && !darwin

package main

import (
	"os"
	"runtime"
)

// passedOn are the signals that the command receives in place of ovirtsim.
var passedOn = stopping

// reachesGroup reports whether the system sends a signal to the command as well, as Windows does
// with that of the keyboard.
func reachesGroup(os.Signal) bool { return runtime.GOOS == "windows" }
