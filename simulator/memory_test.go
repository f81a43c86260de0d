package simulator_test

import "testing"

// TestMemoryOutsideItsPolicyIsRefused has the answers of a real engine, as recorded.
func TestMemoryOutsideItsPolicyIsRefused(t *testing.T) {
	t.Parallel()
	e := start(t)
	vm := e.addVM("myvm")
	e.want(201, "POST", "/instancetypes", "<instance_type><name>kind</name><memory>1073741824</memory></instance_type>")
	var kind string
	for _, id := range e.Engine.IDs("/instancetypes") {
		kind = "/instancetypes/" + id
	}
	add := func(more string) string {
		return "<vm><name>other</name><cluster><name>Default</name></cluster><template><name>Blank</name></template>" + more + "</vm>"
	}
	const least = "must be greater than or equal to 1, Attribute: "
	for _, tt := range []struct {
		status                     int
		method, path, body, detail string
	}{
		{409, "PUT", vm, "<vm><memory>8796093022208</memory></vm>",
			"[Cannot edit VM. Memory size (8388608MB) cannot exceed maximum memory size (4096MB).]"},
		{400, "PUT", vm, "<vm><memory>536870912</memory></vm>", "[Cannot edit VM. Physical Memory Guaranteed cannot exceed Memory Size.]"},
		{400, "PUT", vm, "<vm><memory_policy><guaranteed>104856551424</guaranteed></memory_policy></vm>",
			"[Cannot edit VM. Physical Memory Guaranteed cannot exceed Memory Size.]"},
		{409, "PUT", vm, "<vm><memory_policy><max>1048576</max></memory_policy></vm>",
			"[Cannot edit VM. Memory size (1024MB) cannot exceed maximum memory size (1MB).]"},
		{400, "PUT", vm, "<vm><memory>0</memory></vm>", "[" + least + "vmStatic.memSizeMb]"},
		{400, "PUT", vm, "<vm><memory>-1</memory></vm>", "[" + least + "vmStatic.memSizeMb]"},
		{400, "POST", "/vms", add("<memory>1000</memory>"), "[" + least + "vmStatic.maxMemorySizeMb, " + least + "vmStatic.maxMemorySizeMb]"},
		{400, "POST", "/vms", add("<memory>1073741824</memory><memory_policy><guaranteed>2147483648</guaranteed></memory_policy>"),
			"[Cannot add VM. Physical Memory Guaranteed cannot exceed Memory Size.]"},
		{409, "POST", "/vms", add("<memory>1073741824</memory><memory_policy><max>536870912</max></memory_policy>"),
			"[Cannot add VM. Memory size (1024MB) cannot exceed maximum memory size (512MB).]"},
		{409, "PUT", kind, "<instance_type><memory>35184372088832</memory></instance_type>",
			"[Cannot edit Template. Memory size (33554432MB) cannot exceed maximum memory size (4096MB).]"},
		{400, "PUT", kind, "<instance_type><memory>-1</memory></instance_type>", "[" + least + "_vmTemplate.memSizeMb]"},
	} {
		a := e.want(tt.status, tt.method, tt.path, tt.body)
		expect(t, tt.body, between(t, a.body, "<detail>", "</detail>"), tt.detail)
	}
	e.want(200, "PUT", kind, "<instance_type><memory_policy><guaranteed>8589934592</guaranteed></memory_policy></instance_type>")
	// An update of the memory changes nothing else.
	e.want(200, "PUT", vm, "<vm><memory>2147483648</memory></vm>")
	e.shows(vm, "<memory>2147483648<", "<guaranteed>1073741824<", "<max>4294967296<")
}

// TestGuaranteedMemoryFollowsTheCluster: VmCommonUtils.calcMinMemory; 1 GiB at 200 % was recorded.
func TestGuaranteedMemoryFollowsTheCluster(t *testing.T) {
	t.Parallel()
	e := start(t)
	cluster := "/clusters/" + e.Engine.IDs("/clusters")[0]
	for percent, want := range map[string]string{"100": "1073741824", "150": "715128832", "200": "536870912"} {
		e.want(200, "PUT", cluster, "<cluster><memory_policy><over_commit><percent>"+percent+"</percent></over_commit></memory_policy></cluster>")
		a := e.want(201, "POST", "/vms", "<vm><name>vm"+percent+"</name><memory>1073741824</memory><cluster><name>Default</name></cluster>"+
			"<template><name>Blank</name></template></vm>")
		expect(t, "guaranteed at "+percent+" %", between(t, a.body, "<guaranteed>", "<"), want)
	}
}
