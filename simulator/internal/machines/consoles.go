package machines

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// inDrive is the note at a CD-ROM that tells which file the running VM has in its drive, where that
// isn't the one of the next start. An empty drive is noted as -.
const inDrive = "in drive"

// registerCDROMs sets the behavior of the one CD-ROM of a VM.
func (ms *Machines) registerCDROMs() {
	ms.w.Hook("vm_cdroms").Add = func(c *world.Call) (*store.Entity, error) {
		if file := c.Body.Part(names.File); file != nil {
			if err := ms.isoThere(file.ID()); err != nil {
				return nil, err
			}
		}
		if old := ms.w.Of(c.Owner(), "cdroms"); len(old) > 0 {
			return old[0], ms.changeCD(old[0], c.Body)
		}
		c.Body.Set(names.ID, world.BlankID)
		return ms.w.AddChild(c.Owner(), "cdroms", func(o *store.Object) { o.Merge(c.Body) }), nil
	}
	h := ms.w.Hook("vm_cdrom")
	h.Update = func(c *world.Call) error {
		vm := c.Entity().Owner
		if !c.Query.Bool("current", false) {
			if err := ms.changeCD(c.Entity(), c.Body); err != nil {
				return err
			}
			c.Report(35, nil, vm)
			return nil
		}
		if err := allow(vm, actCD); err != nil {
			return err
		}
		file := c.Body.Part(names.File)
		if file == nil {
			return nil
		}
		if err := ms.isoThere(file.ID()); err != nil {
			return err
		}
		note := file.ID()
		if note == "" {
			note = "-"
			c.Report(528, nil, vm)
		} else {
			c.Report(38, world.Named{"file": file.ID()}, vm)
		}
		c.Entity().SetNote(inDrive, note)
		return nil
	}
	h.Show = func(p *store.Place, v *document.View, q world.Query) {
		if p.Entity == nil || p.Entity.Owner == nil || !q.Bool("current", false) {
			return
		}
		note := p.Entity.Note(inDrive)
		if note == "" || !world.IsRunning(p.Entity.Owner.Object().Text(names.Status)) {
			return
		}
		v.Object = v.Object.Clone()
		if note == "-" {
			v.Object.Set(names.File, nil)
			return
		}
		v.Object.Set(names.File, ms.fileRef(note))
	}
}

// changeCD inserts a file for the next start, or ejects it if its id is empty.
func (ms *Machines) changeCD(cdrom *store.Entity, change *store.Object) error {
	file := change.Part(names.File)
	switch {
	case file == nil:
	case file.ID() == "":
		ms.w.Set(cdrom, names.File, nil)
	default:
		if err := ms.isoThere(file.ID()); err != nil {
			return err
		}
		ms.w.Set(cdrom, names.File, ms.fileRef(file.ID()))
	}
	return nil
}

// isoThere refuses a file that isn't there: data domains call their images by the ids of disks.
func (ms *Machines) isoThere(id string) error {
	if id == "" {
		return nil
	}
	if !store.IsUUID(id) && ms.storage.HasISO() {
		return nil
	}
	disk := ms.w.ByID(ms.w.Schema.Type(names.Disk), id)
	if disk == nil {
		return world.Bad("Invalid ISO image path")
	}
	return storage.CheckDiskFree(disk, "use")
}

func (ms *Machines) fileRef(id string) *store.Object {
	ref := ms.w.NewObject(names.File)
	ref.Set(names.ID, id)
	return ref
}

// registerConsoles sets the behavior of graphics consoles.
func (ms *Machines) registerConsoles() {
	for _, service := range [...]string{
		"vm_graphics_consoles", "template_graphics_consoles", "instance_type_graphics_consoles",
	} {
		ms.w.Hook(service).Add = ms.addGraphics
	}
	ms.w.Hook("vm_graphics_consoles").Choose = shownConsoles
	h := ms.w.Hook("vm_graphics_console")
	h.Remove = func(c *world.Call) error {
		if err := ms.needDown(c, "remove Graphics Device"); err != nil {
			return err
		}
		vm := c.Entity().Owner
		ms.w.Drop(c.Entity())
		ms.displayed(vm)
		return nil
	}
	h.Actions["ticket"] = ms.ticket
	h.Actions["remoteviewerconnectionfile"] = func(c *world.Call) error {
		vm := ms.consoleVM(c)
		if !slices.Contains(withTickets, vm.Object().Text(names.Status)) {
			// Engines say no more than this.
			return &world.Fault{Status: http.StatusNoContent, Bare: true}
		}
		ms.setTicket(c, vm, ms.password())
		c.Body.Set(
			names.RemoteViewerConnectionFile,
			ms.viewerFile(vm, c.Object().Text(names.Protocol)),
		)
		return nil
	}
	h.Actions["proxyticket"] = func(c *world.Call) error {
		if !world.IsRunning(ms.consoleVM(c).Object().Text(names.Status)) {
			return &world.Fault{
				Status: http.StatusBadRequest, Reason: world.ReasonFailed, Bare: true,
				Detail: "Graphics console can't be obtained. Is vm ready for connecting to console?",
			}
		}
		c.Body.Set(names.ProxyTicketValue, ms.w.IDs.UUID())
		return nil
	}
	h.Show = func(p *store.Place, v *document.View, q world.Query) {
		if p.Entity == nil || p.Entity.Owner == nil || !q.Bool("current", false) {
			return
		}
		if host := ms.w.Target(p.Entity.Owner, names.Host); host != nil {
			port, secure := ports(p.Entity.Owner, v.Object.Text(names.Protocol))
			v.Object = v.Object.Clone()
			v.Object.Set(names.Address, host.Object().Text(names.Address))
			v.Object.Set(names.Port, port)
			if secure > 0 {
				v.Object.Set(names.TlsPort, secure)
			}
		}
	}
}

func (ms *Machines) addGraphics(c *world.Call) (*store.Entity, error) {
	protocol := c.Body.Text(names.Protocol)
	id := consoleID(protocol)
	for _, e := range ms.w.Of(c.Owner(), "graphicsconsoles") {
		if e.ID() == id {
			// Engines leave the words out.
			return nil, world.Bad("Cannot ${action} ${type}. One VM can not contain more than one device " +
				"with the same graphics type.")
		}
	}
	if err := ms.needDown(c, "add Graphics Device"); err != nil {
		return nil, err
	}
	c.Body.Set(names.ID, id)
	console, err := c.Insert(c.Body)
	if err == nil {
		ms.displayed(c.Owner())
	}
	return console, err
}

// setConsole replaces the consoles of a VM by one of a protocol: DisplayHelper.setGraphicsToParams.
func (ms *Machines) setConsole(vm *store.Entity, protocol string) {
	for _, e := range slices.Clone(ms.w.Of(vm, "graphicsconsoles")) {
		ms.w.Drop(e)
	}
	ms.AddConsole(vm, protocol)
	ms.displayed(vm)
}

// displayed sets the protocol that a machine is shown with, which is that of its consoles; with both
// it is SPICE: DisplayHelper.adjustDisplayData.
func (ms *Machines) displayed(machine *store.Entity) {
	if machine == nil || world.IsRunning(machine.Object().Text(names.Status)) {
		return
	}
	var protocol any
	for _, e := range ms.w.Of(machine, "graphicsconsoles") {
		if one := e.Object().Text(names.Protocol); protocol == nil || one == "spice" {
			protocol = one
		}
	}
	ms.w.Set(machine, names.DisplayType, protocol)
}

// ports returns the ports of a console of a running VM: those of its first console are in the VM's
// display too.
func ports(vm *store.Entity, protocol string) (plain, secure int) {
	plain, secure = 5900, 5901
	if first := vm.Object().Text(names.DisplayType); first != "" && first != protocol {
		plain, secure = 5902, 5903
	}
	if protocol == "vnc" {
		secure = 0
	}
	return plain, secure
}

// consoleID returns the id of a console, which is its protocol in hexadecimal.
func consoleID(protocol string) string { return hex.EncodeToString([]byte(protocol)) }

// AddConsole adds the console of a protocol to a VM or template.
func (ms *Machines) AddConsole(vm *store.Entity, protocol string) {
	if protocol == "" {
		protocol = "vnc"
	}
	ms.w.AddChild(vm, "graphicsconsoles", func(o *store.Object) {
		o.Set(names.ID, consoleID(protocol))
		o.Set(names.Protocol, protocol)
		if world.TypeOf(vm).Name == names.Vm {
			o.Set(names.Vm, world.Ref(vm))
		} else {
			o.Set(names.Template, world.Ref(vm))
		}
	})
}

// viewerFile returns the settings with which remote-viewer opens a console.
func (ms *Machines) viewerFile(vm *store.Entity, protocol string) string {
	address := "host.localdomain"
	if host := ms.w.Target(vm, names.Host); host != nil {
		address = host.Object().Text(names.Address)
	}
	port, secure := ports(vm, protocol)
	text := fmt.Sprintf(
		"[virt-viewer]\ntype=%s\nhost=%s\nport=%d\npassword=%s\n# Password is valid for 120 "+
			"seconds.\n"+
			"delete-this-file=1\nfullscreen=0\ntitle=%s\n",
		protocol,
		address,
		port,
		vm.Note(oneTime),
		vm.Object().Name(),
	)
	if secure > 0 {
		text += fmt.Sprintf(
			"tls-port=%d\nenable-smartcard=0\nenable-usb-autoshare=1\nusb-filter=null\n",
			secure,
		)
	}
	return text + fmt.Sprintf(
		"\n[ovirt]\nhost=engine.localdomain:443\nvm-guid=%s\nsso-token=%s\nadmin=1\n",
		vm.ID(),
		ms.password(),
	)
}

// shownConsoles leaves the consoles of a run out of a list when the run is over.
func shownConsoles(p *store.Place, list []*store.Entity, q world.Query) []*store.Entity {
	if vm := p.Owner(); vm != nil && q.Bool("current", false) &&
		!world.IsRunning(vm.Object().Text(names.Status)) {
		return nil
	}
	return list
}

// oneTime is the note at a VM with the password that was last set for its console.
const oneTime = "one-time password"

// ticket sets a one-time password for a console.
func (ms *Machines) ticket(c *world.Call) error {
	vm := ms.consoleVM(c)
	if status := vm.Object().Text(names.Status); !slices.Contains(withTickets, status) {
		refused := world.Conflict(
			"Cannot set Virtual Machine Ticket because the VM is in %s status.",
			world.StatusText(status),
		)
		refused.Bare = true
		return refused
	}
	if c.Body.Text(names.TicketValue) == "" {
		c.Body.Set(names.TicketValue, ms.password())
	}
	if c.Body.Int(names.TicketExpiry) == 0 {
		c.Body.Set(names.TicketExpiry, int64(ticketSeconds))
	}
	ms.setTicket(c, vm, c.Body.Text(names.TicketValue))
	return nil
}

// setTicket notes the password that is good from now on.
func (ms *Machines) setTicket(c *world.Call, vm *store.Entity, password string) {
	vm.SetNote(oneTime, password)
	c.Report(164, nil, vm)
}

// password returns a one-time password.
func (ms *Machines) password() string { return strings.ReplaceAll(ms.w.IDs.UUID(), "-", "")[:12] }

// ticketSeconds is how long a password for a console is good.
const ticketSeconds = 2 * 60 * 60

// consoleVM returns the VM of an action on it or on one of its consoles.
func (ms *Machines) consoleVM(c *world.Call) *store.Entity {
	if owner := c.Entity().Owner; owner != nil {
		return owner
	}
	return c.Entity()
}

// closeDrive forgets which file a VM had in its drive while it ran.
func (ms *Machines) closeDrive(vm *store.Entity) {
	for _, e := range ms.w.Of(vm, "cdroms") {
		e.DropNote(inDrive)
	}
}
