package tutorial_test

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/readers"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/writers"
)

func Example_trapPointers() {
	a := &types.Vm{Name: new("web"), Memory: new(int64(1 << 30))}
	b := &types.Vm{Name: new("web"), Memory: new(int64(1 << 30))}

	fmt.Println(a.Name == b.Name)                       // compares addresses
	fmt.Println(sdk.Value(a.Name) == sdk.Value(b.Name)) // compares names
	fmt.Println(object.Equal(a, b))                     // compares all fields
	fmt.Println(sdk.String(a))                          // fmt.Println(a) prints addresses
	// Output:
	// false
	// true
	// true
	// Vm{Name: "web", Memory: 1073741824}
}

func Example_trapRange() {
	vms := conn.SystemService().VmsService()
	params := &services.VmsListParams{Search: new("name=example-web-*")}
	for vm, err := range vms.All(ctx, params) { // for vm := range vms.All(...) compiles too
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(sdk.Value(vm.Name))
	}
	// Output:
	// example-web-1
	// example-web-2
}

func Example_trapLists() {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, "example-db-1")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(vm.Nics == nil) // not read, which says nothing about the VM

	s := conn.SystemService().VmsService().VmService(*vm.ID)
	vm, err = s.Get(ctx, &services.VmGetParams{Follow: rel.Follow(rel.VmNics)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(vm.Nics))
	// Output:
	// true
	// 1
}

func Example_trapJSON() {
	const answer = `{"name": "web", "memory": "1073741824"}` // the engine's form

	var vm types.Vm
	fmt.Println(json.Unmarshal([]byte(answer), &vm) != nil)

	read, err := readers.Read(strings.NewReader(answer), readers.JSON, readers.Vm)
	if err != nil {
		log.Fatal(err)
	}
	if err := writers.Write(os.Stdout, writers.JSON, writers.Vm, read); err != nil {
		log.Fatal(err)
	}
	// Output:
	// true
	// {"name":"web","memory":"1073741824"}
}

func Example_trapSearch() {
	vms := conn.SystemService().VmsService()
	list, err := vms.List(ctx, &services.VmsListParams{Search: new("nmae=example-web-1")})
	fmt.Println(len(list), err)

	q, err := search.VmName.Equal("example-web-1").Build() // search.VmNmae doesn't compile
	if err != nil {
		log.Fatal(err)
	}
	list, err = vms.List(ctx, &services.VmsListParams{Search: q})
	fmt.Println(len(list), err)
	// Output:
	// 0 <nil>
	// 1 <nil>
}
