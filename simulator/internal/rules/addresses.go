package rules

import (
	_ "embed"
	"strings"
)

//go:embed addresses.txt
var addressesText string

// NoAddress says that engines show an object without an address.
const NoAddress = "-"

// address is one row of the table of addresses.
type address struct {
	where  string
	before string // before, member and after are the parts of the address; member may be "".
	member string
	after  string
}

func parseAddresses(file, text string) (map[string][]address, error) {
	addresses := make(map[string][]address)
	for _, r := range rows(file, text) {
		words := strings.Fields(r.text)
		if len(words) != 3 || words[2] != "=" && words[2] != NoAddress && !strings.HasPrefix(words[2], "/") {
			return nil, r.errorf("a row is: TYPE WHERE ADDRESS")
		}
		a := address{where: words[1], after: words[2]}
		if before, rest, ok := strings.Cut(words[2], "{"); ok {
			a.before = before
			if a.member, a.after, ok = strings.Cut(rest, "}"); !ok {
				return nil, r.errorf("%q lacks the closing bracket", words[2])
			}
		}
		addresses[words[0]] = append(addresses[words[0]], a)
	}
	return addresses, nil
}

// Address returns the collection below which engines show an object of a type in an answer, or "" if
// that is the one of the request, or [NoAddress]. The pattern is that of the request's path, and changed says that the
// answer is to a POST or PUT.
func (t *Table) Address(typ, pattern string, changed bool, o Object) string {
	for _, a := range t.addresses[typ] {
		if a.where != "always" && a.where != pattern && (a.where != "changed" || !changed) {
			continue
		}
		if a.after == "=" {
			return ""
		}
		if a.member == "" {
			return a.after
		}
		if id, _ := o.Get(a.member + ".id").(string); id != "" {
			return a.before + id + a.after
		}
	}
	return ""
}
