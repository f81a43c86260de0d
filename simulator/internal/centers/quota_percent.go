package centers

import "github.com/ovirt-go/ovirt/simulator/internal/store"

// quotaDefaults are the percentages of a quota: QuotaCRUDCommand.setQuotaThresholdDefaults.
var quotaDefaults = map[string]int64{
	"cluster_hard_limit_pct": 20, "cluster_soft_limit_pct": 80,
	"storage_hard_limit_pct": 20, "storage_soft_limit_pct": 80,
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
