package console

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Get returns the connection file of a VM's console: it sets a new password, which must be used
// within 120 seconds, and tells where the console is. An empty protocol means the VM's only
// console.
//
// It sends two requests, and a third one for the reason if the VM has no such console. The error is
// sdk.ErrConflict if the VM doesn't run or the engine returns no password, as when another user has
// the console, and sdk.ErrNotFound if there is no such VM or its consoles, which are named, have
// other protocols. It is sdk.ErrInvalid if the protocol is empty and there are several.
func Get(
	ctx context.Context,
	engine sdk.Engine,
	vmID string,
	protocol types.GraphicsType,
	opts ...call.Option,
) (*File, error) {
	const op = "console.Get"
	if engine == nil {
		return nil, fail(op, sdk.ErrInvalid, "the engine is nil")
	}
	vm := engine.SystemService().VmsService().VmService(vmID)
	found, s, err := locate(ctx, op, vm, protocol, opts)
	if err != nil {
		return nil, err
	}
	text, err := s.RemoteViewerConnectionFile(ctx, nil, opts...)
	if err != nil {
		return nil, err
	}
	// The engine answers without a word if it has no file to give: the VM has stopped meanwhile, or
	// the console is another user's.
	if sdk.Value(text) == "" {
		if err := running(ctx, op, vm, opts); err != nil {
			return nil, err
		}
		return nil, fail(
			op,
			sdk.ErrConflict,
			"the engine returns no file for the %s console; another user may have it",
			found,
		)
	}
	file, err := Parse(*text)
	if err != nil {
		return nil, &sdk.Error{Op: op, Class: sdk.ErrUnexpected, Err: err}
	}
	if file.Protocol != found {
		return nil, fail(
			op, sdk.ErrUnexpected, "the file is for a %s console, not %s", file.Protocol, found,
		)
	}
	return file, nil
}

// Ticket sets a new password for a VM's console and returns it, with its life in seconds. The
// viewer must connect within that time; fractions of a second count as a whole one, and 0 means
// what the engine takes, two hours. An empty protocol means the VM's only console.
//
// It sends two requests, and a third one for the reason if the VM has no such console. The errors
// are those of [Get]; a negative time, or one of more than 68 years, is sdk.ErrInvalid.
func Ticket(
	ctx context.Context,
	engine sdk.Engine,
	vmID string,
	protocol types.GraphicsType,
	expiry time.Duration,
	opts ...call.Option,
) (*types.Ticket, error) {
	const op = "console.Ticket"
	if engine == nil {
		return nil, fail(op, sdk.ErrInvalid, "the engine is nil")
	}
	vm := engine.SystemService().VmsService().VmService(vmID)
	wanted := &types.Ticket{}
	if expiry != 0 {
		seconds := int64(expiry / time.Second)
		if expiry%time.Second > 0 {
			seconds++
		}
		if expiry < 0 || seconds > math.MaxInt32 {
			return nil, fail(op, sdk.ErrInvalid, "a password can't live for %s", expiry)
		}
		wanted.Expiry = &seconds
	}
	found, s, err := locate(ctx, op, vm, protocol, opts)
	if err != nil {
		return nil, err
	}
	ticket, err := s.Ticket(ctx, &services.VmGraphicsConsoleTicketParams{Ticket: wanted}, opts...)
	if err != nil {
		return nil, err
	}
	if ticket == nil || sdk.Value(ticket.Value) == "" {
		return nil, fail(
			op, sdk.ErrUnexpected, "the engine returns no password for the %s console", found,
		)
	}
	return ticket, nil
}

// locate finds the console of the running VM that speaks the protocol.
func locate(
	ctx context.Context,
	op string,
	vm *services.VmService,
	protocol types.GraphicsType,
	opts []call.Option,
) (types.GraphicsType, *services.VmGraphicsConsoleService, error) {
	// The consoles of the next start may be others, and a VM that is down has them too.
	s := vm.GraphicsConsolesService()
	list, err := s.List(ctx, &services.VmGraphicsConsolesListParams{Current: new(true)}, opts...)
	if err != nil {
		return "", nil, err
	}
	if protocol == "" && len(list) > 1 {
		return "", nil, fail(
			op, sdk.ErrInvalid, "the VM has several consoles, of %s; say which", protocols(list),
		)
	}
	for _, c := range list {
		if c.ID != nil && (protocol == "" || strings.EqualFold(string(c.Protocol), string(protocol))) {
			return c.Protocol, s.ConsoleService(*c.ID), nil
		}
	}
	if err := running(ctx, op, vm, opts); err != nil {
		return "", nil, err
	}
	if len(list) == 0 {
		return "", nil, fail(op, sdk.ErrNotFound, "the VM has no graphics console")
	}
	return "", nil, fail(
		op, sdk.ErrNotFound, "the VM has no %s console; it has %s", protocol, protocols(list),
	)
}

// open are the statuses in which the engine sets passwords.
var open = []types.VmStatus{
	types.VmStatusUp,
	types.VmStatusPaused,
	types.VmStatusPoweringUp,
	types.VmStatusPoweringDown,
	types.VmStatusRebootInProgress,
}

// running returns an error with the VM's status if that is the reason why there is no console.
func running(ctx context.Context, op string, vm *services.VmService, opts []call.Option) error {
	v, err := vm.Get(ctx, nil, opts...)
	if err != nil {
		return err
	}
	if slices.Contains(open, v.Status) {
		return nil
	}
	return fail(
		op,
		sdk.ErrConflict,
		"the VM %s is %s; a console opens while its VM is up or paused, powers up or down, or reboots",
		sdk.Value(v.Name),
		v.Status,
	)
}

func protocols(list []*types.GraphicsConsole) string {
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = string(c.Protocol)
	}
	slices.Sort(names)
	return strings.Join(names, " and ")
}

func fail(op string, class error, format string, args ...any) error {
	return &sdk.Error{Op: op, Class: class, Err: fmt.Errorf(format, args...)}
}
