package sdk

import (
	"fmt"

	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/chain"
)

// DefaultRetryBudget is how many repetitions all calls of a connection may use while nothing
// succeeds, unless [Config.RetryBudget] says otherwise.
const DefaultRetryBudget = 50

func newBudget(cfg *Config) *chain.Budget {
	switch {
	case cfg.RetryBudget < 0:
		return nil
	case cfg.RetryBudget == 0:
		return chain.NewBudget(DefaultRetryBudget)
	}
	return chain.NewBudget(cfg.RetryBudget)
}

// checkRetry refuses a policy that makes no sense.
func checkRetry(p *call.RetryPolicy) error {
	switch {
	case p.Attempts < 0:
		return fmt.Errorf("Retry.Attempts is %d", p.Attempts)
	case p.FirstPause < 0:
		return fmt.Errorf("Retry.FirstPause is %v", p.FirstPause)
	case p.LastPause < 0:
		return fmt.Errorf("Retry.LastPause is %v", p.LastPause)
	case p.MaxRetryAfter < 0:
		return fmt.Errorf("Retry.MaxRetryAfter is %v", p.MaxRetryAfter)
	}
	return nil
}
