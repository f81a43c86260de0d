package redact

// Sealed holds a value that no way of printing reaches: package fmt looks into unexported fields
// without asking for their methods, and of a function it prints the address.
type Sealed[T any] func() T

// Seal returns the value sealed.
func Seal[T any](value T) Sealed[T] { return func() T { return value } }

// Open returns the value; that of a nil Sealed is the zero value.
func (s Sealed[T]) Open() T {
	if s == nil {
		var zero T
		return zero
	}
	return s()
}
