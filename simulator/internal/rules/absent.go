package rules

import (
	_ "embed"
	"strconv"
	"strings"
)

//go:embed absent.txt
var absentText string

// Absent is how engines answer to an action on an object that doesn't exist.
type Absent struct {
	Status int
	Detail string
}

func parseAbsent(file, text string) (map[string]*Absent, error) {
	absent := make(map[string]*Absent)
	for _, r := range rows(file, text) {
		words := strings.SplitN(r.text, " ", 3)
		if len(words) != 3 {
			return nil, r.errorf("a row is: PATTERN/ACTION STATUS DETAIL")
		}
		status, err := strconv.Atoi(words[1])
		if err != nil {
			return nil, r.errorf("%q is no status", words[1])
		}
		absent[words[0]] = &Absent{Status: status, Detail: words[2]}
	}
	return absent, nil
}

// Absent returns how engines answer to an action on an object at the pattern of a path, such as
// /jobs/{}, that doesn't exist; nil is 404 without a body.
func (t *Table) Absent(pattern, action string) *Absent { return t.absent[pattern+"/"+action] }
