package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/generator/importer"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/model/description"
)

// imports are the flags of the command import.
type imports struct {
	java, document string
	version        string
	like           string
	out, docs      string
	user, ca       string
	insecure       bool
}

func runImport(ctx context.Context, c *cli, args []string) error {
	var i imports
	c.flags.StringVar(&i.java, "java", "", "directory of the API model's Java interfaces: a checkout, or its src/main/java")
	c.flags.StringVar(&i.document, "description", "", "file or URL of the description that an engine serves at /ovirt-engine/api/model.json")
	c.flags.StringVar(&i.version, "version", "", "release of the model, such as 4.6.1, which neither source contains")
	c.flags.StringVar(&i.like, "like", "", "with -description: directory of a model that has what the document lacks, or none (default the built-in model)")
	c.flags.StringVar(&i.out, "out", filepath.Join("model", "data"), "directory of the data files")
	c.flags.StringVar(&i.docs, "docs", "", "directory for the original texts, for private builds; without it they are left out")
	c.flags.StringVar(&i.user, "user", "", "with a URL: user for HTTP Basic; the password comes from OVIRT_PASSWORD")
	c.flags.StringVar(&i.ca, "ca", "", "with a URL: file of the engine's CA in PEM (default the system's)")
	c.flags.BoolVar(&i.insecure, "insecure", false, "with a URL: don't check the engine's certificate")
	if err := c.parse(args, 0); err != nil {
		return err
	}
	if (i.java == "") == (i.document == "") {
		return c.misuse("one of -java and -description is needed")
	}
	if i.version == "" {
		return c.misuse("-version is needed: neither source says which release it is")
	}
	m, missing, err := i.read(ctx)
	if err != nil {
		return err
	}
	return i.write(c, m, missing)
}

// read returns the model, and what the source doesn't hold.
func (i *imports) read(ctx context.Context) (*model.Model, []string, error) {
	if i.java != "" {
		dir := i.java
		if sources := filepath.Join(dir, "src", "main", "java"); isDir(sources) {
			dir = sources
		}
		if !isDir(dir) {
			return nil, nil, fmt.Errorf("%s is not a directory", dir)
		}
		m, err := importer.Java(os.DirFS(dir), i.version, importer.Options{Docs: i.docs != ""})
		return m, nil, err
	}
	like, err := i.likeModel()
	if err != nil {
		return nil, nil, err
	}
	data, err := i.fetch(ctx)
	if err != nil {
		return nil, nil, err
	}
	return description.Decode(i.document, data, i.version, like)
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

func (i *imports) likeModel() (*model.Model, error) {
	if i.like == "none" {
		return nil, nil
	}
	return loadModel(i.like, "")
}

// write puts the data files and texts into place and says what was done.
func (i *imports) write(c *cli, m *model.Model, missing []string) error {
	if i.docs != "" {
		if _, err := importer.WriteDocs(i.docs, m); err != nil {
			return err
		}
	}
	report, err := importer.Write(i.out, m)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "model %s: %d enums, %d types, %d services; %d files written, %d removed\n",
		m.Version, len(m.Enums), len(m.Structs), len(m.Services), len(report.Written), len(report.Removed))
	for _, sentence := range missing {
		fmt.Fprintf(c.stdout, "missing: %s\n", sentence)
	}
	return nil
}

// maxDescription bounds a document that is fetched; the engine's have about 3 MB.
const maxDescription = 64 << 20

// fetch reads the description from its file or URL.
func (i *imports) fetch(ctx context.Context) ([]byte, error) {
	if !strings.HasPrefix(i.document, "https://") && !strings.HasPrefix(i.document, "http://") {
		return readFile(i.document)
	}
	if err := i.checkPassword(); err != nil {
		return nil, err
	}
	client, err := i.client()
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, i.document, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	if i.user != "" {
		req.SetBasicAuth(i.user, os.Getenv("OVIRT_PASSWORD"))
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: the answer is %s", i.document, resp.Status)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxDescription+1))
	if err == nil && len(data) > maxDescription {
		err = fmt.Errorf("GET %s: the document is larger than %d MB", i.document, maxDescription>>20)
	}
	return data, err
}

// readFile reads the description from a file, which may be a device without an end.
func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxDescription+1))
	if err == nil && len(data) > maxDescription {
		err = fmt.Errorf("%s: the file is larger than %d MB", name, maxDescription>>20)
	}
	return data, err
}

// checkPassword refuses to send a password unencrypted to another machine.
func (i *imports) checkPassword() error {
	address, err := url.Parse(i.document)
	if err != nil || i.user == "" || address.Scheme == "https" {
		return err
	}
	host := address.Hostname()
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("GET %s: -user would send the password unencrypted; use an https URL", address.Redacted())
}

// client returns an HTTP client that trusts what the flags say.
func (i *imports) client() (*http.Client, error) {
	config := &tls.Config{InsecureSkipVerify: i.insecure}
	if i.ca != "" {
		pem, err := os.ReadFile(i.ca)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, errors.New(i.ca + " holds no certificate in PEM")
		}
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: config}, Timeout: time.Minute}, nil
}
