package naming

import "strings"

// spellings are the words that English prose spells in another way than the names of the model.
var spellings = map[string]string{
	"api": "API", "bios": "BIOS", "cd": "CD", "cdrom": "CD-ROM", "cdroms": "CD-ROMs", "cpu": "CPU",
	"cpus": "CPUs", "dns": "DNS", "fcp": "FCP", "fips": "FIPS", "fqdn": "FQDN", "gluster": "Gluster",
	"glusterfs": "GlusterFS", "guid": "GUID", "hba": "HBA", "href": "href", "http": "HTTP",
	"https": "HTTPS", "id": "ID", "ids": "IDs", "io": "I/O", "ip": "IP", "ips": "IPs", "ipv4": "IPv4",
	"ipv6": "IPv6", "iscsi": "iSCSI", "iso": "ISO", "isos": "ISOs", "katello": "Katello",
	"kdump": "kdump", "ksm": "KSM", "kvm": "KVM", "lldp": "LLDP", "lun": "LUN", "luns": "LUNs",
	"mac": "MAC", "macs": "MACs", "mtu": "MTU", "nfs": "NFS", "nic": "NIC", "nics": "NICs",
	"ntp": "NTP", "numa": "NUMA", "openstack": "OpenStack", "os": "OS", "otp": "OTP", "ova": "OVA",
	"ovf": "OVF", "ovirt": "oVirt", "ovn": "OVN", "ovs": "OVS", "pci": "PCI", "qcow": "qcow",
	"qos": "QoS", "ram": "RAM", "rng": "RNG", "san": "SAN", "scsi": "SCSI", "smartcard": "smartcard",
	"smbios": "SMBIOS", "spice": "SPICE", "spm": "SPM", "sriov": "SR-IOV", "ssh": "SSH", "ssl": "SSL",
	"sso": "SSO", "tls": "TLS", "tpm": "TPM", "uri": "URI", "url": "URL", "urls": "URLs", "usb": "USB",
	"uuid": "UUID", "vcpu": "vCPU", "vcpus": "vCPUs", "vfs": "VFs", "virtio": "VirtIO", "vlan": "VLAN",
	"vm": "VM", "vms": "VMs", "vnc": "VNC", "vnic": "vNIC", "vnics": "vNICs", "wwn": "WWN",
	"xml": "XML",
}

// Prose returns a name of the model as it is written in a sentence: vnic_profile is "vNIC profile".
func Prose(name string) string {
	words := strings.Split(name, "_")
	for i, word := range words {
		if special, ok := spellings[word]; ok {
			words[i] = special
		}
	}
	return strings.Join(words, " ")
}
