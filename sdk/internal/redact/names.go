package redact

import (
	"slices"
	"strings"
)

// kind says how the value of a member is hidden.
type kind uint8

const (
	plain    kind = iota // plain is shown.
	whole                // whole is hidden.
	ticketed             // ticketed is an address whose last part is the secret, so that scheme, host and /images/ are shown.
	userinfo             // userinfo is an address that may hold user:password@, of which the password is hidden.
	beneath              // beneath hides all texts below the member, but for the names of properties.
	options              // options are of the form name=value, of which all is hidden from the first secret value on.
)

// secret is a row of the table of secret members.
type secret struct {
	name   string
	within []string // within are the elements in which the member is secret, in words of the wire; nil for everywhere
	kind   kind
	reason string
}

// secrets are the members of the model that hold secrets. A test demands that each row matches a member, and that within is complete.
var secrets = []secret{
	{"password", nil, whole, "logs in to hosts, guests, storage (CHAP), providers, fence agents and directories"},
	{"root_password", nil, whole, "is root's password on a host or in a guest"},
	{"value", []string{"ticket"}, whole, "is the one-time password of a console"},
	{"value", []string{"proxy_ticket"}, whole, "opens the console proxy"},
	{"value", []string{"openstack_volume_authentication_key", "authentication_keys"}, whole, "is the key that opens Ceph volumes"},
	{"driver_sensitive_options", nil, beneath, "is the part of the storage driver's options that the engine keeps encrypted"},
	{"remote_viewer_connection_file", nil, whole, "holds the password of the console, and often a token"},
	{"transfer_url", nil, ticketed, "ends in the ticket, and who knows it reads or writes the image"},
	{"proxy_url", nil, ticketed, "ends in the ticket, as transfer_url does"},
	{"custom_script", nil, whole, "is what cloud-init or sysprep runs, where passwords and keys of services are set"},
	{"windows_license_key", nil, whole, "is worth money"},
	{"content", []string{"file", "files", "drivers_iso"}, whole, "is a file for the guest: user data and answers of installers, passwords included"},
	{"data", []string{"configuration"}, whole, "is the OVF of a VM in one text, which may repeat all that its initialization holds"},
	{"mount_options", nil, options, "may be where a CIFS or Ceph domain has its password, which no other member has room for"},
	{"mnt_options", nil, options, "are options of mount, as mount_options are"},
	{"cmdline", nil, options, "is what an installer boots with, such as rootpw=, or inst.ks= with a user and a password in the URL"},
	{"custom_kernel_cmdline", nil, options, "is the command line of a kernel, as cmdline is"},
	{"reported_kernel_cmdline", nil, options, "repeats custom_kernel_cmdline"},
	{"url", nil, userinfo, "may name a user and a password for the place"},
	{"authentication_url", nil, userinfo, "may name a user and a password for the place"},
}

// others are secret names that the model of this release doesn't have.
var others = []secret{
	{"signed_ticket", nil, whole, "is the ticket of an image transfer as engines before 4.4 gave it"},
	{"access_token", nil, whole, "is what the single sign-on answers"},
	{"refresh_token", nil, whole, "obtains further tokens"},
	{"id_token", nil, whole, "proves who the user is"},
	{"client_secret", nil, whole, "is the password of a program"},
	{"assertion", nil, whole, "logs in, as SAML and JWT grants do"},
	{"client_assertion", nil, whole, "logs a program in"},
	{"saml_response", nil, whole, "logs in"},
	{"otp", nil, whole, "is a one-time password"},
}

// harmless are members whose name looks like that of a secret, as STRUCT.MEMBER or *.MEMBER, with the reason why they are shown.
var harmless = []struct{ member, reason string }{
	{"*.authorized_ssh_keys", "public halves of keys"},
	{"*.authorized_keys", "public halves of keys"},
	{"*.authorized_key", "the public half of a key"},
	{"authorized_key.key", "the public half of a key"},
	{"ssh.public_key", "the public half of a key"},
	{"*.ssh_public_keys", "public halves of keys"},
	{"ssh_public_key.content", "the public half of a key"},
	{"*.regenerate_ssh_keys", "a switch"},
	{"*.fingerprint", "a checksum that is made to be compared"},
	{"*.certificate", "shown to everybody who connects"},
	{"*.certificates", "shown to everybody who connects"},
	{"certificate.content", "shown to everybody who connects"},
	{"*.content_type", "says what a text is, not the text"},
	{"gluster_hook.content", "a script of the storage cluster, which any of its administrators reads"},
	{"user_option.content", "a setting of the user's web page"},
	{"*.requires_authentication", "a switch"},
	{"*.authentication_method", "password or publickey, the word"},
	{"*.authentication_keys", "a list; what is secret is the value of each"},
	{"*.authenticated_user", "a reference to the user who asks"},
	{"*.ticket", "an object; what is secret is its value"},
	{"*.proxy_ticket", "an object; what is secret is its value"},
	{"*.last_keycloak_backup", "a date"},
	{"*.keyboard_layout", "the layout of a keyboard"},
	{"*.sessions", "who is logged in to a guest"},
	{"*.payloads", "a list; what is secret is the content of its files"},
	{"*.configuration", "an object; what is secret is its data"},
	{"icon.data", "a picture"},
	{"bookmark.value", "a search expression"},
	{"custom_property.value", "a setting; hidden if the name of the property speaks of a password"},
	{"property.value", "a setting; hidden if the name of the property speaks of a password"},
	{"option.value", "a setting; hidden if the name of the option speaks of a password"},
	{"network_filter_parameter.value", "an address or a switch of a network filter"},
	{"serial_number.value", "the serial number that a guest sees"},
	{"system_option_value.value", "a setting of the engine that it shows to everybody"},
	{"*.options", "a list; the value of an option is hidden if its name speaks of a password"},
	{"*.driver_options", "a list; the value of an option is hidden if its name speaks of a password"},
	{"*.encrypt_options", "a switch"},
	{"*.user_options", "settings of the user's web page"},
}

// giveaways are what names of secrets hold that no table knows: members of newer engines, headers, options of drivers. They stand
// without separators, as normal leaves them.
var giveaways = []string{
	"password", "passwd", "passphrase", "secret", "token", "credential", "privatekey", "jsessionid", "authorization", "cookie", "apikey",
	"accesskey", "chappass",
}

// innocent are names that hold a giveaway and yet no secret.
var innocent = []string{"tokentype", "tokenendpoint", "regeneratesshkeys"}

// rule is a secret as it is looked up: within is a set of contexts, 0 for everywhere.
type rule struct {
	within context
	kind   kind
}

// context is a set of rows of secrets: those whose within holds an element around the place.
type context uint32

var (
	rules    = makeRules()
	contexts = makeContexts()
)

func makeRules() map[string][]rule {
	made := make(map[string][]rule)
	for i, s := range slices.Concat(secrets, others) {
		r := rule{kind: s.kind}
		if s.within != nil {
			r.within = 1 << i
		}
		name := normal(s.name)
		made[name] = append(made[name], r)
	}
	return made
}

func makeContexts() map[string]context {
	made := make(map[string]context)
	for i, s := range secrets {
		for _, name := range s.within {
			made[normal(name)] |= 1 << i
		}
	}
	return made
}

// normal returns a name without prefix, separators and capitals, so that RootPassword, root-password and x:root_password are one.
func normal(name string) string {
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	clean := true
	for i := range len(name) {
		clean = clean && ('a' <= name[i] && name[i] <= 'z' || '0' <= name[i] && name[i] <= '9')
	}
	if clean {
		return name
	}
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r >= 0x80:
			return r
		}
		return -1
	}, name)
}

// classify tells what a member of that normal name is, in a context.
func classify(name string, at context) kind {
	for _, r := range rules[name] {
		if r.within == 0 || r.within&at != 0 {
			return r.kind
		}
	}
	if tells(name) {
		return whole
	}
	return plain
}

// tells reports whether a normal name returns a secret away.
func tells(name string) bool {
	if slices.Contains(innocent, name) {
		return false
	}
	return slices.ContainsFunc(giveaways, func(word string) bool { return strings.Contains(name, word) })
}

// rooted returns the context of a document's root. In JSON the root has no name, so the path says what it is; without a path it may be
// anything.
func rooted(path string) context {
	if path == "" {
		return ^context(0)
	}
	if strings.Contains(path, "/authenticationkeys") {
		return contexts["authenticationkeys"]
	}
	return 0
}

// paired reports whether elements of that normal name hold a name and a value.
func paired(name string) bool {
	for _, end := range []string{"property", "properties", "option", "options"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// structural reports whether a normal name is that of a list of properties' inner elements, which are shown where all texts are hidden.
func structural(name string) bool {
	return name == "property" || name == "option" || name == "name" || name == "value"
}
