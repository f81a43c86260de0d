package centers

import (
	"net/http"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// upgradeCluster marks that the hosts of a cluster are being upgraded, which somebody else does one
// by one. The mark stays with the correlation ID of who set it, who alone may tell of the progress.
func (cs *Centers) upgradeCluster(c *world.Call) error {
	cluster := c.Entity()
	running := c.Object().True(names.UpgradeInProgress)
	id := c.Body.Text(names.CorrelationID)
	if id == "" {
		id = c.Correlation
	}
	switch c.Body.Text(names.UpgradeAction) {
	case "start":
		if running {
			return &world.Fault{Status: http.StatusBadRequest, Reason: world.ReasonFailed}
		}
		cs.w.Set(
			cluster,
			names.UpgradeInProgress, true,
			names.UpgradeCorrelationID, id,
			names.UpgradePercentComplete, 0,
		)
		c.Report(892, nil, cluster)
	case "update_progress":
		percent := c.Body.Int(names.UpgradePercentComplete)
		switch {
		case !running:
			return world.Bad("Cannot update progress, cluster upgrade has not been started.")
		case percent < 0 || percent > 100:
			return world.Bad(
				"Cannot update upgrade percent complete, the value needs to be in the range of 0 to 100.",
			)
		case c.Object().Text(names.UpgradeCorrelationID) != id:
			return world.Bad(
				"Cannot update progress, given correlation id does not match the current update correlation id.",
			)
		}
		cs.w.Set(cluster, names.UpgradePercentComplete, percent)
		c.Report(896, nil, cluster)
	case "finish":
		cs.w.Set(cluster, names.UpgradeInProgress, false, names.UpgradePercentComplete, 0)
		c.Report(894, nil, cluster)
	default:
		return world.ErrCrash
	}
	return nil
}
