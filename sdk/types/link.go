package types

// Link refers to a collection or an object, as the engine sent it.
type Link struct {
	// Rel names what the link leads to, in words without separators: diskattachments.
	Rel string `json:"rel,omitzero"`
	// Href is a path on the engine's host.
	Href string `json:"href,omitzero"`
}
