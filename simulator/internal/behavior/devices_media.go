package behavior

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// inDrive is the note at a CD-ROM that tells which file the running VM has in its drive, where that isn't the one of the next start.
// An empty drive is noted as -.
const inDrive = "in drive"

// cdroms sets the behaviour of the one CD-ROM of a VM.
func (w *World) cdroms() {
	w.hook("vm_cdroms").Add = func(c *Call) (*store.Entity, error) {
		if old := w.Of(c.Owner(), "cdroms"); len(old) > 0 {
			return old[0], w.changeCD(old[0], c.Body)
		}
		c.Body.Set("id", blankID)
		return w.addChild(c.Owner(), "cdroms", func(o *store.Object) { o.Merge(c.Body) }), nil
	}
	h := w.hook("vm_cdrom")
	h.Update = func(c *Call) error {
		vm := c.Entity().Owner
		if !c.Query.Bool("current", false) {
			return w.changeCD(c.Entity(), c.Body)
		}
		if err := allow(vm, actCD); err != nil {
			return err
		}
		file := c.Body.Part("file")
		if file == nil {
			return nil
		}
		if err := w.isoThere(file.ID()); err != nil {
			return err
		}
		note := file.ID()
		if note == "" {
			note = "-"
			c.Log(528, fmt.Sprintf("CD was ejected from VM %s by %s.", vm.Object().Name(), c.userName()), vm)
		} else {
			c.Log(38, fmt.Sprintf("CD %s was inserted to VM %s by %s.", file.ID(), vm.Object().Name(), c.userName()), vm)
		}
		c.Entity().SetNote(inDrive, note)
		return nil
	}
	h.Show = func(p *store.Place, v *document.View, q Query) {
		if p.Entity == nil || p.Entity.Owner == nil || !q.Bool("current", false) {
			return
		}
		note := p.Entity.Note(inDrive)
		if note == "" || !isRunning(p.Entity.Owner.Object().Text("status")) {
			return
		}
		v.Object = v.Object.Clone()
		if note == "-" {
			v.Object.Set("file", nil)
			return
		}
		v.Object.Set("file", w.fileRef(note))
	}
}

// changeCD inserts a file for the next start, or ejects it if its id is empty.
func (w *World) changeCD(cdrom *store.Entity, change *store.Object) error {
	file := change.Part("file")
	switch {
	case file == nil:
	case file.ID() == "":
		w.set(cdrom, "file", nil)
	default:
		if err := w.isoThere(file.ID()); err != nil {
			return err
		}
		w.set(cdrom, "file", w.fileRef(file.ID()))
	}
	return nil
}

// isoThere refuses a file that isn't there: data domains call their images by the ids of disks.
func (w *World) isoThere(id string) error {
	if !store.IsUUID(id) {
		return nil
	}
	disk := w.ByID(w.Schema.Type("disk"), id)
	if disk == nil {
		return Conflict("Cannot change CD. Cannot find the specified image path.")
	}
	return diskFree(disk, "use")
}

func (w *World) fileRef(id string) *store.Object {
	ref := w.obj("file")
	ref.Set("id", id)
	return ref
}

// consoles sets the behaviour of graphics consoles.
func (w *World) consoles() {
	for _, service := range [...]string{"vm_graphics_consoles", "template_graphics_consoles", "instance_type_graphics_consoles"} {
		w.hook(service).Add = w.addGraphics
	}
	w.hook("vm_graphics_consoles").Choose = shownConsoles
	h := w.hook("vm_graphics_console")
	h.Remove = func(c *Call) error {
		if err := c.needDown("remove Graphics Device"); err != nil {
			return err
		}
		w.drop(c.Entity())
		return nil
	}
	h.Actions["ticket"] = w.ticket
	h.Actions["remoteviewerconnectionfile"] = func(c *Call) error {
		vm := c.consoleVM()
		if !slices.Contains(withTickets, vm.Object().Text("status")) {
			return &Fault{Status: http.StatusNoContent, Bare: true} // Engines say no more than this.
		}
		c.setTicket(vm, w.password())
		c.Body.Set("remote_viewer_connection_file", w.viewerFile(vm, c.Object().Text("protocol")))
		return nil
	}
	h.Actions["proxyticket"] = func(c *Call) error {
		if !isRunning(c.consoleVM().Object().Text("status")) {
			return Conflict("Cannot set VM ticket. VM is not running.")
		}
		c.Body.Set("proxy_ticket.value", w.IDs.UUID())
		return nil
	}
	h.Show = func(p *store.Place, v *document.View, q Query) {
		if p.Entity == nil || p.Entity.Owner == nil || !q.Bool("current", false) {
			return
		}
		if host := w.of(p.Entity.Owner, "host"); host != nil {
			port, secure := ports(p.Entity.Owner, v.Object.Text("protocol"))
			v.Object = v.Object.Clone()
			v.Object.Set("address", host.Object().Text("address"))
			v.Object.Set("port", port)
			if secure > 0 {
				v.Object.Set("tls_port", secure)
			}
		}
	}
}

func (w *World) addGraphics(c *Call) (*store.Entity, error) {
	protocol := c.Body.Text("protocol")
	id := consoleID(protocol)
	for _, e := range w.Of(c.Owner(), "graphicsconsoles") {
		if e.ID() == id {
			return nil, Conflict("Cannot add Graphics Device. The VM already has a device of the type %s.", strings.ToUpper(protocol))
		}
	}
	if err := c.needDown("add Graphics Device"); err != nil {
		return nil, err
	}
	c.Body.Set("id", id)
	return c.Insert(c.Body)
}

// ports returns the ports of a console of a running VM: those of its first console are in the VM's display too.
func ports(vm *store.Entity, protocol string) (plain, secure int) {
	plain, secure = 5900, 5901
	if first := vm.Object().Text("display.type"); first != "" && first != protocol {
		plain, secure = 5902, 5903
	}
	if protocol == "vnc" {
		secure = 0
	}
	return plain, secure
}

// consoleID returns the id of a console, which is its protocol in hexadecimal.
func consoleID(protocol string) string { return hex.EncodeToString([]byte(protocol)) }

// addConsole provides a VM or template with its console.
func (w *World) addConsole(vm *store.Entity, protocol string) {
	if protocol == "" {
		protocol = "vnc"
	}
	w.addChild(vm, "graphicsconsoles", func(o *store.Object) {
		o.Set("id", consoleID(protocol))
		o.Set("protocol", protocol)
		if typeOf(vm).Name == "vm" {
			o.Set("vm", Ref(vm))
		} else {
			o.Set("template", Ref(vm))
		}
	})
}

// viewerFile returns the settings with which remote-viewer opens a console.
func (w *World) viewerFile(vm *store.Entity, protocol string) string {
	address := "host.localdomain"
	if host := w.of(vm, "host"); host != nil {
		address = host.Object().Text("address")
	}
	port, secure := ports(vm, protocol)
	text := fmt.Sprintf("[virt-viewer]\ntype=%s\nhost=%s\nport=%d\npassword=%s\n# Password is valid for 120 seconds.\n"+
		"delete-this-file=1\nfullscreen=0\ntitle=%s\n", protocol, address, port, vm.Note(oneTime), vm.Object().Name())
	if secure > 0 {
		text += fmt.Sprintf("tls-port=%d\nenable-smartcard=0\nenable-usb-autoshare=1\nusb-filter=null\n", secure)
	}
	return text + fmt.Sprintf("\n[ovirt]\nhost=engine.localdomain:443\nvm-guid=%s\nsso-token=%s\nadmin=1\n", vm.ID(), w.password())
}

// shownConsoles leaves the consoles of a run out of a list when the run is over.
func shownConsoles(p *store.Place, list []*store.Entity, q Query) []*store.Entity {
	if vm := p.Owner(); vm != nil && q.Bool("current", false) && !isRunning(vm.Object().Text("status")) {
		return nil
	}
	return list
}

// oneTime is the note at a VM with the password that was last set for its console.
const oneTime = "one-time password"

// ticket returns a one-time password for a console.
func (w *World) ticket(c *Call) error {
	vm := c.consoleVM()
	if status := vm.Object().Text("status"); !slices.Contains(withTickets, status) {
		return Conflict("Cannot set Virtual Machine Ticket because the VM is in %s status.", spoken(status))
	}
	if c.Body.Text("ticket.value") == "" {
		c.Body.Set("ticket.value", w.password())
	}
	if c.Body.Int("ticket.expiry") == 0 {
		c.Body.Set("ticket.expiry", int64(ticketSeconds))
	}
	c.setTicket(vm, c.Body.Text("ticket.value"))
	return nil
}

// setTicket notes the password that is good from now on.
func (c *Call) setTicket(vm *store.Entity, password string) {
	vm.SetNote(oneTime, password)
	c.Log(164, fmt.Sprintf("User %s initiated console session for VM %s", c.userName(), vm.Object().Name()), vm)
}

// password returns a one-time password.
func (w *World) password() string { return strings.ReplaceAll(w.IDs.UUID(), "-", "")[:12] }

// ticketSeconds is how long a password for a console is good.
const ticketSeconds = 2 * 60 * 60

// consoleVM returns the VM of an action on it or on one of its consoles.
func (c *Call) consoleVM() *store.Entity {
	if owner := c.Entity().Owner; owner != nil {
		return owner
	}
	return c.Entity()
}

// closeDrive forgets which file a VM had in its drive while it ran.
func (w *World) closeDrive(vm *store.Entity) {
	for _, e := range w.Of(vm, "cdroms") {
		e.DropNote(inDrive)
	}
}
