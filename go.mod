module github.com/ovirt-go/ovirt

go 1.26.0

require (
	github.com/dave/jennifer v1.7.1
	github.com/google/go-cmp v0.7.0
	golang.org/x/crypto v0.58.0
	golang.org/x/tools v0.52.0
)

require golang.org/x/sys v0.49.0 // indirect
