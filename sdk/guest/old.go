package guest

//lint:file-ignore SA1019 this is about what the API deprecates

import (
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// hasOld reports whether the data have the obsolete form too.
func hasOld(i *types.Initialization) bool { return i.CloudInit != nil }

// ignored finds what the engine ignores in the obsolete form.
func (c *checker) ignored(i *types.Initialization) {
	if i.CloudInit == nil {
		return
	}
	for n, u := range i.CloudInit.Users {
		if u != nil && sdk.Value(u.UserName) != "root" {
			c.add(at("CloudInit.Users", n)+".UserName", sdk.Value(u.UserName),
				"is ignored by the engine, which knows root here; there is UserName beside CloudInit")
		}
	}
	if len(i.CloudInit.Files) > 1 {
		c.add("CloudInit.Files[1]", "", "is ignored by the engine, which takes the first file for the custom script")
	}
}
