package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTableIsRead(t *testing.T) {
	t.Parallel()
	table := []byte("area     steps  equal   blocked\naffinity   151    118         3\nall       6977   4650        43\n")
	if diff := cmp.Diff(map[string]int{"affinity": 118, "all": 4650}, parseTable(table)); diff != "" {
		t.Errorf("table differs (-want +got):\n%s", diff)
	}
}

func TestExpectedFiguresAreReadAndWritten(t *testing.T) {
	t.Parallel()
	areas, err := parseExpected(expected)
	if err != nil {
		t.Fatal(err)
	}
	if len(areas) < 20 {
		t.Errorf("%d areas, want those without hosts", len(areas))
	}
	if diff := cmp.Diff(expected, string(format(areas))); diff != "" {
		t.Errorf("equal.txt isn't as it is written (-want +got):\n%s", diff)
	}
	for text, want := range map[string]string{
		"a\n": "equal.txt:1: a line is: AREA COUNT", "# a\na x\n": `equal.txt:2: strconv.Atoi: parsing "x"`,
	} {
		if _, err := parseExpected(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
}
