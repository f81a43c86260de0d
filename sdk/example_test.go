package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// exampleEngine answers with fixed documents.
func exampleEngine() *httptest.Server {
	documents := map[string]string{
		"POST /ovirt-engine/sso/oauth/token":     `{"access_token":"t"}`,
		"POST /ovirt-engine/services/sso-logout": `{}`,
		"GET /ovirt-engine/api/vms":              `<vms><vm id="1"><name>web</name></vm><vm id="2"><name>db</name></vm></vms>`,
		"GET /ovirt-engine/api/vms/1":            `<vm id="1" href="/ovirt-engine/api/vms/1"><name>web</name><status>up</status></vm>`,
		"GET /ovirt-engine/api/vms/1/nics":       `<nics><nic><name>eth0</name></nic></nics>`,
		"POST /ovirt-engine/api/vms/1/start":     `<action><status>failed</status><fault><detail>[VM is running.]</detail></fault></action>`,
	}
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		doc, ok := documents[r.Method+" "+r.URL.Path]
		switch {
		case !ok:
			w.WriteHeader(404)
			return
		case strings.Contains(doc, "failed"):
			w.WriteHeader(409)
		}
		fmt.Fprint(w, doc)
	}))
}

func Example() {
	engine := exampleEngine()
	defer engine.Close()
	ctx := context.Background()

	conn, err := sdk.Connect(ctx, sdk.Config{URL: engine.URL + "/ovirt-engine/api", Username: "admin@internal", Password: "secret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer conn.Close()

	vms := conn.SystemService().VmsService()
	for vm, err := range vms.All(ctx, &services.VmsListParams{Search: new("name=*")}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(sdk.Value(vm.Name))
	}
	// Output:
	// web
	// db
}

func ExampleError() {
	engine := exampleEngine()
	defer engine.Close()
	ctx := context.Background()
	conn, err := sdk.Connect(ctx, sdk.Config{URL: engine.URL + "/ovirt-engine/api", Username: "admin@internal", Password: "secret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer conn.Close()

	err = conn.SystemService().VmsService().VmService("1").Start(ctx, nil)
	fmt.Println(err)
	if e, ok := errors.AsType[*sdk.Error](err); ok && errors.Is(err, sdk.ErrConflict) {
		fmt.Println(e.Status, *e.Fault.Detail)
	}
	// Output:
	// VmService.Start: POST /vms/1/start: 409: [VM is running.]
	// 409 [VM is running.]
}

func ExampleWaitFor() {
	engine := exampleEngine()
	defer engine.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := sdk.New(sdk.Config{URL: engine.URL + "/ovirt-engine/api", Username: "admin@internal", Password: "secret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer conn.Close()

	s := conn.SystemService().VmsService().VmService("1")
	vm, err := sdk.WaitFor(ctx, s.Get, func(vm *types.Vm) bool { return vm.Status == types.VmStatusUp })
	if err != nil {
		fmt.Println(err)
		return
	}
	nics, err := sdk.FollowAll(ctx, conn, vm, rel.VmNics)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*vm.Name, vm.Status, *nics[0].Name)
	// Output: web up eth0
}
