package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"

	ovirtsdk "github.com/ovirt/go-ovirt"

	"github.com/ovirt-go/ovirt/sdk"
)

// parallel is the cap on connections of the clients that have one.
const parallel = 32

// wantedID is the ID of the VM that is asked for, the only one that the server has.
const wantedID = "b8b61bc3-4c8e-469f-8ad0-75edfdae3ede"

// floor is the side that sends the requests with a tuned net/http client and throws the bodies away.
const floor = "net/http"

// client is a client that is measured.
type client interface {
	get(ctx context.Context) error
	close() error
}

// dial prepares a client. None of them logs in before the first call.
func dial(kind, url, caFile string, compress bool) (client, error) {
	pem, err := os.ReadFile(caFile)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s has no certificate", caFile)
	}
	switch kind {
	case ours:
		conn, err := sdk.New(sdk.Config{
			URL: url, Username: "admin@internal", Password: "secret", CAPool: pool, NoCompression: !compress, MaxConnections: parallel,
		})
		return ourClient{conn}, err
	case peer:
		conn, err := ovirtsdk.NewConnectionBuilder().URL(url).Username("admin@internal").Password("secret").
			CertPool(pool).Compress(compress).Build()
		return peerClient{conn}, err
	case floor:
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.TLSClientConfig = &tls.Config{RootCAs: pool}
		transport.MaxIdleConnsPerHost, transport.MaxConnsPerHost = parallel, parallel
		transport.DisableCompression = !compress
		transport.ForceAttemptHTTP2 = false
		return &floorClient{http.Client{Transport: transport}, url}, nil
	}
	return nil, fmt.Errorf("%q is not a client", kind)
}

type ourClient struct {
	conn *sdk.Connection
}

func (c ourClient) get(ctx context.Context) error {
	_, err := c.conn.SystemService().VmsService().VmService(wantedID).Get(ctx, nil)
	return err
}

func (c ourClient) close() error { return c.conn.Close() }

type peerClient struct {
	conn *ovirtsdk.Connection
}

func (c peerClient) get(context.Context) error {
	resp, err := c.conn.SystemService().VmsService().VmService(wantedID).Get().Send()
	if err != nil {
		return err
	}
	if _, found := resp.Vm(); !found {
		return fmt.Errorf("go-ovirt gave no VM")
	}
	return nil
}

func (c peerClient) close() error { return c.conn.Close() }

type floorClient struct {
	http http.Client
	url  string
}

func (c *floorClient) get(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+"/vms/"+wantedID, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/xml")
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func (c *floorClient) close() error {
	c.http.CloseIdleConnections()
	return nil
}
