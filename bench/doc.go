// Package bench compares the SDK with its peers: cmd/peers measures, and the tests here exchange documents with go-ovirt.
package bench
