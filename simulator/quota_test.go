package simulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// quota provides a data center with a mode and a quota with general limits, and returns the quota's path and id.
func (e *engine) quota(mode string, cpus int, memory float64, disks int) (path, id string) {
	e.t.Helper()
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	e.want(200, "PUT", dc, "<data_center><quota_mode>"+mode+"</quota_mode></data_center>")
	path = e.made(dc+"/quotas", "<quota><name>q</name></quota>")
	e.want(200, "POST", path+"/quotaclusterlimits", fmt.Sprintf("<quota_cluster_limit><memory_limit>%g</memory_limit><vcpu_limit>%d</vcpu_limit></quota_cluster_limit>",
		memory, cpus))
	e.want(200, "POST", path+"/quotastoragelimits", fmt.Sprintf("<quota_storage_limit><limit>%d</limit></quota_storage_limit>", disks))
	return path, path[strings.LastIndex(path, "/")+1:]
}

func TestQuotaLimitsRunningVMs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, mode   string
		cpus         int
		memory       float64
		third        string // the detail that refuses the third VM, or ""
		event, codes string
	}{
		{
			"processors, enforced", "enabled", 2, -1, "Cannot run VM. Quota has insufficient cluster resources.",
			"Cluster-Quota q limit exceeded and operation was blocked. Utilization: vcpu:100%, Requested: vcpu:50%", "3008 3006",
		},
		{
			"memory, enforced", "enabled", -1, 2, "Cannot run VM. Quota has insufficient cluster resources.",
			"Cluster-Quota q limit exceeded and operation was blocked. Utilization: mem:100%, Requested: mem:50%", "3008 3006",
		},
		{
			"processors, audited", "audit", 2, -1, "",
			"Cluster-Quota q limit exceeded, proceeding since in Permissive (Audit) mode. Utilization: vcpu:100%, Requested: vcpu:50%", "3008 3015",
		},
		{"memory within the grace", "enabled", -1, 2.5, "", "Cluster-Quota q limit exceeded and entered the grace zone. Utilization: mem:120%", "3007"},
		{"no limit", "enabled", -1, -1, "", "", ""},
		{"switched off", "disabled", 1, 1, "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := start(t, twoHosts)
			quota, id := e.quota(tt.mode, tt.cpus, tt.memory, -1)
			var vms []string
			for _, name := range []string{"one", "two", "three"} {
				vm := e.addVM(name)
				e.want(200, "PUT", vm, `<vm><quota id="`+id+`"/></vm>`)
				vms = append(vms, vm)
			}
			e.run(vms[0])
			e.run(vms[1])
			if tt.third != "" {
				e.denied("POST", vms[2]+"/start", "<action/>", tt.third)
				e.steps(vms[2], "down")
			} else {
				e.run(vms[2])
				e.has(quota+"/quotaclusterlimits", "<memory_usage>3", "<vcpu_usage>3<")
			}
			if tt.event != "" {
				e.shows("/events", tt.event)
			}
			var codes []string
			for _, code := range strings.Fields(e.codes()) {
				if strings.HasPrefix(code, "30") && code > "3005" {
					codes = append(codes, code)
				}
			}
			expect(t, "codes", strings.Join(codes, " "), tt.codes)
			if tt.third != "" {
				e.want(200, "POST", vms[0]+"/stop", "<action/>")
				e.run(vms[2])
			}
		})
	}
}

func TestQuotaLimitsDisks(t *testing.T) {
	t.Parallel()
	e := start(t)
	quota, id := e.quota("enabled", -1, -1, 10)
	disk := func(size int) string {
		return fmt.Sprintf(`<disk><alias>d</alias><format>cow</format><provisioned_size>%d</provisioned_size><quota id="%s"/></disk>`, size*testGiB, id)
	}
	a := e.want(202, "POST", "/disks", disk(8))
	path := "/disks/" + idOf(t, a.body)
	e.clock.Advance(time.Second)
	e.has(path, `<quota href="/ovirt-engine/api`+quota+`" id="`+id+`"/>`)
	const full = " Quota has insufficient storage resources."
	e.denied("POST", "/disks", disk(5), "Cannot add Virtual Disk."+full)
	e.shows("/events", "Storage-Quota q limit exceeded and operation was blocked. Utilization(used/requested): 80%/50% - ", "<code>3009<")
	e.denied("PUT", path, fmt.Sprintf("<disk><provisioned_size>%d</provisioned_size></disk>", 13*testGiB), "Cannot extend Virtual Disk."+full)
	vm := e.addVM("vm")
	e.denied("POST", vm+"/diskattachments", "<disk_attachment><bootable>false</bootable><interface>virtio</interface>"+disk(5)+"</disk_attachment>",
		"Cannot add Virtual Disk."+full)
	e.hides(vm+"/diskattachments", "<disk_attachment ")
	e.want(202, "POST", "/disks", disk(4))
	e.shows("/events", "Storage-Quota q limit exceeded and entered the grace zone. Utilization: 120%", "<code>3010<")
	e.has(quota+"/quotastoragelimits", "<usage>12")

	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	e.want(200, "PUT", dc, "<data_center><quota_mode>audit</quota_mode></data_center>")
	e.want(202, "POST", "/disks", disk(50))
	e.shows("/events", "Storage-Quota q limit exceeded, proceeding since in Permissive (Audit) mode. Utilization(used/requested): 120%/500% - ", "<code>3016<")
}

// specific lets a quota have limits of single clusters and domains, as empty limits do in engines.
func (e *engine) specific(quota string) {
	e.t.Helper()
	e.want(200, "POST", quota+"/quotaclusterlimits", "<quota_cluster_limit/>")
	e.want(200, "POST", quota+"/quotastoragelimits", "<quota_storage_limit/>")
}

func TestQuotaForOthersIsNone(t *testing.T) {
	t.Parallel()
	e := start(t, twoHosts)
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	e.want(200, "PUT", dc, "<data_center><quota_mode>enabled</quota_mode></data_center>")
	quota := e.made(dc+"/quotas", "<quota><name>narrow</name></quota>")
	id := quota[strings.LastIndex(quota, "/")+1:]
	domains := e.Engine.IDs("/storagedomains")
	e.specific(quota)
	other := e.made("/clusters", "<cluster><name>other</name><data_center><name>Default</name></data_center></cluster>")
	e.want(200, "POST", quota+"/quotaclusterlimits",
		`<quota_cluster_limit><vcpu_limit>1</vcpu_limit><cluster id="`+other[strings.LastIndex(other, "/")+1:]+`"/></quota_cluster_limit>`)
	e.want(200, "POST", quota+"/quotastoragelimits", `<quota_storage_limit><limit>10</limit><storage_domain id="`+domains[0]+`"/></quota_storage_limit>`)
	disk := func(domain string) string {
		return `<disk><alias>d</alias><format>cow</format><provisioned_size>1073741824</provisioned_size><quota id="` + id + `"/>` +
			`<storage_domains><storage_domain id="` + domain + `"/></storage_domains></disk>`
	}
	e.want(202, "POST", "/disks", disk(domains[0]))
	e.denied("POST", "/disks", disk(domains[1]), "Cannot add Virtual Disk. No quota is defined for the selected domain. "+
		"Assign a quota to the domain or select a different domain.")
	vm := e.addVM("vm")
	e.want(200, "PUT", vm, `<vm><quota id="`+id+`"/></vm>`)
	e.denied("POST", vm+"/start", "<action/>", "Cannot run VM. Quota is not valid.")
}

func TestEveryVMHasAQuota(t *testing.T) {
	t.Parallel()
	e := start(t)
	dc := "/datacenters/" + e.Engine.IDs("/datacenters")[0]
	id := e.Engine.IDs(dc + "/quotas")[0]
	vm := e.addVM("vm")
	e.has(vm, `<quota id="`+id+`"/>`)
	other := e.made(dc+"/quotas", "<quota><name>mine</name></quota>")
	mine := other[strings.LastIndex(other, "/")+1:]
	e.want(200, "PUT", vm, `<vm><quota id="`+mine+`"/></vm>`)
	e.has(vm, `<quota id="`+mine+`"/>`)
	e.want(500, "GET", vm+"?follow=quota", "") // Engines trip over that link.
	e.want(200, "DELETE", other, "")
	e.hides(vm, "<quota")
}
