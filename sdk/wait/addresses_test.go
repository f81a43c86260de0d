package wait_test

import (
	"errors"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// report has the guest of a VM report a device.
func (b *bed) report(vmID, device string, ips ...string) {
	doc := "<reported_device><name>" + device + "</name><ips>"
	for _, ip := range ips {
		doc += "<ip><address>" + ip + "</address></ip>"
	}
	b.seed("/vms/"+vmID+"/reporteddevices", doc+"</ips></reported_device>")
}

func TestAddressesOfAGuestAreWaitedFor(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "wait_for_launch")
		time.AfterFunc(5*time.Second, func() {
			b.put("/vms/"+id, "<vm><status>up</status></vm>")
			b.report(id, "lo", "127.0.0.1", "::1")
		})
		time.AfterFunc(10*time.Second, func() { b.report(id, "eth0", "fe80::1", "169.254.1.1") })
		time.AfterFunc(20*time.Second, func() { b.report(id, "eth1", "10.0.0.7", "2001:db8::7", "10.0.0.7") })
		begin := time.Now()
		ips, err := wait.Addresses(b.t.Context(), b.conn, id, wait.AddressFilter{})
		if err != nil || fmt.Sprint(ips) != "[10.0.0.7 2001:db8::7]" || time.Since(begin) < 20*time.Second {
			b.t.Errorf("Addresses gave %v, %v after %v", ips, err, time.Since(begin))
		}
		for _, r := range b.requests() {
			if r != "GET /vms/"+id {
				b.t.Errorf("it sent %s", r)
			}
		}
	})
}

func TestAddressesEndWithTheVm(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm("web", "powering_up")
		time.AfterFunc(5*time.Second, func() { b.put("/vms/"+id, "<vm><status>down</status></vm>") })
		_, err := wait.Addresses(b.t.Context(), b.conn, id, wait.AddressFilter{}, wait.NoEvents())
		want := "wait.Addresses: vm web (ID) is down, not reporting an address: it won't become so by itself"
		if masked(err, id) != want || !errors.Is(err, sdk.ErrAction) {
			b.t.Errorf("error is %v, want %s", err, want)
		}
	})
}

func TestFilterChoosesAddresses(t *testing.T) {
	t.Parallel()
	device := func(name string, ips ...string) *types.ReportedDevice {
		d := &types.ReportedDevice{Name: &name}
		for _, ip := range ips {
			d.Ips = append(d.Ips, &types.Ip{Address: &ip})
		}
		return d
	}
	devices := []*types.ReportedDevice{
		nil,
		device("lo", "127.0.0.1", "::1"),
		device("eth0", "10.0.0.7", "fe80::1%eth0", "2001:db8::7", "not an address", "0.0.0.0", "224.0.0.1"),
		{Ips: []*types.Ip{nil, {}}},
		device("eth1", "192.168.1.7", "169.254.0.1", "::ffff:10.0.0.7"),
	}
	net := func(texts ...string) (out []netip.Prefix) {
		for _, text := range texts {
			out = append(out, netip.MustParsePrefix(text))
		}
		return out
	}
	for _, tt := range []struct {
		name   string
		filter wait.AddressFilter
		want   string
	}{
		{"none", wait.AddressFilter{}, "[10.0.0.7 2001:db8::7 192.168.1.7]"},
		{"v4", wait.AddressFilter{Version: types.IpVersionV4}, "[10.0.0.7 192.168.1.7]"},
		{"v6", wait.AddressFilter{Version: types.IpVersionV6}, "[2001:db8::7]"},
		{"device", wait.AddressFilter{Device: "eth1"}, "[192.168.1.7 10.0.0.7]"},
		{"included", wait.AddressFilter{Include: net("192.168.0.0/16", "2001:db8::/32")}, "[2001:db8::7 192.168.1.7]"},
		{"excluded", wait.AddressFilter{Exclude: net("10.0.0.0/8")}, "[2001:db8::7 192.168.1.7]"},
		{"both", wait.AddressFilter{Include: net("0.0.0.0/0"), Exclude: net("10.0.0.0/8")}, "[192.168.1.7]"},
		{"link-local", wait.AddressFilter{LinkLocal: true, Version: types.IpVersionV6}, "[fe80::1 2001:db8::7]"},
		{"loopback", wait.AddressFilter{Loopback: true, Device: "lo"}, "[127.0.0.1 ::1]"},
		{"nothing", wait.AddressFilter{Device: "eth9"}, "[]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := fmt.Sprint(tt.filter.Of(devices)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
