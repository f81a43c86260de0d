// Package ensure brings objects of an engine into a wanted state, whatever state they are in, with
// functions that may be called any number of times and do only what is missing:
//
//	r, err := ensure.Vm(ctx, conn, &types.Vm{
//		Name: new("web"), Cluster: &types.Cluster{Name: new("Default")},
//		Template: &types.Template{Name: new("el9")}, Status: types.VmStatusUp,
//	})
//	fmt.Println(r.Changed, r.Changes)
//
// The function with the name of a kind, such as [Tag], makes an object exist and be as wanted. It
// looks for the object by its name, or takes it from the option [Current], so that nothing is
// looked for. If it doesn't exist it is added; if it differs in what is wanted, the smallest update
// is sent; nil members are nobody's concern. The function that ends in Absent removes it; it takes
// the name or, where a name says too little, an object with what tells it apart. The one that ends
// in State brings an object that exists into a state. All wait until the engine has done what
// they asked for, and return the object as it is then, whether anything was changed, and what.
// Objects that can't become what is wanted, such as a host whose installation failed, are errors
// that name their state. Several objects of one name are an error that matches find.ErrAmbiguous.
//
// A function that failed may be called again, also after a crash of the program or a broken
// connection: it finds what the first one left behind, and goes on from there. Many callers may
// want one object at once, in one program or in several: those whose request is refused because
// another one was faster look again, and go on with what that one made. Names that engines keep
// unique save the object from being made twice; others, such as those of disks and snapshots,
// don't.
//
// Each function manages the fields that its doc comment lists. Another field that is set in what is
// wanted is an error that says what to use instead, and nothing is sent.
//
// # Kinds
//
// There are functions for these kinds; the doc comment of each lists the fields that it manages.
// Fields that a function doesn't manage are refused, and the error says what to use instead.
//
//   - [Vm], [VmState], [VmTags], [VmPool], [Template], [Snapshot], [InstanceType]
//   - [Disk], [StorageDomain], [StorageDomainState], [Quota]
//   - [DataCenter], [Cluster], [Host], [HostState], [AffinityGroup], [AffinityLabel]
//   - [Network], [VnicProfile], [MacPool]
//   - [ExternalHostProvider], [OpenStackImageProvider], [OpenStackNetworkProvider]
//   - [User], [Permission], [Tag], [Bookmark]
//
// # Requests
//
// An object costs one search for its name, or the list where the engine has no search. What an
// object is on or in costs a search if it is given by name: the VM of a snapshot, the network of a
// vNIC profile. A reference by name within the object, such as the cluster of a VM, costs a GET
// when it is compared, for engines show references by their IDs, and a search when it is sent if
// engines ignore such names, as those of CPU profiles and instance types. Fields that engines show
// with all_content alone, such as the sound card of a VM, cost a request if one is wanted. Each
// collection below an object that something is wanted of costs a list. Waits cost what package wait
// says, and nothing if the engine is done at once. IDs in place of names, and Current, save all
// that.
//
// # Comparing
//
// What engines spell or round in their own way is the same to this package: memory cut to whole
// MiB, MAC addresses in small letters, sizes of disks rounded up by less than 128 MiB, custom
// properties in another order, empty texts, lists and objects that aren't shown, and items of lists
// that engines complete. References are compared by ID, or by name where one is wanted by its name.
// Parts that engines take whole, such as a placement policy, are sent with what they have already;
// info.Whole names them.
//
// Some fields can't be compared, for engines take them and never show them: passwords, of which
// they show ****** at most, payloads, stored configurations, how to log in to a new host by SSH,
// the VM of a template. They count when an object is created, and change nothing later; where they
// are part of something that is sent whole, such as the initialization of a VM, they go with its
// next change. To set a password once more, use the services.
//
// # Plans
//
// With a [Plan] instead of a connection nothing is changed: the plan writes down the requests that
// would be sent.
package ensure
