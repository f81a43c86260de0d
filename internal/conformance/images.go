package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// imagesArea moves the bytes of a disk through the data path.
var imagesArea = area{name: "images", lacks: noStorage, checks: func(s *session) []check {
	transfers := s.conn.SystemService().ImageTransfersService()
	var disk, transfer string
	var url string
	data := make([]byte, sdk.MiB)
	rand.Read(data)
	begin := func(direction types.ImageTransferDirection) func(context.Context) error {
		return func(ctx context.Context) error {
			t, err := transfers.Add(ctx, &types.ImageTransfer{
				Disk: &types.Disk{ID: &disk}, Direction: direction, Format: types.DiskFormatRaw,
			}, nil)
			if err != nil {
				return err
			}
			transfer = *t.ID
			at := transfers.ImageTransferService(transfer)
			s.later("image transfer "+transfer, func(ctx context.Context) error {
				if t, err := at.Get(ctx, nil); err != nil || t.Phase == types.ImageTransferPhaseFinishedSuccess {
					return err // it is over
				}
				if err := at.Cancel(ctx, nil); err != nil {
					return err
				}
				_, err := wait.ForDisk(ctx, s.conn, disk, wait.DiskIn(types.DiskStatusOk, types.DiskStatusIllegal))
				return err
			})
			ready, err := wait.TransferReady(ctx, s.conn, transfer)
			if err != nil {
				return err
			}
			url, err = s.reachable(ctx, ready)
			return err
		}
	}
	finish := func(ctx context.Context) error {
		if err := transfers.ImageTransferService(transfer).Finalize(ctx, nil); err != nil {
			return err
		}
		if _, err := wait.TransferFinished(ctx, s.conn, transfer); err != nil {
			return err
		}
		_, err := wait.DiskOk(ctx, s.conn, disk)
		return err
	}
	return []check{
		{"a raw disk is added", func(ctx context.Context) (err error) {
			disk, err = s.newDisk(ctx, &types.Disk{
				Name: new(s.name("image")), ProvisionedSize: new(16 * sdk.MiB), Format: types.DiskFormatRaw, Sparse: new(true),
			})
			return err
		}, true},
		{"an upload begins", begin(types.ImageTransferDirectionUpload), true},
		{"the disk is locked meanwhile", func(ctx context.Context) error {
			got, err := s.conn.SystemService().DisksService().DiskService(disk).Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("status", got.Status, types.DiskStatusLocked)
		}, false},
		{"bytes are written", func(ctx context.Context) error {
			_, err := s.exchange(ctx, http.MethodPut, url, fmt.Sprintf("bytes 0-%d/*", len(data)-1), data)
			return err
		}, true},
		{"the upload is finished", finish, true},
		{"a download begins", begin(types.ImageTransferDirectionDownload), true},
		{"the bytes are read back", func(ctx context.Context) error {
			got, err := s.exchange(ctx, http.MethodGet, url, fmt.Sprintf("bytes=0-%d", len(data)-1), nil)
			if err == nil && !bytes.Equal(got, data) {
				err = errors.New("they differ")
			}
			return err
		}, false},
		{"the download is finished", finish, false},
	}
}}

// imageClient returns a client that trusts what the connection trusts.
func (s *session) imageClient() (*http.Client, error) {
	if s.cfg.Transport != nil {
		return nil, skip{"the data path can't be reached through a transport of its own"}
	}
	pem := s.cfg.CA
	if s.cfg.CAFile != "" {
		file, err := os.ReadFile(s.cfg.CAFile)
		if err != nil {
			return nil, err
		}
		pem = append(slices.Clone(pem), file...)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	trust := &tls.Config{RootCAs: pool, InsecureSkipVerify: s.cfg.Insecure}
	if len(pem) == 0 {
		trust.RootCAs = nil
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: trust, DisableKeepAlives: true}}, nil
}

// reachable returns the address of a transfer that answers: that of the host, or else of the proxy.
func (s *session) reachable(ctx context.Context, t *types.ImageTransfer) (string, error) {
	var errs []error
	for _, url := range []*string{t.TransferUrl, t.ProxyUrl} {
		if url == nil {
			continue
		}
		_, err := s.exchange(ctx, http.MethodOptions, *url, "", nil)
		if err == nil {
			return *url, nil
		}
		if _, ok := errors.AsType[skip](err); ok {
			return "", err
		}
		errs = append(errs, err)
	}
	if len(errs) == 0 {
		return "", errors.New("the transfer has no address")
	}
	return "", errors.Join(errs...)
}

// exchange sends one request to the data path and returns the body of the answer.
func (s *session) exchange(ctx context.Context, method, url, span string, body []byte) ([]byte, error) {
	client, err := s.imageClient()
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	switch {
	case span != "" && method == http.MethodPut:
		req.Header.Set("Content-Range", span)
	case span != "":
		req.Header.Set("Range", span)
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode >= 300 {
		err = fmt.Errorf("%s of the image: %s: %.200s", method, resp.Status, got)
	}
	return got, err
}
