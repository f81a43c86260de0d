package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ovirt-go/ovirt/internal/benchdoc"
)

const (
	apiPath = "/ovirt-engine/api"
	token   = "a-token-of-the-benchmark"

	// singleVM is a virtual machine of 8.6 kB, which is down.
	singleVM = 7
)

// greeting is the line with which the server says where it is.
type greeting struct {
	URL string // URL is the base of the API.
	CA  string // CA is the certificate to trust, in PEM.
}

// counts is the line with which the server answers each line that it is sent; it counts from the line before.
type counts struct {
	Logins, Connections, Requests int64
}

// engine answers like one as far as the benchmark goes: a login, one virtual machine, and a list of any length.
type engine struct {
	logins, connections, requests atomic.Int64

	one, packed []byte // one is the document of a virtual machine; packed is the same compressed

	mu    sync.Mutex     // guards lists
	lists map[int][]byte // lists are the collections that were asked for, by their length
}

// serve is the role of the server. It ends when its input does.
func serve([]string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	certificate, err := selfSigned(key)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	e := newEngine()
	server := &http.Server{
		Handler:   e,
		ConnState: e.connection,

		ReadHeaderTimeout: time.Minute,

		ErrorLog:  log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{certificate}, PrivateKey: key}}, NextProtos: []string{"http/1.1"}},
	}
	failed := make(chan error, 1)
	go func() { failed <- server.ServeTLS(listener, "", "") }()

	out := json.NewEncoder(os.Stdout)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	if err := out.Encode(greeting{URL: "https://" + listener.Addr().String() + apiPath, CA: string(ca)}); err != nil {
		return err
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if err := out.Encode(e.take()); err != nil {
			return err
		}
	}
	select {
	case err := <-failed:
		return err
	default:
		return server.Close()
	}
}

// selfSigned makes a certificate for the loopback address, with a key as the engine's own installation makes them.
func selfSigned(key *rsa.PrivateKey) ([]byte, error) {
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "benchmark"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	return x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
}

func newEngine() *engine {
	e := &engine{one: benchdoc.VmXML(singleVM), lists: make(map[int][]byte)}
	e.packed = pack(e.one)
	return e
}

func pack(doc []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(doc) // a bytes.Buffer returns no error
	w.Close()
	return b.Bytes()
}

func (e *engine) connection(_ net.Conn, state http.ConnState) {
	if state == http.StateNew {
		e.connections.Add(1)
	}
}

// take returns the counts and begins new ones.
func (e *engine) take() counts {
	return counts{Logins: e.logins.Swap(0), Connections: e.connections.Swap(0), Requests: e.requests.Swap(0)}
}

func (e *engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/ovirt-engine/sso/oauth/token":
		e.logins.Add(1)
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":%q,"scope":"ovirt-app-api","exp":"9223372036854775807","token_type":"bearer"}`, token)
	case r.URL.Path == "/ovirt-engine/services/sso-logout":
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, "{}")
	case r.Header.Get("Authorization") != "Bearer "+token:
		w.Header().Set("WWW-Authenticate", `Basic realm="RESTAPI"`)
		http.Error(w, "<html><head><title>Error</title></head><body>Unauthorized</body></html>", http.StatusUnauthorized)
	case r.URL.Path == apiPath+"/vms":
		e.requests.Add(1)
		e.list(w, r)
	case strings.HasPrefix(r.URL.Path, apiPath+"/vms/"):
		e.requests.Add(1)
		e.get(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (e *engine) get(w http.ResponseWriter, r *http.Request) {
	doc := e.one
	h := w.Header()
	h.Set("Content-Type", "application/xml;charset=UTF-8")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		doc = e.packed
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(doc)))
	w.Write(doc)
}

// list answers with as many virtual machines as max says, in chunks, as an engine does that doesn't know the length beforehand.
func (e *engine) list(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.URL.Query().Get("max"))
	if err != nil || n < 0 {
		http.Error(w, "max must be given", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/xml;charset=UTF-8")
	w.Write(e.collection(n))
}

func (e *engine) collection(n int) []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	doc, found := e.lists[n]
	if !found {
		doc = benchdoc.VmsXML(n)
		e.lists[n] = doc
	}
	return doc
}
