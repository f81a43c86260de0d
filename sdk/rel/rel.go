// Package rel has a typed value for each link of the API, so that the compiler checks which links are
// followed:
//
//	vms.List(ctx, &services.VmsListParams{Follow: rel.Follow(
//		rel.VmNics, rel.Then(rel.VmDiskAttachments, rel.DiskAttachmentDisk),
//	)})
//	nics, err := sdk.FollowAll(ctx, conn, vm, rel.VmNics)
//
// A link of another type than that of the object or list doesn't compile.
package rel

import "strings"

// Rel is a link from objects of type F to a list of objects of type T. Its text is the path that the engine knows it by.
type Rel[F, T any] string

// One is a link from objects of type F to one object of type T. Its text is the path that the engine knows it by.
type One[F, T any] string

// Path is a way over several links, from objects of type F to objects of type T.
type Path[F, T any] string

// From is any way that begins at objects of type F: a relation, or a path of several.
type From[F any] interface {
	from(*F) string
}

// Step is any way from objects of type F to objects of type T.
type Step[F, T any] interface {
	step(*F, *T) string
}

func (r Rel[F, T]) from(*F) string      { return string(r) }
func (r One[F, T]) from(*F) string      { return string(r) }
func (r Path[F, T]) from(*F) string     { return string(r) }
func (r Rel[F, T]) step(*F, *T) string  { return string(r) }
func (r One[F, T]) step(*F, *T) string  { return string(r) }
func (r Path[F, T]) step(*F, *T) string { return string(r) }

// Then joins two ways into one: the second begins where the first ends.
func Then[A, B, C any](first Step[A, B], second Step[B, C]) Path[A, C] {
	return Path[A, C](first.step(nil, nil) + "." + second.step(nil, nil))
}

// Paths is the value of a follow parameter for objects of type F; the empty one follows nothing.
type Paths[F any] string

// Follow makes the engine include in its answer what the ways lead to.
func Follow[F any](ways ...From[F]) Paths[F] {
	paths := make([]string, len(ways))
	for i, way := range ways {
		paths[i] = way.from(nil)
	}
	return Paths[F](strings.Join(paths, ","))
}
