package find

import (
	"reflect"
	"strings"
	"unicode"
)

// spellings are the words of type names that aren't written in lower case.
var spellings = map[string]string{
	"Api": "API", "Bios": "BIOS", "Cdrom": "CD-ROM", "Cpu": "CPU", "Dns": "DNS", "Gluster": "Gluster", "Http": "HTTP", "Id": "ID",
	"Io": "I/O", "Ip": "IP", "Iscsi": "iSCSI", "Katello": "Katello", "Ksm": "KSM", "Mac": "MAC", "Nfs": "NFS", "Nic": "NIC",
	"Numa": "NUMA", "Ovf": "OVF", "Pm": "PM", "Qos": "QoS", "Rng": "RNG", "Rsdl": "RSDL", "Spm": "SPM", "Ssh": "SSH", "Tpm": "TPM",
	"Url": "URL", "Usb": "USB", "Vcpu": "vCPU", "Vlan": "VLAN", "Vm": "VM", "Vms": "VMs", "Vnic": "VNIC",
}

// kind returns what people call an object of a type, such as "VNIC profile".
func kind[T any]() string {
	words := strings.FieldsFunc(spaced(reflect.TypeFor[T]().Name()), unicode.IsSpace)
	for i, word := range words {
		if spelling, ok := spellings[word]; ok {
			words[i] = spelling
			continue
		}
		words[i] = strings.ToLower(word)
	}
	name := strings.Join(words, " ")
	if name == "" {
		return "object"
	}
	return strings.Replace(name, "open stack", "OpenStack", 1)
}

// spaced puts a blank before each capital.
func spaced(name string) string {
	var b strings.Builder
	for _, c := range name {
		if unicode.IsUpper(c) {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// selector says what distinguishes objects of a type that have the same name.
func selector[T any]() string {
	switch reflect.TypeFor[T]().Name() {
	case "Network", "VnicProfile":
		return "data center"
	case "Template":
		return "version"
	case "User", "Group":
		return "domain"
	}
	return "ID"
}
