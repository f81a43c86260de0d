package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator"
)

const usage = `Usage: ovirtsim [flags]
       ovirtsim [flags] -- COMMAND [ARGUMENTS]

Runs a simulated oVirt Engine for as long as a command runs, or until it is interrupted.

With a command, the command finds the engine in its environment: OVIRT_URL, OVIRT_USERNAME, OVIRT_PASSWORD and OVIRT_CAFILE.
Port 0 is any free one:

  ovirtsim -listen 127.0.0.1:0 -vms 20 -- go test ./...
  ovirtsim -listen 127.0.0.1:0 -- sh -c 'curl --cacert "$OVIRT_CAFILE" -u "$OVIRT_USERNAME:$OVIRT_PASSWORD" "$OVIRT_URL/vms"'

Standard input and output belong to the command. Signals are passed on to it. When it ends the engine ends too, and the exit
code is that of the command, or 128 and the number of the signal that ended it. It is 127 if there is no such command, 126
if it can't be run, and 1 if the engine can't start, for example because its port is taken; the command isn't run then.

Without a command, the engine runs until it is interrupted. Once it answers, it prints what clients need as commands for the
shell, export OVIRT_URL=... and so on. Everything else goes to the standard error. After an interrupt running requests may
finish; a second one breaks them off. The exit code is 0 then, 1 after an error, and 2 if the flags are wrong.

At the same address, /ovirt-simulator is a status page for browsers, and programs control the engine below it.
`

const aboutRules = `
A rule is a list of fields. Some choose requests: op=VmsService.Add (service and method; * stands for any text),
method=POST, path=*/vms/*, id=ID, skip=N, nth=N, times=N, probability=0.1, seed=N. The others say what happens: delay=2s,
jitter=1s, status=503, reason=TEXT, detail=TEXT (a fault in the format of the request), page=TEXT (an HTML page of a proxy),
body=TEXT, type=MEDIATYPE, header="Retry-After: 7", drop, reset (the connection), after (once the engine has acted),
slow=50ms (before each 256 bytes of the answer), truncate=N (bytes), expire (all tokens), outage=refused or
outage=unavailable with for=10s. Values with commas are quoted. The same names make JSON objects in files.

  -rule op=VmsService.Add,nth=2,status=503
  -rule 'op=VmService.Start,detail="[Cannot run VM. There are no hosts to use.]",probability=0.2,seed=7'
  -rule path=*/api/*,drop,after,times=1

While the engine runs, below /ovirt-simulator: GET, POST and DELETE rules, GET and DELETE rules/N; POST
clock?advance=10m; POST tokens/expire; POST outage?outage=unavailable&for=10s, DELETE outage; GET, POST, PUT and DELETE
objects/vms, objects/vms/ID; GET and DELETE requests; GET inventory, stats. Rules are posted as JSON or as lines, objects as
XML documents.
`

// settings are what the flags say.
type settings struct {
	listen, model, release             string
	version, base                      string
	user, password                     string
	users, roles, members              pairs
	cert, key, ca                      string
	plain, countedIDs, control         bool
	step, grace, idle                  time.Duration
	speed                              float64
	start                              string
	rules                              rules
	requests                           int
	imageDir, imageAddress, imageProxy string
	inventory                          simulator.Inventory
	state, saveTo, capture             string
	skip, hosts                        list
	command                            []string // what to run while the engine does, or nil
	flags                              *flag.FlagSet
	groups                             []group
}

// group is a block of the help.
type group struct {
	title string
	names []string
}

// parse reads the flags. It tells the user itself what is wrong.
func parse(args []string, stdout, stderr io.Writer) (*settings, error) {
	s := &settings{flags: flag.NewFlagSet("ovirtsim", flag.ContinueOnError)}
	s.flags.SetOutput(io.Discard) // the caller is told below, once
	s.flags.Usage = func() {}
	s.define()
	err := s.flags.Parse(args)
	if at := len(args) - s.flags.NArg() - 1; err == nil && at >= 0 && args[at] == "--" {
		s.command = s.flags.Args() // empty, and not nil, if there is none behind the dashes
	}
	if err == nil {
		err = s.check()
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		s.help(stdout)
	case err != nil:
		fmt.Fprintf(stderr, "ovirtsim: %v; see ovirtsim -help\n", err)
	}
	return s, err
}

// in begins a group of flags: those that are defined until the next one.
func (s *settings) in(title string, define func(f *flag.FlagSet)) {
	known := map[string]bool{}
	s.flags.VisitAll(func(f *flag.Flag) { known[f.Name] = true })
	define(s.flags)
	g := group{title: title}
	s.flags.VisitAll(func(f *flag.Flag) {
		if !known[f.Name] {
			g.names = append(g.names, f.Name)
		}
	})
	s.groups = append(s.groups, g)
}

func (s *settings) define() {
	s.in("Address", func(f *flag.FlagSet) {
		f.StringVar(&s.listen, "listen", "127.0.0.1:8443", "`address` to listen on; port 0 takes any free one")
		f.StringVar(&s.cert, "tls-cert", "", "`file` with the server's certificate; default is one signed by a new authority")
		f.StringVar(&s.key, "tls-key", "", "`file` with the key of -tls-cert")
		f.StringVar(&s.ca, "ca", "", "`file` to write the authority's certificate to, which is removed at the end; "+
			"default is one in the temporary directory")
		f.BoolVar(&s.plain, "plain", false, "listen without TLS")
		f.Var(&s.hosts, "host", "with -plain, another host `name` for the status page and the control endpoint, besides "+
			"IP addresses, localhost and the name in -listen; may be repeated")
		f.StringVar(&s.base, "base", "", "`path` of the application (default /ovirt-engine)")
		f.DurationVar(&s.grace, "grace", 10*time.Second, "how long running requests may take after an interrupt")
	})
	s.in("Users", func(f *flag.FlagSet) {
		f.StringVar(&s.user, "user", "admin@internal", "`name` of the administrator, with its profile")
		f.StringVar(&s.password, "password", "password", "`password` of the administrator")
		f.Var(&s.users, "login", "`name=password` of another user, such as jane@internal=secret; may be repeated")
		f.Var(&s.roles, "role", "`name=role` of a user on the whole system, such as jane@internal=UserVmManager; "+
			"an empty role is none; may be repeated. Without -role all users are SuperUser; with it, users "+
			"that aren't named are UserRole")
		f.Var(&s.members, "group", "`name=users` of a group of the directory, such as "+
			"team@internal=jane@internal,joe@internal; may be repeated")
		f.DurationVar(&s.idle, "idle", 30*time.Minute, "how long a login lasts without a request, by the engine's clock; "+
			"0 is forever")
	})
	s.in("Engine", func(f *flag.FlagSet) {
		f.StringVar(&s.model, "model", "", "`directory` with an API model that ovirtgen imported, to simulate its release; "+
			"default is the built-in model")
		f.StringVar(&s.release, "release", "", "earlier `release` to simulate, such as 4.4 or 4.4.10, by leaving out what the "+
			"model says came later; -model with that release is more exact")
		f.StringVar(&s.version, "version", "", "`version` of the product; default is one that fits the model")
		f.BoolVar(&s.countedIDs, "counted-ids", false, "number the IDs of new objects, so that they are the same in each run")
	})
	s.in("Time", func(f *flag.FlagSet) {
		f.DurationVar(&s.step, "step", 500*time.Millisecond, "how long a change of status takes, by the engine's clock")
		f.Float64Var(&s.speed, "speed", 1, "how many times faster the engine's clock is than the real one; "+
			"with 0 it moves only through the control endpoint")
		f.StringVar(&s.start, "time", "", "`time` at which the engine's clock starts, such as 2026-05-04T10:30:00Z; default is now")
	})
	s.in("Inventory", s.defineInventory)
	s.in("Images", func(f *flag.FlagSet) {
		f.StringVar(&s.imageDir, "images", "", "`directory` for the bytes of disks; default is to keep them in memory")
		f.StringVar(&s.imageAddress, "image-listen", "", "`address` of the hosts' image daemon; default is any free port")
		f.StringVar(&s.imageProxy, "image-proxy-listen", "", "`address` of the engine's image proxy; default is any free port")
	})
	s.in("Trouble and control", func(f *flag.FlagSet) {
		f.Var(&s.rules, "rule", "`rule` that delays, changes or breaks answers, see below; may be repeated")
		f.Func("rules", "`file` with rules: a JSON list, or a rule on each line; may be repeated", s.rules.read)
		f.BoolVar(&s.control, "control", true, "let programs control the engine over HTTP, without a password")
		f.IntVar(&s.requests, "requests", 1000, "`number` of requests to remember")
	})
}

// defineInventory defines the flags that say what there is from the start.
func (s *settings) defineInventory(f *flag.FlagSet) {
	in := &s.inventory
	f.IntVar(&in.DataCenters, "datacenters", 1, "`number` of data centers")
	f.IntVar(&in.Clusters, "clusters", 1, "`number` of clusters")
	f.IntVar(&in.Hosts, "hosts", 2, "`number` of hosts, called host-001 and so on")
	f.IntVar(&in.StorageDomains, "storagedomains", 1, "`number` of storage domains, called data-001 and so on")
	f.IntVar(&in.Networks, "networks", 0, "`number` of networks besides ovirtmgmt, called network-001 and so on")
	f.IntVar(&in.Users, "directory-users", 0, "`number` of users without permissions, called user-0001 and so on")
	f.IntVar(&in.Templates, "templates", 1, "`number` of templates besides Blank, called template-001 and so on")
	f.IntVar(&in.VMs, "vms", 0, "`number` of VMs, called vm-00001 and so on")
	f.IntVar(&in.DisksPerVM, "disks", 1, "`number` of disks of each VM")
	f.IntVar(&in.NICsPerVM, "nics", 1, "`number` of network interfaces of each VM")
	f.Int64Var(&in.Seed, "seed", 0, "`number` from which all IDs are generated; with 0 they differ in each run")
	f.StringVar(&s.state, "state", "", "`file` with the inventory to begin with, as written by -save or -capture, instead of the numbers above")
	f.StringVar(&s.saveTo, "save", "", "`file` to write the inventory to at the end")
	f.StringVar(&s.capture, "capture", "", "write the inventory of the live engine named by OVIRT_URL to a `file` (- is "+
		"standard output), using GET only, and exit")
	f.Var(&s.skip, "capture-skip", "`name` of a collection that -capture leaves out, such as events; may be repeated")
}

// help explains every flag, group by group.
func (s *settings) help(w io.Writer) {
	io.WriteString(w, usage)
	for _, g := range s.groups {
		fmt.Fprintf(w, "\n%s:\n", g.title)
		var text strings.Builder
		part := flag.NewFlagSet("", flag.ContinueOnError)
		part.SetOutput(&text)
		for _, name := range g.names {
			f := s.flags.Lookup(name)
			part.Var(f.Value, f.Name, f.Usage)
			part.Lookup(name).DefValue = f.DefValue
		}
		part.PrintDefaults()
		for line := range strings.Lines(text.String()) {
			io.WriteString(w, wrap(line))
		}
	}
	io.WriteString(w, aboutRules)
}

// columns is how wide the help is.
const columns = 110

// wrap breaks a long line between words and indents what follows as package flag does.
func wrap(line string) string {
	const indent = "    \t"
	rest, more := strings.CutPrefix(line, indent)
	if !more {
		return line
	}
	var b strings.Builder
	n := 0
	for i, word := range strings.Fields(rest) {
		switch {
		case i == 0:
			b.WriteString(indent)
		case n+1+len(word) > columns:
			b.WriteString("\n" + indent)
			n = 0
		default:
			b.WriteString(" ")
			n++
		}
		b.WriteString(word)
		n += len(word)
	}
	return b.String() + "\n"
}

const (
	maxSpeed = 1e6  // a year takes half a minute then
	lastYear = 2200 // of the start of the clock; a Duration from now reaches to 2318
)

// check refuses what can't be meant.
func (s *settings) check() error {
	in := s.inventory
	switch {
	case s.command == nil && s.flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %q; a command to run follows --", s.flags.Arg(0))
	case s.command != nil && len(s.command) == 0:
		return errors.New("no command follows --")
	case s.command != nil && s.capture != "":
		return errors.New("-capture takes no command")
	case (s.cert == "") != (s.key == ""):
		return errors.New("-tls-cert and -tls-key go together")
	case s.plain && s.cert != "":
		return errors.New("-plain excludes -tls-cert")
	case s.skip != nil && s.capture == "":
		return errors.New("-capture-skip needs -capture")
	case s.ca != "" && (s.plain || s.cert != ""):
		return errors.New("-ca needs an authority, which -plain and -tls-cert do without")
	case min(in.DataCenters, in.Clusters, in.Hosts, in.StorageDomains, in.Templates, in.VMs, in.DisksPerVM, in.NICsPerVM,
		in.Networks, in.Users) < 0:
		return errors.New("a number of objects can't be negative")
	case s.step < 0:
		return errors.New("-step can't be negative")
	case s.speed < 0:
		return errors.New("-speed can't be negative")
	case !(s.speed <= maxSpeed): // not a number either
		return fmt.Errorf("-speed %g is more than %d", s.speed, int(maxSpeed))
	case s.grace < 0:
		return errors.New("-grace can't be negative")
	case s.idle < 0:
		return errors.New("-idle can't be negative")
	}
	if s.start != "" {
		at, err := time.Parse(time.RFC3339, s.start)
		if err != nil {
			return fmt.Errorf("-time %q is no time such as 2026-05-04T10:30:00Z", s.start)
		}
		if at.Year() < 1970 || at.Year() > lastYear {
			return fmt.Errorf("-time %q is not between 1970 and %d", s.start, lastYear)
		}
	}
	return nil
}

// pairs is a flag that may be repeated, each time with a name and a value.
type pairs map[string]string

// String returns nothing, for the values may be secrets.
func (p *pairs) String() string { return "" }

// Set adds a pair.
func (p *pairs) Set(text string) error {
	name, value, ok := strings.Cut(text, "=")
	if !ok || name == "" {
		return errors.New("not of the form name=value")
	}
	if *p == nil {
		*p = pairs{}
	}
	(*p)[name] = value
	return nil
}

// list is a flag that may be repeated.
type list []string

// String returns the values so far.
func (l *list) String() string { return strings.Join(*l, ",") }

// Set adds a value.
func (l *list) Set(text string) error {
	*l = append(*l, text)
	return nil
}

// rules is a flag that may be repeated, each time with a rule.
type rules []simulator.Rule

// String returns the rules so far.
func (r *rules) String() string {
	var texts []string
	for _, rule := range *r {
		texts = append(texts, rule.String())
	}
	return strings.Join(texts, " ")
}

// Set adds a rule.
func (r *rules) Set(text string) error {
	rule, err := simulator.ParseRule(text)
	if err == nil {
		*r = append(*r, rule)
	}
	return err
}

// read adds the rules of a file.
func (r *rules) read(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	more, err := simulator.ReadRules(f)
	*r = append(*r, more...)
	return err
}
