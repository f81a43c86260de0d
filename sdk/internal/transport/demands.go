package transport

import (
	"fmt"
	"strings"
)

// Lacks returns the place for a call whose body lacks a field that the engine demands, such as
// Name, or one of several: Cluster.ID or Cluster.Name. [Request.Check] names it.
func (r Ref) Lacks(field string) Ref {
	r.lacks = append(r.lacks, field)
	return r
}

// Check returns an error that names all that the body lacks, or nil.
func (req *Request) Check() error {
	switch last := len(req.Lacks) - 1; last {
	case -1:
		return nil
	case 0:
		return fmt.Errorf("%s is missing, without which the engine refuses the call", req.Lacks[0])
	default:
		return fmt.Errorf("%s and %s are missing, without which the engine refuses the call",
			strings.Join(req.Lacks[:last], ", "), req.Lacks[last])
	}
}
