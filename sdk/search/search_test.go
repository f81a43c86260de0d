package search_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// built is a condition or a query.
type built interface{ Build() (*string, error) }

func TestQueriesInTheLanguage(t *testing.T) {
	const one, two = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
	t.Parallel()
	day := time.Date(2026, 3, 9, 23, 0, 0, 0, time.UTC)
	up := search.VmStatus.Is(types.VmStatusUp)
	web := search.VmName.Like("web*")
	for _, tt := range []struct {
		name string
		q    built
		want string
	}{
		{"text", search.VmName.Equal("my vm"), `name="my vm"`},
		{"pattern", web, `name="web*"`},
		{"not", search.VmName.NotEqual("a"), `name!="a"`},
		{"one of several", search.VmID.In(one, two), "id=" + one + " or id=" + two},
		{"status", search.VmStatus.Is(types.VmStatusPoweringUp), `status=poweringup`},
		{"status of several names", search.VmStatus.Is(types.VmStatusMigrating), `status=migratingfrom or status=migratingto`},
		{"none of several names", search.VmStatus.IsNot(types.VmStatusMigrating, types.VmStatusDown),
			`status!=migratingfrom and status!=migratingto and status!=down`},
		{"name with underscores", search.VmBiosType.Is(types.BiosTypeQ35SeaBios), `bios_type=q35_sea_bios`},
		{"another name", search.DataCenterStatus.Is(types.DataCenterStatusProblematic), `status=nonresponsive`},
		{"order of an enumeration", search.EventSeverity.AtLeast(types.LogSeverityWarning), `severity>=warning`},
		{"numbers", search.VmMemory.AtLeast(1024).And(search.VmMemory.Less(4096)), `memory>=1024 and memory<4096`},
		{"decimal", search.HostLoad.More(0.5), `load>0.5`},
		{"whether", search.DiskShareable.Is(true), `shareable=true`},
		{"day", search.EventTime.On(day), `time="Mar 9, 2026"`},
		{"after", search.VmCreationDate.After(day), `creationdate>"Mar 9, 2026"`},
		{"span", search.VmUptime.More(49*time.Hour + 61*time.Second), `uptime>2.01:01:01`},
		{"and", web.And(up), `name="web*" and status=up`},
		{"or", web.Or(up), `name="web*" or status=up`},
		{"or within and", web.And(up.Or(search.VmMemory.More(1))), `name="web*" and status=up or name="web*" and memory>1`},
		{"both within and", web.Or(up).And(search.VmMemory.More(1).Or(search.VmMemory.Less(0))),
			`name="web*" and memory>1 or name="web*" and memory<0 or status=up and memory>1 or status=up and memory<0`},
		{"nothing said", search.Cond[types.Vm]{}, ""},
		{"and nothing said", search.Cond[types.Vm]{}.And(web), `name="web*"`},
		{"or nothing said", web.Or(search.Cond[types.Vm]{}), ""},
		{"related objects", search.VmWithStorageDomain.Where(search.StorageDomainName.Equal("data")), `storage.name="data"`},
		{"several related ones", search.HostWithVm.Where(search.VmName.Equal("a").Or(search.VmStatus.Is(types.VmStatusUp))), `vm.name="a" or vm.status=up`},
		{"what must be first", up.Or(web.And(search.VmWithHost.Where(search.HostName.Equal("h")))), `hosts.name="h" and name="web*" or status=up`},
		{"free text", search.Free[types.Vm]("web"), `"web"`},
		{"free text and more", search.Free[types.Vm]("web").And(up), `"web" and status=up`},
		{"sorted", web.SortBy(search.VmMemory), `name="web*" sortby memory asc`},
		{"sorted by an enumeration", search.SortByDesc(search.VmStatus), `sortby status desc`},
		{"id of templates", search.TemplateID.Equal(one), "_vmt_id=" + one},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.q.Build()
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			if got != nil {
				text = *got
			}
			if text != tt.want {
				t.Errorf("the query is\n%s, want\n%s", text, tt.want)
			}
		})
	}
}

func TestWhatTheLanguageCannotExpress(t *testing.T) {
	t.Parallel()
	many := search.VmMemory.Equal(0)
	for n := range int64(20) {
		many = many.Or(search.VmMemory.Equal(n))
	}
	host := search.VmWithHost.Where(search.HostName.Equal("h"))
	for _, tt := range []struct {
		name string
		q    built
		want string
	}{
		{"star", search.VmName.Equal("a*"), `search: name: "a*": a literal star can't be searched for; Like takes it for any characters`},
		{"quote", search.VmName.Equal(`a"b`), `search: name: "a\"b" holds a character that can't be searched for`},
		{"apostrophe in a pattern", search.VmName.Like(`a'b*`), `search: name: "a'b*" holds a character that can't be searched for`},
		{"semicolon", search.VmName.Equal("a;b"), `search: name: "a;b" holds a character that can't be searched for`},
		{"newline", search.VmName.Equal("a\nb"), `search: name: "a\nb" holds a character that can't be searched for`},
		{"damaged text", search.VmName.Equal("a\xff"), `search: name: "a\xff" holds a character that can't be searched for`},
		{"empty", search.VmName.Equal(""), "search: name: an empty text can't be searched for"},
		{"underscore must differ", search.VmName.NotEqual("a_b"), `search: name: "a_b": the engine takes _ for any character where texts must differ`},
		{"unknown value", search.VmStatus.Is("moon"), `search: status: the engine doesn't search for "moon"`},
		{"none of no values", search.VmStatus.IsNot(), "search: a choice of no conditions finds nothing, which the language can't express"},
		{"no values", search.VmID.In(), "search: a choice of no conditions finds nothing, which the language can't express"},
		{"two free texts", search.Free[types.Vm]("a").And(search.Free[types.Vm]("b")), "search: a search holds one free text at most"},
		{"free text spread out", search.Free[types.Vm]("a").And(search.VmName.Equal("b").Or(search.VmName.Equal("c"))), "search: a search holds one free text at most"},
		{"negative time", search.VmUptime.More(-1), "search: uptime: -1ns is less than no time"},
		{"zero time", search.EventTime.On(time.Time{}), "search: time: the zero time can't be searched for"},
		{"relations of relations", search.HostWithVm.Where(search.VmWithStorageDomain.Where(search.StorageDomainName.Equal("a"))),
			"search: vm.storage.name: relations of related objects can't be searched"},
		{"free text of related objects", search.HostWithVm.Where(search.Free[types.Vm]("a")), "search: vm: a free text is for the objects themselves"},
		{"hosts of a VM twice", host.And(host), "search: hosts.name can be said once in a search"},
		{"namespace of related VMs", search.HostWithVm.Where(search.VmNamespace.Equal("a")), "search: vm.namespace can't be searched for through related objects"},
		{"id of related hosts", search.VmWithHost.Where(search.HostID.Equal("11111111-1111-1111-1111-111111111111")),
			"search: hosts.id can't be searched for through related objects"},
		{"users of related events", search.VmWithEvent.Where(search.EventUserID.Equal("a")),
			"search: event.usrid can't be searched for through related objects"},
		{"order by a hidden field", search.TemplateName.Like("a*").SortBy(search.TemplateID), "search: _vmt_id: engines can't sort by it"},
		{"too many alternatives", many.And(many), "search: the condition has more than 200 alternatives"},
		{"several mistakes", search.VmName.Equal("").Or(search.VmStatus.Is("moon")),
			"search: name: an empty text can't be searched for\nstatus: the engine doesn't search for \"moon\""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.q.Build()
			if err == nil {
				t.Fatalf("the query is %s", *got)
			}
			if err.Error() != tt.want {
				t.Errorf("the error is\n%s, want\n%s", err, tt.want)
			}
		})
	}
}

func TestJoiningLeavesConditionsAsTheyAre(t *testing.T) {
	t.Parallel()
	base := search.VmName.Equal("a").Or(search.VmName.Equal("b"))
	_ = base.Or(search.VmName.Equal("c"))
	_ = base.And(search.VmMemory.More(1))
	if got, want := base.Or(search.VmName.Equal("d")).String(), `name="a" or name="b" or name="d"`; got != want {
		t.Errorf("the query is %s, want %s", got, want)
	}
	if got := search.VmName.Equal("").String(); !strings.HasPrefix(got, "(search: ") {
		t.Errorf("what can't be built prints as %s", got)
	}
}

func ExampleCond() {
	running := search.VmStatus.Is(types.VmStatusUp)
	onHost := search.VmWithHost.Where(search.HostName.Equal("host-001"))
	fmt.Println(search.VmName.Like("web*").And(running, onHost).SortByDesc(search.VmMemory))

	_, err := search.VmName.Equal("100*").Build()
	fmt.Println(err)
	// Output:
	// hosts.name="host-001" and name="web*" and status=up sortby memory desc
	// search: name: "100*": a literal star can't be searched for; Like takes it for any characters
}
