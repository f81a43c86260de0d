package inventory

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/content"
)

// seedContent makes the icons, operating systems and network filters. Old releases of the model
// lack some of these collections, and members of the others.
func (inv *Inventory) seedContent() {
	for _, i := range content.Icons() {
		inv.w.PlantOptional("/icons", element("icon", i.ID, "data", i.Data, "media_type", i.MediaType))
	}
	for _, s := range content.Systems() {
		doc := element("operating_system", s.ID, "name", s.Name, "description", s.Description,
			"architecture", s.Architecture, "tpm_support", s.TPM)
		if s.SmallIcon != "" {
			doc = within(doc, `<large_icon id="`+s.LargeIcon+`"/><small_icon id="`+s.SmallIcon+`"/>`)
		}
		inv.w.PlantOptional("/operatingsystems", doc)
	}
	for _, f := range content.Filters() {
		doc := element("network_filter", f.ID, "name", f.Name)
		inv.w.PlantOptional("/networkfilters", within(doc,
			"<version><major>"+f.Major+"</major><minor>"+f.Minor+"</minor></version>"))
	}
}

// element returns an object as XML. The members are names, and behind each a text without markup.
func element(tag, id string, members ...string) string {
	var b strings.Builder
	b.WriteString("<" + tag + ` id="` + id + `">`)
	for i := 0; i < len(members); i += 2 {
		b.WriteString("<" + members[i] + ">" + members[i+1] + "</" + members[i] + ">")
	}
	b.WriteString("</" + tag + ">")
	return b.String()
}

// within returns the object with more members before its end.
func within(doc, members string) string {
	end := strings.LastIndex(doc, "</")
	return doc[:end] + members + doc[end:]
}
