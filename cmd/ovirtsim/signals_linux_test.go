package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"unsafe"
)

// terminal returns both ends of a terminal: what a person holds, and what programs do.
func terminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("there are no terminals: ", err)
	}
	t.Cleanup(func() { person.Close() })
	var number, locked int32
	for request, value := range map[uintptr]*int32{
		syscall.TIOCSPTLCK: &locked, syscall.TIOCGPTN: &number,
	} {
		_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, person.Fd(), request,
			uintptr(unsafe.Pointer(value)))
		if errno != 0 {
			t.Fatal(errno)
		}
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

// TestInterruptOfTheKeyboardArrivesOnce types ^C, which the terminal sends to ovirtsim and to the
// command. A command that received it twice would count two.
func TestInterruptOfTheKeyboardArrivesOnce(t *testing.T) {
	t.Parallel()
	path, err := command()
	if err != nil {
		t.Fatal(err)
	}
	person, program := terminal(t)
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), path,
		"-listen", "127.0.0.1:0", "--", os.Args[0])
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir(), countVariable+"=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = program, in, in
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in.Close()
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			cmd.Process.Kill()
			cmd.Wait()
		}
	})
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); err != nil {
		t.Fatalf("first line %q, %v", line, err)
	}
	send := func(sig os.Signal) {
		t.Helper()
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
	}
	// Two interrupts that are pending at once are one, so ovirtsim waits until the command has its
	// own.
	send(syscall.SIGSTOP)
	if _, err := person.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	if line, err := lines.ReadString('\n'); line != "interrupt\n" {
		t.Fatalf("then %q, %v", line, err)
	}
	send(syscall.SIGTERM)
	send(syscall.SIGCONT)
	rest, err := io.ReadAll(lines)
	if err != nil || string(rest) != "terminated\n" {
		t.Errorf("then %q, %v, want the end", rest, err)
	}
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 9 {
		t.Errorf("exit code %d, want 9", code)
	}
}
