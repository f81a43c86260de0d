package guest_test

//lint:file-ignore SA1019 this is about what the API deprecates

import (
	"testing"

	"github.com/ovirt-go/ovirt/sdk/guest"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestObsoleteFormIsReadInPart(t *testing.T) {
	t.Parallel()
	i := &types.Initialization{CloudInit: &types.CloudInit{Users: []*types.User{{UserName: new("root")}}, Files: []*types.File{{}}}}
	same(t, "guest.CheckCloudInit", guest.CheckCloudInit(i), nil)
	same(t, "guest.CheckSysprep", guest.CheckSysprep(i), []string{"CloudInit: is for cloud-init alone"})

	i.CloudInit.Users = append(i.CloudInit.Users, &types.User{UserName: new("me")})
	i.CloudInit.Files = append(i.CloudInit.Files, &types.File{})
	same(t, "guest.CheckCloudInit", guest.CheckCloudInit(i), []string{
		`CloudInit.Users[1].UserName: "me" is ignored by the engine, which knows root here; there is UserName beside CloudInit`,
		"CloudInit.Files[1]: is ignored by the engine, which takes the first file for the custom script",
	})
}
