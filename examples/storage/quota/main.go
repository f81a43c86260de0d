// Quota limits the storage of a data center that users of a quota may use, and sets the data center
// to audit, which refuses nothing yet. It shows limits as objects below a quota: each new quota has
// a limit for all storage, which a new one replaces, and which excludes limits for single storage
// domains.
//
//	go run ./examples/storage/quota
//	go run ./examples/storage/quota -center Default -gib 100
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	centerName := flag.String("center", "Default", "name of the data center")
	limit := flag.Int64("gib", 100, "how many GiB may be used")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		log.Fatal(err)
	}
	err = run(ctx, conn, os.Stdout, *centerName, *limit)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, centerName string, limit int64) error {
	center, err := find.ByName(ctx, conn.SystemService().DataCentersService().All, centerName)
	if err != nil {
		return err
	}
	s := conn.SystemService().DataCentersService().DataCenterService(*center.ID)
	quota, err := s.QuotasService().Add(ctx, &types.Quota{
		Name:                new("example-quota"),
		StorageHardLimitPct: new(int64(10)), // so many percent more than the limit
	}, nil)
	if err != nil {
		return err
	}
	limits := s.QuotasService().QuotaService(*quota.ID).QuotaStorageLimitsService()
	if _, err := limits.Add(ctx, &types.QuotaStorageLimit{Limit: &limit}, nil); err != nil {
		return err
	}
	if _, err := s.Update(ctx, &types.DataCenter{QuotaMode: types.QuotaModeTypeAudit}, nil); err != nil {
		return err
	}
	for l, err := range limits.All(ctx, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %d of %d GiB are used\n", sdk.Value(quota.Name), int64(sdk.Value(l.Usage)), sdk.Value(l.Limit))
	}
	return nil
}
