package tutorial_test

import (
	"fmt"
	"log"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/info"
)

func Example_checkVersion() {
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	cfg.CheckVersion = info.Refuse // info.Drop sends the request without what is too new
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	supported, err := conn.Supports(ctx, "vm.auto_pinning_policy")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(supported)
	// Output:
	// true
}
