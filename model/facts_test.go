package model

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// digest is the SHA-256 of the facts of the committed model. It was computed when the facts had been found equal to the ones that
// TestEqualsFactsFile reads.
const digest = "2ff271bf8a662fa28aaf2774e68ac7d71c3e77a3a21bc0d4deba9e6171ce7aee"

func TestDigestOfTheCommittedModel(t *testing.T) {
	t.Parallel()
	sum := sha256.Sum256(Facts(embedded(t)))
	if got := hex.EncodeToString(sum[:]); got != digest {
		t.Errorf("the facts of model/data have the digest\n%s, want\n%s", got, digest)
	}
}

// TestEqualsFactsFile compares the committed model with facts that were extracted by another program from the same sources.
func TestEqualsFactsFile(t *testing.T) {
	t.Parallel()
	file := os.Getenv("MODEL_FACTS")
	if file == "" {
		t.Skip("MODEL_FACTS doesn't name a file of facts to compare with")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := readFacts(t, text)
	got := readFacts(t, Facts(embedded(t)))
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty(), gocmp.AllowUnexported(factsEnum{}, factsValue{}, factsStruct{},
		factsMember{}, factsService{}, factsMethod{}, factsParam{}, factsLocator{})); diff != "" {
		t.Errorf("model/data differs from %s (-file +data):\n%s", file, diff)
	}
}

// readFacts parses facts strictly: a key that isn't known here would be a fact that isn't compared. What is sorted in one file
// may stand in another order in the other.
func readFacts(t *testing.T, text []byte) *factsModel {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	f := &factsModel{}
	if err := d.Decode(f); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(f.Enums, func(a, b factsEnum) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(f.Structs, func(a, b factsStruct) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(f.Services, func(a, b factsService) int { return cmp.Compare(a.Name, b.Name) })
	for _, e := range f.Enums {
		slices.SortFunc(e.Values, func(a, b factsValue) int { return cmp.Compare(a.Name, b.Name) })
	}
	for _, s := range f.Structs {
		slices.SortFunc(s.Members, func(a, b factsMember) int { return cmp.Compare(a.Name, b.Name) })
	}
	for _, s := range f.Services {
		slices.SortFunc(s.Methods, func(a, b factsMethod) int { return cmp.Compare(a.FullName, b.FullName) })
		slices.SortFunc(s.Locators, func(a, b factsLocator) int { return cmp.Compare(a.Name, b.Name) })
	}
	return f
}

// embedded returns the committed model.
func embedded(t testing.TB) *Model {
	t.Helper()
	m, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return m
}
