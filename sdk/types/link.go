package types

// Link is a pointer from an object to a collection or an object elsewhere, as the engine gave it.
type Link struct {
	Rel  string // Rel names what the link leads to, in words without separators: diskattachments.
	Href string // Href is a path on the engine's host.
}
