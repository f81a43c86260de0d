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
	"github.com/ovirt-go/ovirt/sdk/dump"
	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
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
	if e, ok := errors.AsType[*sdk.Error](err); ok && e.Fault != nil {
		fmt.Println(e.Status, sdk.Value(e.Fault.Detail))
	}
	// Output:
	// VmService.Start: POST /vms/1/start: 409: [VM is running.]
	// 409 [VM is running.]
}

func ExampleFollowAll() {
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
	vm, err := wait.For(ctx, s.Get, wait.VmIn(types.VmStatusUp))
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

// Calls that no service has a method for go by path, with the same login, retries and errors.
func ExampleConnection_Do() {
	engine := exampleEngine()
	defer engine.Close()
	ctx := context.Background()
	conn, err := sdk.Connect(ctx, sdk.Config{URL: engine.URL + "/ovirt-engine/api", Username: "admin@internal", Password: "secret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer conn.Close()

	answer, err := conn.Do(ctx, sdk.RawRequest{Path: "vms/1/nics"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answer.Status, string(answer.Body))

	_, err = conn.Do(ctx, sdk.RawRequest{Method: "POST", Path: "vms/1/start", Body: []byte("<action/>")})
	fmt.Println(errors.Is(err, sdk.ErrConflict), err)
	// Output:
	// 200 <nics><nic><name>eth0</name></nic></nics>
	// true Connection.Do: POST /vms/1/start: 409: [VM is running.]
}

// A middleware sees calls, or each attempt of them, on their way.
func ExampleMiddleware() {
	engine := exampleEngine()
	defer engine.Close()
	ctx := context.Background()
	printed := func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			if of, ok := sdk.CallOf(req.Context()); ok && err == nil {
				fmt.Printf("%s, attempt %d: %d\n", of.Op, of.Attempt, resp.StatusCode)
			}
			return resp, err
		})
	}
	conn, err := sdk.New(sdk.Config{
		URL: engine.URL + "/ovirt-engine/api", Username: "admin@internal", Password: "secret",
		Middleware: []sdk.Middleware{{Attempt: printed}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := conn.SystemService().VmsService().List(ctx, nil); err != nil {
		fmt.Println(err)
	}
	if err := conn.Close(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// login, attempt 1: 200
	// VmsService.List, attempt 1: 200
	// Connection.Close, attempt 1: 200
}

// What is shown has no secrets: neither the password of the login nor the token. Here the target leaves out the headers and all
// but the API's own exchanges; usual is dump.Open(os.Getenv("OVIRT_DEBUG")).
func ExampleDump() {
	engine := exampleEngine()
	defer engine.Close()
	conn, err := sdk.New(sdk.Config{
		URL: engine.URL + "/ovirt-engine/api", Username: "admin@internal", Password: "secret",
		Middleware: []sdk.Middleware{sdk.Dump(bodies{})},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer conn.Close()
	vm, err := conn.SystemService().VmsService().VmService("1").Get(context.Background(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*vm.Name)
	// Output:
	// GET /ovirt-engine/api/vms/1
	// <vm id="1" href="/ovirt-engine/api/vms/1">
	//     <name>web</name>
	//     <status>up</status>
	// </vm>
	// web
}

// bodies is a target that prints the last part of each exchange.
type bodies struct{}

func (bodies) Dump(x dump.Exchange) error {
	if strings.Contains(x.Path, "/api/") {
		text := strings.TrimSpace(string(x.Text))
		fmt.Println(x.Method, x.Path)
		fmt.Println(text[strings.LastIndex(text, "\n\n")+2:])
	}
	return nil
}

// With CheckVersion, what the engine is too old for is found before anything is sent.
func ExampleConnection_Supports() {
	engine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ovirt-engine/api" {
			fmt.Fprint(w, "<api><product_info><version><major>4</major><minor>4</minor><build>10</build></version></product_info></api>")
		}
	}))
	defer engine.Close()
	ctx := context.Background()
	conn, err := sdk.New(sdk.Config{URL: engine.URL + "/ovirt-engine/api", Token: "t", CheckVersion: info.Refuse})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer conn.Close()

	for _, symbol := range []string{"vm.tpm_enabled", "vm.cpu_pinning_policy"} {
		ok, err := conn.Supports(ctx, symbol)
		fmt.Println(symbol, ok, err)
	}
	_, err = conn.SystemService().VmsService().Add(ctx, &types.Vm{Name: new("a"), CpuPinningPolicy: types.CpuPinningPolicyDedicated}, nil)
	fmt.Println(err)
	// Output:
	// vm.tpm_enabled true <nil>
	// vm.cpu_pinning_policy false <nil>
	// VmsService.Add: POST /vms: CpuPinningPolicy came with release 4.5, but the engine is of release 4.4.10
}
