package transport

import (
	"testing"
	"time"
)

type color string

type thing struct {
	Name  *string
	Color color
	Size  *int64
	Since *time.Time
	Part  *thing
	Parts []*thing
	Words []string
}

func TestDemandsNameAllThatIsMissing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, fields string
		value        *thing
		want         string
	}{
		{"nothing is demanded", "", nil, ""},
		{"nil", "Name", nil, "Name is missing, without which the engine refuses the call"},
		{"all there", "Name Color Size", &thing{Name: new(""), Color: "red", Size: new(int64(0))}, ""},
		{"an empty text is there", "Name", &thing{Name: new("")}, ""},
		{"an empty choice isn't", "Color", &thing{}, "Color is missing, without which the engine refuses the call"},
		{"several", "Name Color Part.Name|Part.Size Since", &thing{Color: "red"},
			"Name, Part.Name or Part.Size and Since are missing, without which the engine refuses the call"},
		{"an alternative", "Part.Name|Part.Size", &thing{Part: &thing{Size: new(int64(1))}}, ""},
		{"a list", "Words", &thing{Words: []string{}}, "Words is missing, without which the engine refuses the call"},
		{"a full list", "Words Parts", &thing{Words: []string{"a"}, Parts: []*thing{{}}}, ""},
		{"no items", "Parts[].Name", &thing{Parts: []*thing{}}, "Parts[].Name is missing, without which the engine refuses the call"},
		{"one item lacks it", "Parts[].Name", &thing{Parts: []*thing{{Name: new("a")}, {}}},
			"Parts[].Name is missing, without which the engine refuses the call"},
		{"a nil item", "Parts[].Name", &thing{Parts: []*thing{nil}}, "Parts[].Name is missing, without which the engine refuses the call"},
		{"deep", "Part.Parts[].Part.Name", &thing{Part: &thing{Parts: []*thing{{Part: &thing{Name: new("a")}}}}}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if err := (&Request{Demands: tt.fields, Body: Body{Value: tt.value}}).Check(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("the error is %q, want %q", got, tt.want)
			}
		})
	}
}
