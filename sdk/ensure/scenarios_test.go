package ensure_test

import (
	"regexp"
	"slices"
)

// ids matches the IDs of objects, and those that a plan makes up.
var ids = regexp.MustCompile(
	`new-[0-9]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`,
)

const gib = 1 << 30

// scenarios are what the functions do to objects in some state, each with the requests that it
// sends. Those of a file have one subject.
var scenarios = slices.Concat(
	accessScenarios, hostScenarios, networkScenarios, storageScenarios, templateScenarios,
	vmScenarios, kindScenarios,
)
