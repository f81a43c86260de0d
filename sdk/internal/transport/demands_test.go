package transport

import "testing"

func TestCheckNamesAllThatIsMissing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		lacks []string
		want  string
	}{
		{"nothing is missing", nil, ""},
		{"one", []string{"Name"}, "Name is missing, without which the engine refuses the call"},
		{"several", []string{"Name", "Part.Name or Part.Size", "Since"},
			"Name, Part.Name or Part.Size and Since are missing, without which the engine refuses the call"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			at := Root(nil)
			for _, field := range tt.lacks {
				at = at.Lacks(field)
			}
			got := ""
			if err := at.request("op", "POST", Query{}).Check(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("the error is %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLacksLeavesThePlaceAsItWas(t *testing.T) {
	t.Parallel()
	at := Root(nil)
	at.Lacks("Name")
	if err := at.request("op", "POST", Query{}).Check(); err != nil {
		t.Error(err)
	}
}
