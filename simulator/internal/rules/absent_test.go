package rules_test

import "testing"

// TestActionsOnWhatIsAbsentAnswerAsRecorded states what an engine of model 4.6.1 answered.
func TestActionsOnWhatIsAbsentAnswerAsRecorded(t *testing.T) {
	t.Parallel()
	table := table(t)
	if a := table.Absent("/jobs/{}", "end"); a == nil || a.Status != 400 || a.Detail != "[Cannot Clear External Job. Job not found.]" {
		t.Errorf("end of a job: %v", a)
	}
	if a := table.Absent("/vms/{}", "ticket"); a != nil {
		t.Errorf("an action without a row: %v", a)
	}
}
