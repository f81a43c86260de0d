package behavior

import "net/http"

// MalformedID refuses what stands where the id of an object is due and is no UUID.
func MalformedID(text string) *Fault {
	return &Fault{Status: http.StatusBadRequest, Reason: "Operation failed", Detail: "Invalid UUID string: " + text}
}
