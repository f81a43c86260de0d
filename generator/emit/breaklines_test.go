package emit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBreakLines(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 60)
	for _, tt := range []struct{ name, in, want string }{
		{"short lines stay", "package p\n\nvar a = f(1, 2)\n", "package p\n\nvar a = f(1, 2)\n"},
		{
			"a call has an argument per line",
			"package p\n\nvar a = f(" + long + ", " + long + ")\n",
			"package p\n\nvar a = f(\n\t" + long + ",\n\t" + long + ",\n)\n",
		},
		{
			"a declaration has a parameter per line",
			"package p\n\nfunc (s *S) f(" + long + " int, b ..." + long + ") error { return nil }\n",
			"package p\n\nfunc (s *S) f(\n\t" + long + " int,\n\tb ..." + long + ",\n) error {\n\treturn nil\n}\n",
		},
		{
			"a literal has an element per line",
			"package p\n\nvar a = []t{\n\t{A: \"" + long + "\", B: \"" + long + "\"},\n}\n",
			"package p\n\nvar a = []t{\n\t{\n\t\tA: \"" + long + "\",\n\t\tB: \"" + long + "\",\n\t},\n}\n",
		},
		{
			"the outermost call breaks first, then what is still too long",
			"package p\n\nvar a = f(g(" + long + ", " + long + "), 1)\n",
			"package p\n\nvar a = f(\n\tg(\n\t\t" + long + ",\n\t\t" + long + ",\n\t),\n\t1,\n)\n",
		},
		{
			"a function literal among the arguments",
			"package p\n\nvar a = f(" + long + ", " + long + ", func() {\n\tg()\n})\n",
			"package p\n\nvar a = f(\n\t" + long + ",\n\t" + long + ",\n\tfunc() {\n\t\tg()\n\t},\n)\n",
		},
		{
			"nothing to break",
			"package p\n\nvar a = " + long + long + "\n",
			"package p\n\nvar a = " + long + long + "\n",
		},
		{
			"comments stay",
			"package p\n\n// " + long + "(" + long + ", 1)\nvar a = 1\n",
			"package p\n\n// " + long + "(" + long + ", 1)\nvar a = 1\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := breakLines([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("source differs (-want +got):\n%s", diff)
			}
		})
	}
}
