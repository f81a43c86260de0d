package importer

import "strings"

// modelName returns the model's spelling of a Java name. Underscores at the ends only dodge keywords; each capital begins a word, so
// that hostNic is host_nic and ScsiGenericIO is scsi_generic_i_o.
func modelName(java string) string {
	java = strings.Trim(java, "_")
	var b strings.Builder
	for i := range len(java) {
		c := java[i]
		if c >= 'A' && c <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
	return b.String()
}

// valueName returns the model's spelling of an enum constant, whose words are joined by underscores already.
func valueName(java string) string {
	return strings.ToLower(java)
}

// typeName returns the model's spelling of a type, scalars included.
func typeName(java string) string {
	switch java {
	case "Double", "Float":
		return "decimal"
	}
	return modelName(java)
}

// serviceName returns the model's spelling of a service.
func serviceName(java string) string {
	return modelName(strings.TrimSuffix(java, "Service"))
}
