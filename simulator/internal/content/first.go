package content

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed cluster.xml
var clusterText string

//go:embed first.xml
var firstText string

// NewCluster returns the document of a cluster of which nobody said anything.
func NewCluster() string { return document(clusterText, "cluster") }

// First returns the document of the first object of an element, such as "mac_pool".
func First(element string) string { return firstDocuments()[element] }

var firstDocuments = sync.OnceValue(func() map[string]string {
	documents := make(map[string]string)
	for _, element := range [...]string{
		"mac_pool", "data_center", "cluster", "network", "vnic_profile", "cpu_profile",
	} {
		documents[element] = document(firstText, "\n  "+element)
	}
	return documents
})

// document returns the element whose name stands behind the indentation, with all that is in it.
func document(text, indented string) string {
	indentation, element := indented[:len(indented)-len(strings.TrimLeft(indented, "\n "))], strings.TrimLeft(indented, "\n ")
	_, rest, _ := strings.Cut(text, indentation+"<"+element)
	body, _, _ := strings.Cut(rest, indentation+"</"+element+">")
	return "<" + element + body + "</" + element + ">"
}

// UnsetLocal is the note at the data center that engines are installed with: until somebody changes
// it, the engine's database doesn't say whether it is local.
const UnsetLocal = "local unset"
