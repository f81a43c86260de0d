package redact

import (
	"net/http"
	"net/url"
)

// RequestSecrets returns what the rules hide in the address, the headers and the body of a request.
func RequestSecrets(u *url.URL, header http.Header, body []byte) []string {
	all := QuerySecrets(u.RawQuery)
	if u.User != nil {
		if password, ok := u.User.Password(); ok {
			all = append(all, password)
		}
	}
	all = append(all, HeaderSecrets(header)...)
	return append(all, BodySecrets(u.EscapedPath(), header.Get("Content-Type"), body)...)
}

// AnswerSecrets returns what the rules hide in the answer to a request of that path.
func AnswerSecrets(path string, header http.Header, body []byte) []string {
	return append(HeaderSecrets(header), BodySecrets(path, header.Get("Content-Type"), body)...)
}
