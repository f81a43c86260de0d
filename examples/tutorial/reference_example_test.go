package tutorial_test

import (
	"fmt"
	"log"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func Example_query() {
	q, err := search.VmName.Like("example-*").
		And(search.VmStatus.Is(types.VmStatusUp)).
		SortByDesc(search.VmMemory).
		Build()
	if err != nil {
		log.Fatal(err) // the language can't express this
	}
	fmt.Println(*q)
	for vm, err := range conn.SystemService().VmsService().All(ctx, &services.VmsListParams{Search: q}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(sdk.Value(vm.Name))
	}
	// Output:
	// name="example-*" and status=up sortby memory desc
	// example-app-1
}

func Example_walk() {
	params := &services.VmsListParams{Search: new("name=example-web*")}
	list, err := conn.SystemService().VmsService().List(ctx, params)
	fmt.Println(len(list), err)
	// Output:
	// 2 <nil>
}
