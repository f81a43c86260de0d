//go:build linux || darwin

package main

import (
	"os"
	"syscall"
	"unsafe"
)

// passedOn are the signals that the command receives in place of ovirtsim.
var passedOn = append([]os.Signal{syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2}, stopping...)

// reachesGroup reports whether a signal comes from the keyboard. The terminal sends it to the
// command as well, which must not receive it twice: for many programs the second one means that
// they shall end at once.
func reachesGroup(sig os.Signal) bool {
	if sig != os.Interrupt && sig != syscall.SIGQUIT {
		return false
	}
	tty, err := os.Open("/dev/tty")
	if err != nil {
		return false // There is no terminal.
	}
	defer tty.Close()
	var foreground int32
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, tty.Fd(), syscall.TIOCGPGRP,
		uintptr(unsafe.Pointer(&foreground)))
	return errno == 0 && int(foreground) == syscall.Getpgrp()
}
