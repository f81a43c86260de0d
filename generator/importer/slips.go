package importer

import "github.com/ovirt-go/ovirt/model"

// slip is a mistake in the sources of some releases, which upstream corrected later, and what they mean. Only what later releases
// prove stands here.
type slip struct {
	where   string // where is an interface, or SERVICE.METHOD.PARAMETER in words of the model
	release string // release is one that has the mistake
	reason  string

	service bool // service says that the interface is a service
	in, out bool // in and out are the directions of the parameter
}

// slips are all that the tags from 4.0.0 on have.
var slips = []slip{
	{where: "SystemOptionsService", release: "4.3.2", service: true,
		reason: "lacks @Service from 4.2.19 to 4.3.2; upstream took whatever isn't a type for a service"},
	{where: "statistic.get.statistic", release: "4.0.42", out: true,
		reason: "is marked in and out up to 4.0; a GET has no body"},
	{where: "external_vm_imports.add.import", release: "4.0.31", in: true, out: true,
		reason: "lacks @Out when it was new, in 4.0.31 and 4.1.9"},
	{where: "disk.update.disk", release: "4.1.22", in: true, out: true,
		reason: "lacks @Out when it was new, in 4.1.22"},
	{where: "vm_cdroms.add.cdrom", release: "4.2.11", in: true, out: true,
		reason: "lacks @Out when it was new, from 4.2.9 to 4.2.11"},
}

// unmarked reports whether an interface is a service that isn't marked as such.
func (b *builder) unmarked(d *javaDecl) bool {
	for _, s := range b.slips {
		if s.service && s.where == d.name {
			return true
		}
	}
	return false
}

// fix sets the directions of a parameter that is known to be marked wrongly in some releases; in all others they are these anyway.
func (b *builder) fix(service, method string, p *model.Param) {
	where := service + "." + method + "." + p.Name
	for _, s := range b.slips {
		if !s.service && s.where == where {
			p.In, p.Out = s.in, s.out
		}
	}
}
