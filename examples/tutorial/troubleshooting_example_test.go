package tutorial_test

import (
	"fmt"
	"log"

	"github.com/ovirt-go/ovirt/sdk"
)

func Example_probe() {
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	finding, err := sdk.Probe(ctx, cfg.URL, cfg)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("healthy:", finding.Healthy, "certificate trusted:", finding.Trusted)
	// Output:
	// healthy: true certificate trusted: true
}
