package ensure_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// managers call the function of each kind with an object that has one field more than it needs.
var managers = map[string]func(*bed, string) error{
	"AffinityGroup": managing(func(b *bed, v *types.AffinityGroup) error {
		_, err := ensure.AffinityGroup(b.t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}, types.AffinityGroup{Name: new("x"), Cluster: &types.Cluster{Name: new("Default")}}),
	"Disk": managing(func(b *bed, v *types.Disk) error {
		_, err := ensure.Disk(b.t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}, types.Disk{Alias: new("x")}),
	"Host": managing(func(b *bed, v *types.Host) error {
		_, err := ensure.Host(b.t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}, types.Host{Name: new("x")}),
	"Network": managing(func(b *bed, v *types.Network) error {
		_, err := ensure.Network(b.t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}, types.Network{Name: new("x")}),
	"Permission": managing(func(b *bed, v *types.Permission) error {
		_, err := ensure.Permission(b.t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}, types.Permission{Role: &types.Role{Name: new("UserRole")}, User: &types.User{UserName: new("jo@internal-authz")}}),
	"Snapshot": managing(func(b *bed, v *types.Snapshot) error {
		_, err := ensure.Snapshot(b.t.Context(), ensure.NewPlan(b.conn), &types.Vm{Name: new("web")}, v)
		return err
	}, types.Snapshot{Description: new("x")}),
	"StorageDomain": managing(func(b *bed, v *types.StorageDomain) error {
		_, err := ensure.StorageDomain(b.t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}, types.StorageDomain{Name: new("x")}),
	"Tag": managing(func(b *bed, v *types.Tag) error {
		_, err := ensure.Tag(b.t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}, types.Tag{Name: new("x")}),
	"Template": managing(func(b *bed, v *types.Template) error {
		_, err := ensure.Template(b.t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}, types.Template{Name: new("x")}),
	"User": managing(func(b *bed, v *types.User) error {
		_, err := ensure.User(b.t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}, types.User{UserName: new("x@internal-authz"), Domain: &types.Domain{Name: new("internal-authz")}}),
	"Vm": managing(func(b *bed, v *types.Vm) error {
		_, err := ensure.Vm(b.t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}, types.Vm{Name: new("x")}),
	"VnicProfile": managing(func(b *bed, v *types.VnicProfile) error {
		_, err := ensure.VnicProfile(b.t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}, types.VnicProfile{Name: new("x"), Network: &types.Network{Name: new("ovirtmgmt")}}),
}

// managing returns a function that calls run with a copy of base in which a field is set.
func managing[T any](run func(*bed, *T) error, base T) func(*bed, string) error {
	return func(b *bed, field string) error {
		v := base
		f := reflect.ValueOf(&v).Elem().FieldByName(field)
		if f.IsZero() {
			f.Set(sample(f.Type()))
		}
		return run(b, &v)
	}
}

// sample returns a value of a type that isn't zero.
func sample(t reflect.Type) reflect.Value {
	switch t.Kind() {
	case reflect.Slice:
		return reflect.MakeSlice(t, 1, 1)
	case reflect.String:
		return reflect.ValueOf("x").Convert(t)
	}
	v := reflect.New(t.Elem())
	if t.Elem().Kind() == reflect.Struct && t.Elem().NumField() > 0 && t.Elem() != reflect.TypeFor[types.Link]() {
		for i := range t.Elem().NumField() {
			if f := v.Elem().Field(i); f.Kind() == reflect.Pointer && f.Type().Elem().Kind() == reflect.String {
				f.Set(reflect.New(f.Type().Elem()))
				break
			}
		}
	}
	return v
}

// fieldsOf returns the names of the fields of a kind's type.
func fieldsOf(kind string) []string {
	var names []string
	for _, t := range []reflect.Type{
		reflect.TypeFor[types.AffinityGroup](), reflect.TypeFor[types.Disk](), reflect.TypeFor[types.Host](),
		reflect.TypeFor[types.Network](), reflect.TypeFor[types.Permission](), reflect.TypeFor[types.Snapshot](),
		reflect.TypeFor[types.StorageDomain](), reflect.TypeFor[types.Tag](), reflect.TypeFor[types.Template](),
		reflect.TypeFor[types.User](), reflect.TypeFor[types.Vm](), reflect.TypeFor[types.VnicProfile](),
	} {
		for i := range t.NumField() {
			if t.Name() == kind {
				names = append(names, t.Field(i).Name)
			}
		}
	}
	return names
}

// TestDocumentedFieldsAreManaged sets each field of each kind: those that the doc comment lists pass, or are
// refused for what they hold; the others are refused, with what to use instead, and nothing is sent.
func TestDocumentedFieldsAreManaged(t *testing.T) {
	t.Parallel()
	docs := comments(t)
	for kind, set := range managers {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			b := newBed(t, sdk.XML)
			listed := managed(docs[kind])
			if len(listed) == 0 {
				t.Fatalf("the doc comment lists no fields:\n%s", docs[kind])
			}
			fields := fieldsOf(kind)
			for _, name := range listed {
				if !slices.Contains(fields, name) {
					t.Errorf("the doc comment lists %s, which isn't a field", name)
				}
			}
			for _, name := range fields {
				if slices.Contains([]string{"Href", "Links", "Actions"}, name) {
					continue
				}
				err := set(b, name)
				refused := err != nil && strings.Contains(err.Error(), "isn't managed: ")
				_, text, _ := strings.Cut(errText(err), ": ")
				path, _, _ := strings.Cut(text, " ")
				whole := refused && !strings.Contains(path, ".") // not a field of the field
				switch {
				case slices.Contains(listed, name) && whole:
					t.Errorf("%s is listed, and refused: %v", name, err)
				case !slices.Contains(listed, name) && (!refused || !errors.Is(err, sdk.ErrInvalid)):
					t.Errorf("%s isn't listed, and not refused: %v", name, err)
				}
			}
			if sent := b.changes(); sent != nil {
				t.Errorf("%v was sent", sent)
			}
		})
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

var list = regexp.MustCompile(`(?s)It manages (.*?)\.(?:\s|$)`)

// managed returns the fields that a doc comment lists.
func managed(doc string) []string {
	m := list.FindStringSubmatch(doc)
	if m == nil {
		return nil
	}
	text := strings.NewReplacer(" and ", ", ", "\n", " ").Replace(m[1])
	return strings.Fields(strings.ReplaceAll(text, ",", " "))
}

// comments returns the doc comments of the package's functions.
func comments(t *testing.T) map[string]string {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	docs := make(map[string]string)
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Doc != nil {
				docs[fn.Name.Name] = strings.ReplaceAll(fn.Doc.Text(), "\n", " ")
			}
		}
	}
	return docs
}

// TestPlansFailForWhatThereIsNot has references by names that mean nothing.
func TestPlansFailForWhatThereIsNot(t *testing.T) {
	t.Parallel()
	b := newBed(t, sdk.XML)
	vm := func(change func(*types.Vm)) error {
		v := &types.Vm{Name: new("db"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")}}
		change(v)
		_, err := ensure.Vm(t.Context(), ensure.NewPlan(b.conn), v)
		return err
	}
	nope := new("Nope")
	for name, run := range map[string]func() error{
		"cluster":       func() error { return vm(func(v *types.Vm) { v.Cluster = &types.Cluster{Name: nope} }) },
		"template":      func() error { return vm(func(v *types.Vm) { v.Template = &types.Template{Name: nope} }) },
		"CPU profile":   func() error { return vm(func(v *types.Vm) { v.CpuProfile = &types.CpuProfile{Name: nope} }) },
		"instance type": func() error { return vm(func(v *types.Vm) { v.InstanceType = &types.InstanceType{Name: nope} }) },
		"host": func() error {
			return vm(func(v *types.Vm) { v.PlacementPolicy = &types.VmPlacementPolicy{Hosts: []*types.Host{{Name: nope}}} })
		},
		"lease": func() error {
			return vm(func(v *types.Vm) {
				v.Lease = &types.StorageDomainLease{StorageDomain: &types.StorageDomain{Name: nope}}
			})
		},
		"data center": func() error {
			_, err := ensure.Network(t.Context(), ensure.NewPlan(b.conn), &types.Network{Name: new("n"), DataCenter: &types.DataCenter{Name: nope}})
			return err
		},
		"cluster of a network": func() error {
			_, err := ensure.Network(t.Context(), ensure.NewPlan(b.conn), &types.Network{
				Name: new("n"), DataCenter: &types.DataCenter{Name: new("Default")}, Cluster: &types.Cluster{Name: nope},
			})
			return err
		},
		"parent": func() error {
			_, err := ensure.Tag(t.Context(), ensure.NewPlan(b.conn), &types.Tag{Name: new("t"), Parent: &types.Tag{Name: nope}})
			return err
		},
		"storage domain": func() error {
			_, err := ensure.Disk(t.Context(), ensure.NewPlan(b.conn), &types.Disk{
				Name: new("d"), StorageDomains: []*types.StorageDomain{{Name: nope}},
			})
			return err
		},
		"network filter": func() error {
			_, err := ensure.VnicProfile(t.Context(), ensure.NewPlan(b.conn), &types.VnicProfile{
				Name: new("p"), Network: &types.Network{Name: new("ovirtmgmt")}, NetworkFilter: &types.NetworkFilter{Name: nope},
			})
			return err
		},
		"VM of a template": func() error {
			_, err := ensure.Template(t.Context(), ensure.NewPlan(b.conn), &types.Template{Name: new("t"), Vm: &types.Vm{Name: nope}})
			return err
		},
		"cluster of a host": func() error {
			_, err := ensure.Host(t.Context(), ensure.NewPlan(b.conn), &types.Host{
				Name: new("h"), Address: new("h.example.com"), Cluster: &types.Cluster{Name: nope},
			})
			return err
		},
	} {
		if err := run(); !errors.Is(err, sdk.ErrNotFound) || !strings.Contains(err.Error(), "Nope") {
			t.Errorf("%s: error is %v", name, err)
		}
	}
	for name, err := range map[string]error{
		"quota": vm(func(v *types.Vm) { v.Quota = &types.Quota{Name: nope} }),
		"icon":  vm(func(v *types.Vm) { v.LargeIcon = &types.Icon{Name: nope} }),
	} {
		if !errors.Is(err, sdk.ErrInvalid) || !strings.Contains(err.Error(), "by its id") {
			t.Errorf("%s by name: error is %v", name, err)
		}
	}
	if sent := b.changes(); sent != nil {
		t.Errorf("%v was sent", sent)
	}
}
