package dump_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/dump"
)

// engine stands for the transport that speaks with an engine.
type engine struct{}

func (engine) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {"application/xml"}, "Set-Cookie": {"JSESSIONID=1f2e3d; HttpOnly"}},
		Body:       io.NopCloser(strings.NewReader(`<action><status>complete</status><ticket><value>b3Vp</value></ticket></action>`)),
	}, nil
}

// An exchange goes to the standard output. The token, the cookie and the password of the console
// are hidden.
func Example() {
	transport := sdk.Dump(dump.Writer(os.Stdout)).Attempt(engine{})
	req, err := http.NewRequest("POST", "https://engine.example.com/ovirt-engine/api/vms/123/ticket", strings.NewReader("<action/>"))
	if err != nil {
		fmt.Println(err)
		return
	}
	req.Header.Set("Authorization", "Bearer cVdFcnR6")
	req.Header.Set("Content-Type", "application/xml")
	resp, err := transport.RoundTrip(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	if _, err := io.ReadAll(resp.Body); err != nil {
		fmt.Println(err)
	}
	// Output:
	// === 1
	// POST https://engine.example.com/ovirt-engine/api/vms/123/ticket
	// Authorization: Bearer ***
	// Content-Type: application/xml
	//
	// <action/>
	//
	// HTTP 200 OK
	// Content-Type: application/xml
	// Set-Cookie: JSESSIONID=***; HttpOnly
	//
	// <action>
	//     <status>complete</status>
	//     <ticket>
	//         <value>***</value>
	//     </ticket>
	// </action>
}
