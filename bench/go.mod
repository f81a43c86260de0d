module github.com/ovirt-go/ovirt/bench

go 1.26.0

replace github.com/ovirt-go/ovirt => ..

require (
	github.com/google/go-cmp v0.7.0
	github.com/ovirt-go/ovirt v0.0.0
	github.com/ovirt/go-ovirt v0.0.0-20220427092237-114c47f2835c
	sigs.k8s.io/yaml v1.6.0
)

require (
	go.yaml.in/yaml/v2 v2.4.2 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
)
