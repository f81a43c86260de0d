package benchdoc

import (
	"bytes"
	"io"
)

// VmXML is the document of the i-th virtual machine in XML.
func VmXML(i int) []byte {
	var b bytes.Buffer
	b.WriteString(declaration)
	v := vm(i)
	xmlNode(&b, &v, 0)
	return b.Bytes()
}

// VmJSON is the document of the i-th virtual machine in JSON.
func VmJSON(i int) []byte {
	var b bytes.Buffer
	v := vm(i)
	jsonObject(&b, &v, 0)
	return b.Bytes()
}

// VmsXML is the collection of the first n virtual machines in XML.
func VmsXML(n int) []byte {
	var b bytes.Buffer
	WriteVmsXML(&b, n) // a bytes.Buffer returns no error
	return b.Bytes()
}

// VmsJSON is the collection of the first n virtual machines in JSON.
func VmsJSON(n int) []byte {
	var b bytes.Buffer
	WriteVmsJSON(&b, n) // a bytes.Buffer returns no error
	return b.Bytes()
}

// WriteVmsXML writes the collection of the first n virtual machines in XML, holding one of them at a time. The error is dst's.
func WriteVmsXML(dst io.Writer, n int) error {
	if n == 0 {
		_, err := io.WriteString(dst, declaration+"<vms/>\n")
		return err
	}
	return write(dst, n, declaration+"<vms>\n", "", "</vms>\n", func(b *bytes.Buffer, v *node) { xmlNode(b, v, 1) })
}

// WriteVmsJSON writes the collection of the first n virtual machines in JSON, holding one of them at a time. The error is dst's.
func WriteVmsJSON(dst io.Writer, n int) error {
	if n == 0 {
		_, err := io.WriteString(dst, "{}")
		return err
	}
	return write(dst, n, "{\n  \"vm\" : [ ", ", ", " ]\n}", func(b *bytes.Buffer, v *node) { jsonObject(b, v, 1) })
}

func write(dst io.Writer, n int, head, between, tail string, one func(*bytes.Buffer, *node)) error {
	var b bytes.Buffer
	b.WriteString(head)
	for i := range n {
		if i > 0 {
			b.WriteString(between)
		}
		v := vm(i)
		one(&b, &v)
		if _, err := b.WriteTo(dst); err != nil {
			return err
		}
	}
	_, err := io.WriteString(dst, tail)
	return err
}
