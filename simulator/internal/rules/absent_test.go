package rules_test

import "testing"

// TestWhatIsAbsentIsAnsweredAsRecorded states what an engine of model 4.6.1 answered.
func TestWhatIsAbsentIsAnsweredAsRecorded(t *testing.T) {
	t.Parallel()
	table := table(t)
	if a := table.Absent("POST", "/jobs/{}/end"); a == nil || a.Status != 400 || a.Detail != "[Cannot Clear External Job. Job not found.]" {
		t.Errorf("end of a job: %v", a)
	}
	if a := table.Absent("DELETE", "/clusters/{}/affinitygroups/{}/vms/{}"); a == nil || a.Status != 400 || a.Detail != "[The selected VM does not exist.]" {
		t.Errorf("a VM of an affinity group: %v", a)
	}
	if a := table.Absent("POST", "/vms/{}/export"); a != nil {
		t.Errorf("an action without a row: %v", a)
	}
}
