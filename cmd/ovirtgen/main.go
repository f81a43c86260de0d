// Command ovirtgen imports descriptions of the oVirt API, generates the SDK from them, checks that the
// generated files are fresh, and compares releases.
//
// The exit code is 0 on success, 1 after an error or if check found stale files, and 2 if the arguments
// are wrong.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

// command is one of the things that ovirtgen does.
type command struct {
	name  string
	about string // about is one line for the list of commands.
	usage string // usage is the line of arguments.
	run   func(ctx context.Context, c *cli, args []string) error
}

var commands = []command{
	{"import", "read a description of the API and write the model's data files", "{-java DIR | -description FILE_OR_URL} -version V [-out DIR] [-docs DIR]", runImport},
	{"history", "find in the tags of the API model's repository which release introduced what the description doesn't date", "-git DIR [-data DIR]", runHistory},
	{"generate", "write the generated packages of this module, or a complete module", "[-model DIR] [-doc DIR] [-module PATH -out DIR]", runGenerate},
	{"check", "list the generated files that are stale; exit with 1 if there are any", "[-model DIR] [-doc DIR]", runCheck},
	{"diff", "list what a model adds, changes, deprecates and removes", "[-json] OLD NEW", runDiff},
}

// cli is where a command writes to, and its name for messages.
type cli struct {
	stdout, stderr io.Writer
	flags          *flag.FlagSet
}

// errUsage says that the arguments are wrong, and that the reason was printed.
var errUsage = errors.New("wrong usage")

// errStale says that check found something, which was printed.
var errStale = errors.New("generated files are stale")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run does what the arguments say and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		help(stderr)
		return 2
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		help(stdout)
		return 0
	}
	for _, cmd := range commands {
		if cmd.name == args[0] {
			return exitCode(execute(ctx, cmd, args[1:], stdout, stderr), cmd.name, stderr)
		}
	}
	fmt.Fprintf(stderr, "ovirtgen: unknown command %q; ovirtgen help lists the commands\n", args[0])
	return 2
}

func execute(ctx context.Context, cmd command, args []string, stdout, stderr io.Writer) error {
	c := &cli{stdout: stdout, stderr: stderr, flags: flag.NewFlagSet(cmd.name, flag.ContinueOnError)}
	c.flags.SetOutput(stderr)
	c.flags.Usage = func() {
		fmt.Fprintf(c.flags.Output(), "ovirtgen %s: %s\n\nusage: ovirtgen %s %s\n\n", cmd.name, cmd.about, cmd.name, cmd.usage)
		c.flags.PrintDefaults()
	}
	return cmd.run(ctx, c, args)
}

func exitCode(err error, name string, stderr io.Writer) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		return 2
	case errors.Is(err, errStale):
		return 1
	}
	fmt.Fprintf(stderr, "ovirtgen %s: %v\n", name, err)
	return 1
}

func help(w io.Writer) {
	fmt.Fprint(w, "ovirtgen imports descriptions of the oVirt API and generates the SDK from them.\n\nusage: ovirtgen COMMAND [ARGUMENTS]\n\n")
	for _, cmd := range commands {
		fmt.Fprintf(w, "  %-9s %s\n", cmd.name, cmd.about)
	}
	fmt.Fprint(w, "\novirtgen COMMAND -h describes the arguments. Exit codes: 0 success, 1 an error or stale files, 2 wrong arguments.\n")
}

// parse reads the flags of a command and the number of arguments behind them.
func (c *cli) parse(args []string, want int) error {
	if err := c.flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return errUsage
	}
	if c.flags.NArg() != want {
		return c.misuse("want %d arguments after the flags, got %d", want, c.flags.NArg())
	}
	return nil
}

// misuse prints what is wrong with the arguments.
func (c *cli) misuse(format string, args ...any) error {
	fmt.Fprintf(c.stderr, "ovirtgen %s: %s\n\n", c.flags.Name(), fmt.Sprintf(format, args...))
	c.flags.Usage()
	return errUsage
}
