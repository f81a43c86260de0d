// Package ensure creates, updates and removes objects so that they match what a program wants,
// whatever state they are in. Its functions can be called any number of times and do only what is
// missing:
//
//	r, err := ensure.Vm(ctx, conn, &types.Vm{
//		Name:     new("web"),
//		Cluster:  &types.Cluster{Name: new("Default")},
//		Template: &types.Template{Name: new("el9")},
//		Status:   types.VmStatusUp,
//	})
//	fmt.Println(r.Changed, r.Changes)
//
// A function with the name of a kind, such as [Tag], creates or updates an object. It finds the
// object by its name, unless the option [Current] passes it. If there is none, it is added; if it
// differs, the smallest update is sent. Nil fields are left as they are. A function that ends in
// Absent removes the object; it takes the name or, where names aren't unique, an object with more
// fields. One that ends in State brings an existing object into a state.
//
// All functions wait until the engine has done what they asked for, and return the object as it is
// then, whether anything was changed, and what. An object that can't get into the wanted state,
// such as a host whose installation failed, is an error that names its state. Several objects of
// one name are an error that matches find.ErrAmbiguous.
//
// A function that failed can be called again, also after a crash of the program or a broken
// connection: it finds what the first call left behind and continues. Several callers may want the
// same object at the same time, in one program or in many: if a request is refused because another
// caller was faster, the function looks again and continues with that object. Objects whose names
// engines keep unique are created once; others, such as disks and snapshots, may be created twice.
//
// Each function manages the fields that its doc comment lists. If another field is set, the
// function fails with an error that says what to use instead, and sends nothing.
//
// # Kinds
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
// An object costs one search for its name, or one list where the engine has no search. Its parent
// costs a search if it is named: the VM of a snapshot, the network of a vNIC profile. A reference
// by name within the object, such as the cluster of a VM, costs a GET when it is compared, because
// engines show references by ID, and a search when it is sent if engines ignore such names, as
// those of CPU profiles and instance types. Fields that engines show only with all_content, such as
// the sound card of a VM, cost a request if one is wanted. Each collection below an object costs a
// list if something in it is wanted. Waits cost what package wait says, and nothing if the engine
// is done at once. IDs instead of names, and [Current], save these requests.
//
// # Comparing
//
// What engines spell or round in their own way counts as equal: memory cut to whole MiB, MAC
// addresses in lower case, sizes of disks rounded up by less than 128 MiB, custom properties in
// another order, empty texts, lists and objects that aren't shown, and items of lists that engines
// complete. References are compared by ID, or by name if the wanted one has a name. Parts that
// engines replace as a whole, such as a placement policy, are sent with the values that they have
// already; info.Whole lists them.
//
// Some fields can't be compared, because engines accept them and never show them: passwords, which
// they show as ****** at most, payloads, stored configurations, how to log in to a new host by SSH,
// the VM of a template. They are used when an object is created and change nothing later. If they
// are part of something that is sent as a whole, such as the initialization of a VM, they are sent
// with its next change. To set a password again, use the services.
//
// # Plans
//
// With a [Plan] instead of a connection nothing is changed: the plan records the requests that
// would be sent.
package ensure
