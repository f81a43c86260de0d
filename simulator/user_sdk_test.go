package simulator_test

import (
	"errors"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// connect connects as a user whose password is "x".
func (e *engine) connect(user string, format sdk.Format, change ...func(*sdk.Config)) *sdk.Connection {
	e.t.Helper()
	cfg := sdk.Config{URL: e.URL, Username: user + "@internal", Password: "x", CA: e.CA, Format: format}
	for _, f := range change {
		f(&cfg)
	}
	conn, err := sdk.Connect(e.t.Context(), cfg)
	if err != nil {
		e.t.Fatal(err)
	}
	e.t.Cleanup(func() { conn.Close() })
	return conn
}

// failed demands an error of the class, with that status and detail.
func failed(t *testing.T, what string, err error, class error, status int, detail string) {
	t.Helper()
	var e *sdk.Error
	if !errors.As(err, &e) || !errors.Is(err, class) || e.Status != status {
		t.Errorf("%s: %v, want %v with status %d", what, err, class, status)
		return
	}
	if detail != "" && (e.Fault == nil || e.Fault.Detail == nil || *e.Fault.Detail != detail) {
		t.Errorf("%s: fault %+v, want detail %q", what, e.Fault, detail)
	}
}

func TestSDKAsAUser(t *testing.T) {
	t.Parallel()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		t.Run(format.String(), func(t *testing.T) {
			t.Parallel()
			e := startWithRoles(t, map[string]string{"jane": "UserRole", "joe": ""})
			vm := e.addVM("myvm")
			id := vm[len("/vms/"):]
			ctx := t.Context()
			conn := e.connect("jane", format)
			vms := conn.SystemService().VmsService()

			list, err := vms.List(ctx, nil)
			if err != nil || len(list) != 1 || *list[0].Name != "myvm" || list[0].Host != nil || list[0].PlacementPolicy != nil {
				t.Fatalf("VMs: %v, %v", list, err)
			}
			if list, err = vms.List(ctx, &services.VmsListParams{Filter: new(true)}); err != nil || len(list) != 1 {
				t.Errorf("filtered VMs: %v, %v", list, err)
			}
			_, err = vms.List(ctx, &services.VmsListParams{Filter: new(false)})
			failed(t, "list without the filter", err, sdk.ErrInvalid, 400, "query execution failed due to insufficient permissions.")
			_, err = conn.SystemService().TagsService().List(ctx, nil)
			failed(t, "list of tags", err, sdk.ErrInvalid, 400, "query execution failed due to insufficient permissions.")

			s := vms.VmService(id)
			if err := s.Start(ctx, nil); err != nil {
				t.Errorf("start: %v", err)
			}
			e.clock.Advance(time.Minute)
			if got, err := s.Get(ctx, nil); err != nil || got.Status != types.VmStatusUp || got.Host != nil {
				t.Errorf("VM: %v, %v", got, err)
			}
			_, err = s.Update(ctx, &types.Vm{Description: new("x")}, nil)
			failed(t, "update", err, sdk.ErrAuth, 403, refusal)
			failed(t, "migrate", s.Migrate(ctx, nil), sdk.ErrAuth, 403, refusal)
			failed(t, "remove", s.Remove(ctx, nil), sdk.ErrAuth, 403, refusal)
			_, err = vms.Add(ctx, &types.Vm{Name: new("new"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")}}, nil)
			failed(t, "add", err, sdk.ErrAuth, 403, refusal)

			api, err := conn.SystemService().Get(ctx, nil)
			if err != nil || api.Summary != nil || api.AuthenticatedUser == nil || *api.AuthenticatedUser.ID != e.user("jane") {
				t.Errorf("entry point: %+v, %v", api, err)
			}
			if got := e.Engine.Sessions(); len(got) != 1 || got[0].User != "jane@internal" {
				t.Errorf("sessions: %+v", got)
			}
			if err := conn.Close(); err != nil {
				t.Error(err)
			}
			if got := e.Engine.Sessions(); len(got) != 0 {
				t.Errorf("sessions after the logout: %+v", got)
			}
		})
	}
}

func TestSDKAsAnOwner(t *testing.T) {
	t.Parallel()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		t.Run(format.String(), func(t *testing.T) {
			t.Parallel()
			e := startWithRoles(t, map[string]string{"power": "PowerUserRole"})
			ctx := t.Context()
			conn := e.connect("power", format)
			vms := conn.SystemService().VmsService()
			e.addVM("other")
			vm, err := vms.Add(ctx, &types.Vm{Name: new("mine"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			list, err := vms.List(ctx, nil)
			if err != nil || len(list) != 1 || *list[0].Name != "mine" {
				t.Errorf("VMs: %v, %v", list, err)
			}
			s := vms.VmService(*vm.ID)
			permissions, err := s.PermissionsService().List(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			roles := map[string]bool{}
			for _, p := range permissions {
				if p.Vm == nil || *p.Vm.ID != *vm.ID {
					t.Errorf("permission %+v isn't shown on the VM", p)
				}
				roles[*p.Role.ID] = true
			}
			// Her own on the VM and on the system, and that of everybody; what the administrator has isn't shown.
			if len(roles) != 3 || !roles["def00006-0000-0000-0000-def000000006"] || !roles["00000000-0000-0000-0001-000000000002"] {
				t.Errorf("roles on the VM: %v", roles)
			}
			if _, err := s.Update(ctx, &types.Vm{Description: new("x")}, nil); err != nil {
				t.Errorf("update: %v", err)
			}
			if err := s.Remove(ctx, nil); err != nil {
				t.Errorf("remove: %v", err)
			}
			e.clock.Advance(time.Minute)
			if list, err := vms.List(ctx, nil); err != nil || len(list) != 0 {
				t.Errorf("VMs at the end: %v, %v", list, err)
			}
		})
	}
}

func TestSDKWithoutPermissionToLogIn(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"joe": ""})
	cfg := sdk.Config{URL: e.URL, Username: "joe@internal", Password: "x", CA: e.CA}
	conn, err := sdk.Connect(t.Context(), cfg)
	if err == nil {
		defer conn.Close()
		_, err = conn.SystemService().VmsService().List(t.Context(), nil)
	}
	failed(t, "list", err, sdk.ErrAuth, 401, "")
}

func TestSDKKeepsASessionWithACookie(t *testing.T) {
	t.Parallel()
	e := startWithRoles(t, map[string]string{"jane": "UserRole"})
	conn := e.connect("jane", sdk.XML, func(c *sdk.Config) {
		c.Authenticator = sdk.BasicLogin(c.Username, c.Password)
		c.Username, c.Password = "", ""
	})
	for range 3 {
		if _, err := conn.SystemService().VmsService().List(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if got := e.Engine.Sessions(); len(got) != 1 || got[0].Kind != "cookie" {
		t.Errorf("sessions: %+v", got)
	}
	e.clock.Advance(time.Hour) // the session dies, and the connection begins another
	if _, err := conn.SystemService().VmsService().List(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	if got := e.Engine.Sessions(); len(got) != 0 {
		t.Errorf("sessions after the logout: %+v", got)
	}
}
