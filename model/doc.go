// Package model holds the description of the oVirt Engine REST API: its types, services, methods and links, and how each of them
// is spelled on the wire.
//
// The description is data, not code: one text file per type and per service below model/data, written by ovirtgen import and read
// by [Load]. The generator makes the SDK of it and the simulator answers by it, so that both agree on every name.
//
// # Data files
//
// Below the directory lie model.txt, which names the release, types/NAME.txt and services/NAME.txt. A line is words separated by
// single blanks; two blanks of indentation make it part of what stands above. Empty lines and lines that begin with # say nothing.
// Everything is sorted by name, save parameters and constraints, which keep the order of their source.
//
//	struct vm [builtin]                  a struct
//	  base vm_base                       what it extends
//	  attribute fqdn string              a member: its name and type
//	  link nics nic[]                    a member that is a link; [] makes a list
//	enum vm_status                       an enum
//	  value image_locked since 4.2       one of its values
//	service vms [root]                   a service
//	  base NAME                          what it extends
//	  area Virtualization                the team that looks after it
//	  add add                            a method: its kind (add, get, list, update, remove, action) and its name
//	    inout vm vm                      a parameter: its direction (in, out, inout), name and type
//	    mandatory vm.name                what the input must hold
//	    optional vm.disks[].id           what it may hold, in each item of a list
//	  add add_from_snapshot of add       a variant of another method
//	    mandatory vm.cluster.id or vm.cluster.name
//	  locator disks vm_disks             the way to a service below, by a fixed segment
//	  locator vm vm {id}                 the way to a service below, by a parameter
//
// Each declaration may end in since VERSION, and in deprecated or deprecated VERSION.
//
// # Doc files
//
// The sentences about it lie below model/doc; see [LoadDocs].
//
// It serves the generator and the simulator of this module. It promises no stable API: any release
// may change it.
package model
