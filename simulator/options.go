package simulator

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// Options says what kind of engine to simulate. The zero value is an engine of this module's release with one data center, cluster, host
// and storage domain, whose user admin@internal has the password "password".
type Options struct {
	// Model is the release of the API; nil is the one that this module is made of.
	Model *model.Model
	// Clock is the engine's time; nil is the real one. See [NewClock].
	Clock Clock
	// Step is how long one change of status takes, such as powering up; 0 means 500 ms. A negative one is no time at all: the change is
	// there at the next request.
	Step time.Duration
	// Users are the passwords of those who may log in, by name with profile such as admin@internal; nil is admin@internal alone.
	Users map[string]string
	// Password is that of admin@internal; empty means "password", or what Users says.
	Password string
	// Roles are the names of the roles that users have on the whole system, such as "UserRole"; an empty one is no permission at all, with
	// which one can't log in until one is given. Nil makes all users SuperUser. Otherwise those whom Roles doesn't name have UserRole,
	// except admin@internal.
	Roles map[string]string
	// Groups are the groups of the directory with the users that are in them, by name with profile, such as team@internal. Requests add
	// only these, by that name.
	Groups map[string][]string
	// SessionIdle is how long a login is good without a request; 0 means 30 minutes as in real engines, a negative one forever.
	SessionIdle time.Duration
	// DeterministicIDs makes the ids of new objects countable, and so the same in each run.
	DeterministicIDs bool
	// Base is the path of the application; empty means /ovirt-engine.
	Base string
	// Zone is the one in which the engine writes dates; nil is UTC.
	Zone *time.Location
	// Inventory says how much there is from the start; nil is one data center, cluster, host and storage domain.
	Inventory *Inventory
	// State is an inventory that [Engine.Save] or [Capture] wrote. With it there is nothing else from the start, and Inventory says nothing.
	State io.Reader
	// Version is that of the product; empty means that of an engine with the model: 4.5.7-1.el9 for
	// model 4.6.1, and otherwise the number of the model.
	Version string
	// Rules make answers go wrong from the start; see [Engine.Fail].
	Rules []Rule
	// Control lets programs change the engine over HTTP, below /ovirt-simulator: rules, clock, tokens, objects, outages. Whoever reaches
	// the engine may use it, without a password.
	Control bool
	// Hosts are further names of the machine by which clients reach the status page and the control endpoint without TLS; see
	// [Engine.Start].
	Hosts []string
	// Requests is how many requests are remembered for [Engine.Requests]; 0 means 1000, a negative number none.
	Requests int
	// ImageDirectory is where the bytes of disks are kept, in sparse files; empty means in memory. The files go with their disks; those
	// of disks that are left stay when the process ends, and no later engine reads them.
	ImageDirectory string
	// ImageAddress is where the data path of image transfers listens as the hosts do; empty means any
	// free port of the host at which the API listens.
	ImageAddress string
	// ImageProxyAddress is where it listens as the engine's proxy does; empty means the same.
	ImageProxyAddress string
}

// Inventory says how many objects there are from the start. Their names are counted: vm-00001, host-001, data-001, network-001, template-001, user-0001;
// the first data center and the first cluster are called Default. Each collection is spread over those above it in turn, and a
// quarter of the VMs run.
type Inventory struct {
	// DataCenters of 0 means one if anything else needs it, with one of each thing that is needed.
	DataCenters    int
	Clusters       int // Clusters are spread over the data centers.
	Hosts          int // Hosts are spread over the clusters.
	StorageDomains int // StorageDomains are spread over the data centers.
	// Networks counts those beside ovirtmgmt; each has a VLAN and a profile, and is in all clusters of
	// its data center.
	Networks   int
	Templates  int // Templates counts those beside Blank; each has one disk.
	VMs        int // VMs are spread over the clusters; a quarter of them run.
	DisksPerVM int // DisksPerVM is how many disks each VM has.
	NICsPerVM  int // NICsPerVM is how many network interfaces each VM has.
	// Users counts those beside the ones that may log in, who can't and have no permissions.
	Users int
	// Seed other than 0 makes all ids look random and be the same in each run.
	Seed int64
}

// check refuses numbers that can't be meant.
func (in *Inventory) check() error {
	for _, n := range []struct {
		name  string
		value int
	}{
		{"DataCenters", in.DataCenters}, {"Clusters", in.Clusters}, {"Hosts", in.Hosts}, {"StorageDomains", in.StorageDomains},
		{"Networks", in.Networks}, {"Templates", in.Templates}, {"VMs", in.VMs}, {"DisksPerVM", in.DisksPerVM},
		{"NICsPerVM", in.NICsPerVM}, {"Users", in.Users},
	} {
		if n.value < 0 {
			return fmt.Errorf("the inventory's %s is %d; it can't be negative", n.name, n.value)
		}
	}
	return nil
}

// complete returns the inventory with what its objects need: those who name a data center, or several, name all the rest as well, and
// others get one of each. Hosts run VMs, and storage domains hold disks.
func (in *Inventory) complete() Inventory {
	all := *in
	if all.DataCenters > 0 || all.Clusters+all.Hosts+all.StorageDomains+all.Networks+all.Templates+all.VMs == 0 {
		return all
	}
	all.DataCenters = 1
	all.Clusters = max(all.Clusters, 1)
	if all.VMs+all.Templates > 0 {
		all.Hosts = max(all.Hosts, 1)
		all.StorageDomains = max(all.StorageDomains, 1)
	}
	return all
}

const (
	defaultUser = "admin@internal"
	defaultBase = "/ovirt-engine"
	defaultStep = 500 * time.Millisecond
)

// embedded is the model of this module. It is read once for all engines, which never change a model.
var embedded = sync.OnceValues(model.Embedded)

// shape is what follows from a model: its types and the tree of its paths.
type shape struct {
	types *schema.Schema
	tree  *route.Tree
}

// embeddedShape is that of the embedded model, which engines share, for they only read it.
var embeddedShape = sync.OnceValue(func() shape {
	m, _ := embedded()
	return shape{schema.New(m), route.New(m)}
})

func shapeOf(m *model.Model) shape {
	if own, err := embedded(); err == nil && m == own {
		return embeddedShape()
	}
	return shape{schema.New(m), route.New(m)}
}

// withDefaults fills what wasn't said.
func (o Options) withDefaults() (Options, error) {
	if o.Model == nil {
		m, err := embedded()
		if err != nil {
			return o, err
		}
		o.Model = m
	}
	if o.Clock == nil {
		o.Clock = realClock{}
	}
	switch {
	case o.Step == 0:
		o.Step = defaultStep
	case o.Step < 0:
		o.Step = 0
	}
	users := make(map[string]string, len(o.Users)+1)
	for name, password := range o.Users {
		users[name] = password
	}
	if o.Password == "" && o.Users == nil {
		o.Password = "password"
	}
	if o.Password != "" {
		users[defaultUser] = o.Password
	}
	o.Users = users
	if o.Roles != nil {
		o.Roles = rolesOf(users, o.Roles)
	}
	if o.Base == "" {
		o.Base = defaultBase
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Inventory == nil {
		o.Inventory = &Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1}
	}
	if o.Requests == 0 {
		o.Requests = requestsKept
	}
	if o.Version == "" {
		o.Version = product(o.Model.Version)
	}
	return o, nil
}

// product returns the version of an engine that has the model. There is no engine 4.6: 4.5.4 came
// with model 4.6.0, and 4.5.7 with model 4.6.1.
func product(model string) string {
	switch model {
	case "4.6", "4.6.0":
		model = "4.5.6"
	case "4.6.1":
		model = "4.5.7"
	}
	return model + "-1.el9"
}

// rolesOf returns the roles of all users.
func rolesOf(users, said map[string]string) map[string]string {
	roles := make(map[string]string, len(users))
	for name := range users {
		roles[name] = "UserRole"
	}
	roles[defaultUser] = "SuperUser"
	for name, role := range said {
		roles[name] = role
	}
	return roles
}
