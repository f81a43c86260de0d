package sdk

// Value returns what a pointer points to, or the zero value for nil: sdk.Value(vm.Name) is "" if the engine said no name. Pointers
// are made by new("x").
func Value[T any](v *T) T {
	if v == nil {
		var zero T
		return zero
	}
	return *v
}
