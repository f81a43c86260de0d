package content

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed levelpermits.txt
var levelPermitsText string

// LevelPermits returns the IDs of the permits that each cluster level lists.
var LevelPermits = sync.OnceValue(func() []string {
	var ids []string
	for line := range strings.Lines(levelPermitsText) {
		if !strings.HasPrefix(line, "#") {
			ids = append(ids, strings.Fields(line)...)
		}
	}
	return ids
})
