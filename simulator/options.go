package simulator

import (
	"time"

	"github.com/ovirt-go/ovirt/model"
)

// Options tells what kind of engine to simulate. The zero value is an engine of this module's release with one data center, cluster, host
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
	// DeterministicIDs makes the ids of new objects countable, and so the same in each run.
	DeterministicIDs bool
	// Base is the path of the application; empty means /ovirt-engine.
	Base string
	// Zone is the one in which the engine writes dates; nil is UTC.
	Zone *time.Location
	// Inventory says how much there is from the start; nil is one of each, and no VMs.
	Inventory *Inventory
	// Version is that of the product; empty means one that fits the model.
	Version string
}

// Inventory says how many objects there are from the start. Their names are counted: vm-00001, host-001, data-001, template-001;
// the first data center and the first cluster are called Default. Each collection is spread over those above it in turn, and a
// quarter of the VMs run.
type Inventory struct {
	DataCenters    int // DataCenters of 0 means an engine without any, and nothing else either.
	Clusters       int
	Hosts          int
	StorageDomains int
	Templates      int // Templates counts those beside Blank; each has one disk.
	VMs            int
	DisksPerVM     int
	NICsPerVM      int
}

const (
	defaultUser = "admin@internal"
	defaultBase = "/ovirt-engine"
	defaultStep = 500 * time.Millisecond
)

// withDefaults fills what wasn't said.
func (o Options) withDefaults() (Options, error) {
	if o.Model == nil {
		m, err := model.Embedded()
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
	if o.Base == "" {
		o.Base = defaultBase
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Inventory == nil {
		o.Inventory = &Inventory{DataCenters: 1, Clusters: 1, Hosts: 1, StorageDomains: 1}
	}
	if o.Version == "" {
		o.Version = o.Model.Version + "-1.el9"
	}
	return o, nil
}
