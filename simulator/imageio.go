package simulator

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"

	"github.com/ovirt-go/ovirt/simulator/internal/imageio"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// dataPath begins the paths of the data path of image transfers.
const dataPath = "/images/"

// imageServers are the two ports of the data path of image transfers.
type imageServers struct{ direct, proxy *imageio.Server }

// ImageHandler returns the data path of image transfers, as the hosts and the engine's proxy serve it below /images. [Engine.Start] and
// its kin listen for it on ports of their own, which the transfers tell.
func (e *Engine) ImageHandler() http.Handler { return http.HandlerFunc(e.serveImage) }

// serveImage answers a request to the data path. Rules apply whose path begins with /images/.
func (e *Engine) serveImage(w http.ResponseWriter, r *http.Request) {
	hit := e.trouble.Match(r, func() string { return "" })
	if hit == nil {
		e.images.ServeHTTP(w, r)
		return
	}
	hit.Serve(w, r, e.images.ServeHTTP)
}

// listenForImages opens both ports of the data path next to an address of the API, unless the options have addresses for them.
func (e *Engine) listenForImages(address string, config *tls.Config) (s imageServers, err error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return s, err
	}
	for _, port := range [...]struct {
		name, address string
		server        **imageio.Server
	}{{"images", e.options.ImageAddress, &s.direct}, {"image proxy", e.options.ImageProxyAddress, &s.proxy}} {
		if port.address == "" {
			port.address = net.JoinHostPort(host, "0")
		}
		if *port.server, err = imageio.Serve(e.ImageHandler(), port.address, config); err != nil {
			s.close()
			return imageServers{}, fmt.Errorf("%s: %w", port.name, err)
		}
	}
	e.images.Listen(s.direct.URL, s.proxy.URL)
	return s, nil
}

func (s *imageServers) close() {
	for _, one := range [...]*imageio.Server{s.direct, s.proxy} {
		if one != nil {
			one.Close()
		}
	}
}

// shutdown lets requests that are under way end.
func (s *imageServers) shutdown(ctx context.Context) error {
	var errs []error
	for _, one := range [...]*imageio.Server{s.direct, s.proxy} {
		if one != nil {
			errs = append(errs, one.Shutdown(ctx))
		}
	}
	return errors.Join(errs...)
}

// ImageURL returns the address of the port of the data path that stands for those of all hosts, such as
// https://127.0.0.1:40444; empty if the server doesn't listen.
func (s *Server) ImageURL() string { return urlOf(s.images.direct) }

// ImageProxyURL returns the address of the port of the engine's image proxy; empty if the server
// doesn't listen.
func (s *Server) ImageProxyURL() string { return urlOf(s.images.proxy) }

func urlOf(s *imageio.Server) string {
	if s == nil {
		return ""
	}
	return s.URL
}

// Image is the bytes of a disk as its VM sees them. Reading and writing goes around image transfers, as the guest's own does. What is
// written counts as changed for incremental backups. It is safe for use by many goroutines.
type Image struct {
	images *imageio.Daemon
	disk   string
	size   int64
}

// Image returns the bytes of a disk by its id, whatever the disk's status. The error wraps [ErrNotFound] if there is no such disk.
func (e *Engine) Image(disk string) (*Image, error) {
	e.world.Advance()
	m := &Image{images: e.images, disk: disk}
	var err error
	e.world.Read(func() {
		var entity *store.Entity
		if entity, err = e.entity("/disks/" + disk); err == nil {
			m.size = entity.Object().Int("provisioned_size")
		}
	})
	if err != nil {
		return nil, fmt.Errorf("image of disk %s: %w", disk, err)
	}
	return m, nil
}

// Size returns the size that the disk had when the image was asked for, in bytes.
func (m *Image) Size() int64 { return m.size }

// ReadAt reads as [io.ReaderAt] demands. It fails if a client uploaded something as qcow2 that can't be read as such.
func (m *Image) ReadAt(p []byte, offset int64) (int, error) {
	disk, err := m.images.Disk(m.disk, m.size, false)
	if err != nil {
		return 0, err
	}
	return disk.ReadAt(p, offset)
}

// WriteAt writes as [io.WriterAt] demands, within the size of the disk.
func (m *Image) WriteAt(p []byte, offset int64) (int, error) {
	disk, err := m.images.Disk(m.disk, m.size, true)
	if err != nil {
		return 0, err
	}
	return disk.WriteAt(p, offset)
}

// Zero makes zeros of n bytes, which take no room.
func (m *Image) Zero(offset, n int64) error {
	disk, err := m.images.Disk(m.disk, m.size, true)
	if err != nil {
		return err
	}
	return disk.Zero(offset, n)
}
