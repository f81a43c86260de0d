package benchdoc

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// draw produces made-up values that depend on nothing but the number of the virtual machine and the order of the calls.
type draw struct {
	state uint64
}

func newDraw(seed int) *draw {
	return &draw{state: uint64(seed)*0x2545f4914f6cdd1d + 0x9e3779b97f4a7c15}
}

// next is the generator known as splitmix64, which is written out so that no release of Go changes the documents.
func (d *draw) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number from 0 to n-1.
func (d *draw) below(n int) int {
	return int(d.next() % uint64(n))
}

// sometimes is true in the given percentage of the calls.
func (d *draw) sometimes(percent int) bool {
	return d.below(100) < percent
}

// of returns one of the texts.
func (d *draw) of(texts ...string) string {
	return texts[d.below(len(texts))]
}

// uuid returns an id in the form that engines use.
func (d *draw) uuid() string {
	a, b := d.next(), d.next()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>48&0x3fff|0x8000, b&0xffffffffffff)
}

// certificate returns a block of 1.4 kB with the shape of a PEM certificate.
func (d *draw) certificate() string {
	raw := make([]byte, 0, 1000)
	for len(raw) < 1000 {
		v := d.next()
		for range 8 {
			raw = append(raw, byte(v))
			v >>= 8
		}
	}
	body := base64.StdEncoding.EncodeToString(raw)
	var pem strings.Builder
	pem.WriteString("-----BEGIN CERTIFICATE-----\n")
	for len(body) > 64 {
		pem.WriteString(body[:64] + "\n")
		body = body[64:]
	}
	pem.WriteString(body + "\n-----END CERTIFICATE-----\n")
	return pem.String()
}
