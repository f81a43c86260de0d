package call

import "fmt"

// maxCorrelationID is how many characters of a correlation ID the engine keeps.
const maxCorrelationID = 36

// CheckCorrelationID returns an error if an engine wouldn't keep a correlation ID as it is, so that
// nothing could be found by it: it keeps letters, digits, - and _, and 36 of them. An empty ID,
// with which the engine chooses one, is right.
func CheckCorrelationID(id string) error {
	for i := range len(id) {
		c := id[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '_' {
			return fmt.Errorf("correlation id %q has other characters than letters, digits, - and _", id)
		}
	}
	if len(id) > maxCorrelationID {
		return fmt.Errorf("correlation id %q is longer than %d characters", id, maxCorrelationID)
	}
	return nil
}
