package services

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/internal/transport"
)

// node is a service in the tree.
type node interface {
	// locate returns the service below a segment, or nil.
	locate(segment string) node
}

// Locate returns the service at a path: relative to the address of the API as in vms/123/nics, or
// an href as engines send it, such as /ovirt-engine/api/vms/123. The result is a pointer to a
// service of this package, *VmNicsService for one; use a type switch. It sends nothing, so that ids
// are not looked up. The error names the part of the path that leads nowhere.
//
// Using it links all services into the program.
func Locate(root *SystemService, path string) (any, error) {
	var at node = root
	if root == nil {
		return nil, fmt.Errorf("locate %q: the root service is nil", path)
	}
	done := ""
	for segment := range strings.SplitSeq(strings.Trim(relative(path), "/"), "/") {
		if segment == "" && done == "" {
			break
		}
		plain, err := url.PathUnescape(segment)
		if err == nil {
			err = transport.CheckID(plain)
		}
		if err != nil {
			return nil, fmt.Errorf(
				"locate %q: %q behind %q is not a segment of a path", path, segment, done,
			)
		}
		next := at.locate(plain)
		if next == nil {
			return nil, fmt.Errorf("locate %q: there is no service %q behind %q", path, plain, done)
		}
		at = next
		done += "/" + segment
	}
	return at, nil
}

// relative takes the address of the API from the front of an href.
func relative(path string) string {
	if !strings.HasPrefix(path, "/") {
		return path
	}
	_, rest, ok := strings.Cut(path+"/", "/api/")
	if !ok {
		return path
	}
	return strings.TrimPrefix(rest, "v4/")
}

// Sender returns what the services of a tree send their requests through, or nil for a root that
// belongs to no connection. It is for packages of this SDK, which put something in between.
func Sender(root *SystemService) transport.Doer {
	if root == nil {
		return nil
	}
	return root.at.Doer()
}
