package guest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// written are the keys that the engine always writes into the data for cloud-init, before the custom script.
var written = []string{"chpasswd", "disable_root", "output", "runcmd", "ssh_deletekeys", "ssh_pwauth"}

// topKey finds the key of a mapping at the beginning of a line.
var topKey = regexp.MustCompile(`^(?:"([^"]*)"|'([^']*)'|([\pL\pN_.<~/][^#]*?))\s*:(?:\s|$)`)

// others are the beginnings of user data that cloud-init knows by their first line, which is the engine's in this case.
var others = []string{
	"#!", "#include", "#cloud-boothook", "#cloud-config-archive", "#cloud-config-jsonp", "#upstart-job", "#part-handler", "## template:",
	"Content-Type:", "MIME-Version:",
}

// cloudScript checks a script that the engine writes behind its own lines, which are #cloud-config and a mapping of YAML. It is no
// reader of YAML: it finds what can't go on from there. The keys are those of the mapping that may not be said again.
func (c *checker) cloudScript(script string, taken []string) {
	const member = "CustomScript"
	if err := plain(script, "\t\r\n"); err != nil {
		c.add(member, "", "%s", err)
		return
	}
	for _, start := range others {
		if strings.HasPrefix(script, start) {
			c.add(member, firstLine(script), "isn't known as such behind the engine's #cloud-config; only YAML is")
			return
		}
	}
	begun, n := false, 0
	for line := range strings.Lines(script) {
		n++
		line = strings.TrimRight(line, "\r\n")
		text := strings.TrimLeft(line, " \t")
		place := fmt.Sprintf("%s, line %d", member, n)
		switch {
		case text == "" || text[0] == '#':
			continue
		case line == "---" || line == "..." || strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "%"):
			c.add(place, line, "begins or ends a document of YAML, and the engine has begun it")
			return
		case line[0] == '\t':
			c.add(place, line, "is indented by a tab, which YAML doesn't allow")
			return
		}
		if m := topKey.FindStringSubmatch(line); m != nil {
			begun = true
			if key := m[1] + m[2] + m[3]; slices.Contains(taken, key) {
				c.add(place, key, "is a key that the engine writes itself")
			}
			continue
		}
		if !begun {
			c.add(place, line, "isn't a key of a mapping that begins in the first column")
			return
		}
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return strings.TrimRight(line, "\r")
}

// taken returns the keys that the engine writes.
func taken(i *types.Initialization) []string {
	keys := slices.Clone(written)
	if i.Timezone != nil {
		keys = append(keys, "timezone")
	}
	if sdk.Value(i.RootPassword) != "" {
		keys = append(keys, "password")
	}
	if sdk.Value(i.UserName) != "" {
		keys = append(keys, "user")
	}
	return keys
}

// answerFile checks a script that takes the place of the engine's answer file for Sysprep.
func (c *checker) answerFile(script string) {
	const member = "CustomScript"
	if err := plain(script, "\t\r\n"); err != nil {
		c.add(member, "", "%s", err)
		return
	}
	switch text := strings.TrimLeft(script, " \t\r\n\ufeff"); {
	case text == "":
	case text[0] == '<':
		if err := wellFormed(text); err != nil {
			c.add(member, "", "is no XML: %s", err)
		}
	case text[0] != '[' && text[0] != ';':
		c.add(member, firstLine(text), "begins neither an answer file in XML nor one in groups of keys")
	}
}

// wellFormed reads a document of XML to its end.
func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // The engine writes it anew.
	roots, depth := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth == 1 {
				roots++
			}
		case xml.EndElement:
			depth--
		}
	}
	if roots != 1 {
		return errors.New("it must have one root")
	}
	return nil
}
