package centers

import (
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// quotaDefaults are the percentages of a quota: QuotaCRUDCommand.setQuotaThresholdDefaults.
var quotaDefaults = map[string]int64{
	names.ClusterHardLimitPct: 20, names.ClusterSoftLimitPct: 80,
	names.StorageHardLimitPct: 20, names.StorageSoftLimitPct: 80,
}

// quotaPercentages sets the percentages of which nothing or 0 is said, when a quota is added and
// when it is changed.
func quotaPercentages(o *store.Object) {
	for name, pct := range quotaDefaults {
		if o.Int(name) == 0 {
			o.Set(name, pct)
		}
	}
}
