package simulator

import (
	"errors"
)

// Check looks for contradictions in the inventory: objects that can't be found, that are listed after they have gone, or that refer to what isn't
// there. Events, jobs and steps may refer to the past. It returns nil, or all that it found. Tests call it to find out whether what they did
// left the engine whole; it takes a while with many objects.
func (e *Engine) Check() error {
	e.world.Advance()
	var found []string
	e.world.Read(func() { found = e.world.Check() })
	errs := make([]error, len(found))
	for i, text := range found {
		errs[i] = errors.New(text)
	}
	return errors.Join(errs...)
}
