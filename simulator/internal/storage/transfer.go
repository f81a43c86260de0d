package storage

import (
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerTransfers sets the phases of image transfers. The data path itself is another server's:
// see [Images].
func (st *Storage) registerTransfers() {
	st.w.Hook("image_transfers").Add = st.addTransfer
	h := st.w.Hook("image_transfer")
	h.Show = st.showActivity
	for segment, act := range map[string]func(*world.Call) error{
		"finalize": st.finalizeTransfer, "cancel": st.cancelTransfer, "pause": st.pauseTransfer,
		"resume": st.resumeTransfer,
		"extend": st.extendTransfer,
	} {
		h.Actions[segment] = func(c *world.Call) error {
			err := act(c)
			if fault, isFault := err.(*world.Fault); isFault {
				fault.Bare = true
			}
			return err
		}
	}
}

// addTransfer starts the transfer of a disk, of a disk in a backup, or of an image that a snapshot
// keeps.
func (st *Storage) addTransfer(c *world.Call) (*store.Entity, error) {
	o := c.Body.Clone()
	o.Default(names.Direction, "upload")
	s, err := st.source(c)
	if err != nil {
		return nil, err
	}
	image := st.w.NewObject(names.Image)
	image.Set(names.ID, s.disk.ID())
	o.Set(names.Image, image)
	for _, name := range [...]string{names.ID, names.Disk, names.Snapshot, names.Backup} {
		o.Set(name, nil)
	}
	if s.host != nil {
		o.Default(names.Host, world.Ref(s.host))
	}
	if !o.Has(names.Host) {
		return nil, world.Conflict(
			"Cannot transfer Virtual Disk. There is no active Host in the Data Center.",
		)
	}
	o.Default(names.InactivityTimeout, 60)
	o.Default(names.TimeoutPolicy, "legacy")
	o.Default(names.Format, s.disk.Object().Text(names.Format))
	o.Set(names.Transferred, 0)
	o.Set(names.Active, false)
	transfer, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	transfer.SetNote("disk", s.disk.ID())
	for note, value := range map[string]string{
		"volume": s.volume, "backup": s.backup, "since": s.since,
	} {
		if value != "" {
			transfer.SetNote(note, value)
		}
	}
	if c.Body.Text(names.Format) == "raw" || s.backup != "" {
		transfer.SetNote("guest", "true")
	}
	if s.backup == "" {
		st.w.Set(s.disk, names.Status, world.Locked)
	}
	c.Sign(transfer)
	if host := st.w.Resolve(c.Body.Part(names.Host)); host != nil {
		transfer.SetNote(hostAsked, host.Path)
	}
	c.Report(1031, transferNames(o), s.disk, transfer, st.w.Resolve(o.Part(names.Host)))
	st.phases(transfer, world.PhaseInitializing, world.PhaseTransferring)
	return transfer, nil
}

// source is what a transfer reads or writes.
type source struct {
	disk, host            *store.Entity
	volume, backup, since string
}

// source finds what the document of an image transfer names, and refuses what others work on.
func (st *Storage) source(c *world.Call) (s source, err error) {
	w := c.World
	t := w.Schema.Type(names.Disk)
	asked := c.Body.Part(names.Disk)
	if asked == nil {
		asked = c.Body.Part(names.Image)
	}
	image := c.Body.Part(names.Snapshot)
	switch {
	case image != nil:
		var snapshot *store.Entity
		if s.disk, snapshot = st.machines.ImageByID(image.ID()); snapshot == nil {
			return s, world.Broken("[General command validation failure.]")
		}
		s.volume = image.ID()
	case asked == nil:
		return s, world.Incomplete("ImageTransfer [image.id|disk.id|snapshot.id] required for add")
	default:
		if s.disk = w.ByID(t, asked.ID()); s.disk == nil {
			return s, world.Broken("[General command validation failure.]")
		}
	}
	for _, h := range w.All("/hosts") {
		if s.host == nil && h.Object().Text(names.Status) == world.Up {
			s.host = h
		}
	}
	if ref := c.Body.Part(names.Backup); ref != nil {
		return s, st.fromBackup(c, &s, ref)
	}
	if err := CheckDiskFree(s.disk, "transfer"); err != nil {
		return s, err
	}
	if s.disk.Object().Text(names.StorageType) == "lun" {
		return s, world.Conflict(
			"Cannot transfer Virtual Disk. The operation is unsupported for LUN Disk(s).",
		)
	}
	if vms := st.runningWith(s.disk); s.volume == "" && vms != nil {
		return s, world.Conflict(
			"Cannot transfer Virtual Disk. The disk %s is plugged to non-Down VMs: %s",
			s.disk.Object().Text(names.Alias),
			strings.Join(vms, ", "),
		)
	}
	return s, nil
}

// fromBackup makes a source of a disk as a backup has it.
func (st *Storage) fromBackup(c *world.Call, s *source, ref *store.Object) error {
	backup := c.ByID(c.Schema.Type(names.Backup), ref.ID())
	switch {
	case backup == nil:
		return world.Conflict(
			"Cannot transfer Virtual Disk. The specified VM backup does not exist.",
		)
	case backup.Object().Text(names.Phase) != world.PhaseReady:
		return world.Conflict(
			"Cannot transfer Virtual Disk. The VM backup is not in READY phase, backup phase is "+
				"%s.",
			strings.ToUpper(backup.Object().Text(names.Phase)),
		)
	case c.Body.Has(names.Format) && c.Body.Text(names.Format) != "raw":
		return world.Conflict(
			"Cannot transfer Virtual Disk. The specified format is not applicable for VM backup.",
		)
	case !slices.Contains(c.Of(backup, "disks"), s.disk):
		return world.Conflict("Cannot transfer Virtual Disk. The specified disk does not exist.")
	}
	s.backup = backup.ID()
	s.volume, s.since = st.machines.BackupVolume(backup, s.disk)
	if host := c.Target(backup, names.Host); host != nil {
		s.host = host
	}
	return nil
}

// runningWith returns the names of the VMs that run with a disk.
func (st *Storage) runningWith(disk *store.Entity) []string {
	var running []string
	for _, a := range st.w.Attachments(disk) {
		if a.Owner != nil && a.Object().True(names.Active) &&
			world.IsRunning(a.Owner.Object().Text(names.Status)) {
			running = append(running, a.Owner.Object().Name())
		}
	}
	return running
}

func (st *Storage) finalizeTransfer(c *world.Call) error {
	switch phase := c.Object().Text(names.Phase); {
	case phase == world.PhaseTransferring, strings.HasPrefix(phase, "paused"):
	case strings.HasSuffix(phase, "_success") && c.Object().Text(names.Direction) == "download":
		return nil // a download that has read all ends by itself; who finalises it then isn't told
	default:
		return world.Conflict("Cannot finalize image transfer. It is in phase %s.", phase)
	}
	st.phases(c.Entity(), world.PhaseFinalizingSuccess, world.PhaseFinishedSuccess)
	return nil
}

func (st *Storage) cancelTransfer(c *world.Call) error {
	switch phase := c.Object().Text(names.Phase); {
	case phase == world.PhaseInitializing, phase == world.PhaseTransferring,
		phase == world.PhaseResuming, strings.HasPrefix(phase, "paused"):
	default:
		return world.Conflict("Cannot cancel image transfer. It is in phase %s.", phase)
	}
	st.report(1033, c.Entity())
	st.phases(
		c.Entity(),
		world.PhaseCancelledUser,
		world.PhaseFinalizingCleanup,
		world.PhaseFinishedCleanup,
	)
	return nil
}

func (st *Storage) pauseTransfer(c *world.Call) error {
	switch phase := c.Object().Text(names.Phase); {
	case c.Object().Text(names.Direction) == "download":
		return world.Conflict(
			"Cannot pause image download as it's handled by the client. Note that it can be " +
				"canceled if you wish to stop it.",
		)
	case phase != world.PhaseTransferring:
		return world.Conflict("Cannot pause image transfer. It is in phase %s.", phase)
	}
	st.report(1073, c.Entity())
	st.phases(c.Entity(), world.PhasePausedUser)
	return nil
}

func (st *Storage) resumeTransfer(c *world.Call) error {
	if !strings.HasPrefix(c.Object().Text(names.Phase), "paused") {
		return world.Conflict("Cannot resume image transfer as it's not in a paused state.")
	}
	st.report(1074, c.Entity())
	st.phases(c.Entity(), world.PhaseResuming, world.PhaseTransferring)
	return nil
}

// extendTransfer renews the ticket: the client counts as one that did something.
func (st *Storage) extendTransfer(c *world.Call) error {
	if phase := c.Object().Text(names.Phase); phase != world.PhaseTransferring &&
		!strings.HasPrefix(phase, "paused") {
		return world.Conflict("Cannot extend image transfer. It is in phase %s.", phase)
	}
	if c.Object().Text(names.Phase) == world.PhaseTransferring {
		st.watchActivity(c.Entity())
	}
	return nil
}

// phases sets the first phase at once and each further one a step later. Addresses are there only
// while the ticket is.
func (st *Storage) phases(transfer *store.Entity, phases ...string) {
	phase := st.phaseName(phases[0])
	st.w.Set(transfer, names.Phase, phase)
	st.updateTicket(transfer, phase)
	switch {
	case phase == world.PhaseTransferring:
		st.watchActivity(transfer)
	case TransferEnded(phase):
		st.finishTransfer(transfer, phase)
	}
	if len(phases) == 1 {
		return
	}
	st.w.On(transfer, st.w.Step(), func() {
		if transfer.Object().Text(names.Phase) != phase {
			return
		}
		if phase == world.PhaseFinalizingSuccess && !st.verified(transfer) {
			transfer.SetNote(unfit, "true")
			st.phases(transfer, world.PhaseFinalizingFailure, world.PhaseFinishedFailure)
			return
		}
		st.phases(transfer, phases[1:]...)
	})
}

// earlier are the phases that older releases have in place of those that came later.
var earlier = map[string]string{
	world.PhaseCancelledUser: "cancelled", world.PhaseCancelledSystem: "cancelled",
	world.PhaseFinalizingCleanup: world.PhaseFinalizingFailure,
	world.PhaseFinishedCleanup:   world.PhaseFinishedFailure,
	world.PhasePausedSystem:      world.PhasePausedUser,
}

// phaseName returns a phase as this release calls it.
func (st *Storage) phaseName(phase string) string {
	if e := st.w.Schema.Model.Enum("image_transfer_phase"); e != nil && earlier[phase] != "" {
		for _, v := range e.Values {
			if v.Name == phase {
				return phase
			}
		}
		return earlier[phase]
	}
	return phase
}

// unfit is the note at a transfer whose bytes are no image of the disk's format.
const unfit = "unfit"

// verified reports whether what was uploaded is an image of the disk's format.
func (st *Storage) verified(transfer *store.Entity) bool {
	disk := st.w.ByID(st.w.Schema.Type(names.Disk), transfer.Note("disk"))
	if disk == nil || transfer.Object().Text(names.Direction) != "upload" ||
		transfer.Object().Int(names.Transferred) == 0 {
		return true
	}
	return st.Images.Check(disk.ID(), disk.Object().Text(names.Format)) == nil
}

// finishTransfer unlocks the disk, or removes it after an upload that was given up. The transfer is
// removed after a while.
func (st *Storage) finishTransfer(transfer *store.Entity, phase string) {
	disk := st.w.ByID(st.w.Schema.Type(names.Disk), transfer.Note("disk"))
	o := transfer.Object()
	success := phase == world.PhaseFinishedSuccess
	keptFor := 15 * time.Minute
	if !success {
		keptFor *= 2
	}
	st.w.On(transfer, keptFor, func() { st.w.Remove(transfer) })
	upload := o.Text(names.Direction) == "upload"
	switch {
	case disk == nil || transfer.Note("backup") != "":
	case success || !upload:
		if upload && transfer.Note("volume") == "" {
			st.showRoom(disk)
		}
		st.w.Set(disk, names.Status, world.OK)
	case transfer.Note(unfit) != "":
		st.w.Set(disk, names.Status, world.Illegal)
	default:
		st.DropDisk(disk)
	}
	switch {
	case success:
		st.report(1032, transfer)
	case phase != world.PhaseFinishedCleanup:
		st.report(1034, transfer)
	}
}

// hostAsked is the note at a transfer that says which host its document named.
const hostAsked = "host asked"

// report logs an event of a transfer, which counts as one of the request that began it.
func (st *Storage) report(code int64, transfer *store.Entity) {
	disk := st.w.ByID(st.w.Schema.Type(names.Disk), transfer.Note("disk"))
	about := []*store.Entity{disk}
	if code == 1033 {
		about = append(about, st.w.At(transfer.Note(hostAsked)))
	}
	st.w.ReportOf(transfer, code, transferNames(transfer.Object()), about...)
}

func transferNames(transfer *store.Object) world.Named {
	direction := transfer.Text(names.Direction)
	return world.Named{"transfer": strings.ToUpper(direction[:1]) + direction[1:]}
}

// TransferEnded reports whether a transfer in the phase is over.
func TransferEnded(phase string) bool { return strings.HasPrefix(phase, "finished") }
