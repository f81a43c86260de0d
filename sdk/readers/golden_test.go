package readers_test

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/ovirt-go/ovirt/sdk/readers"
)

// reader reads a document, which is of the format, as a value of one type or a list of it.
type reader func(src io.Reader, f readers.Format) (any, error)

func one[T any](t readers.Type[T]) reader {
	return func(src io.Reader, f readers.Format) (any, error) { return readers.Read(src, f, t) }
}

func many[T any](t readers.Type[T]) reader {
	return func(src io.Reader, f readers.Format) (any, error) { return readers.ReadList(src, f, t) }
}

// roots are the root elements of the golden documents.
var roots = map[string]reader{
	"action":                         one(readers.Action),
	"affinity_group":                 one(readers.AffinityGroup),
	"api":                            one(readers.Api),
	"bricks":                         many(readers.GlusterBrick),
	"cdroms":                         many(readers.Cdrom),
	"cluster":                        one(readers.Cluster),
	"data_center":                    one(readers.DataCenter),
	"disk":                           one(readers.Disk),
	"disk_attachment":                one(readers.DiskAttachment),
	"event":                          one(readers.Event),
	"fault":                          one(readers.Fault),
	"files":                          many(readers.File),
	"gluster_volume_profile_details": one(readers.GlusterVolumeProfileDetails),
	"graphics_console":               one(readers.GraphicsConsole),
	"host":                           one(readers.Host),
	"host_nic":                       one(readers.HostNic),
	"host_numa_nodes":                many(readers.NumaNode),
	"icon":                           one(readers.Icon),
	"image_transfer":                 one(readers.ImageTransfer),
	"job":                            one(readers.Job),
	"network":                        one(readers.Network),
	"network_attachment":             one(readers.NetworkAttachment),
	"networks":                       many(readers.Network),
	"nic":                            one(readers.Nic),
	"open_stack_volume_types":        many(readers.OpenStackVolumeType),
	"openstack_network_provider":     one(readers.OpenStackNetworkProvider),
	"operation_systems":              many(readers.OperatingSystemInfo),
	"permission":                     one(readers.Permission),
	"quota_cluster_limit":            one(readers.QuotaClusterLimit),
	"quota_storage_limits":           many(readers.QuotaStorageLimit),
	"reported_devices":               many(readers.ReportedDevice),
	"scheduling_policy":              one(readers.SchedulingPolicy),
	"snapshots":                      many(readers.Snapshot),
	"statistics":                     many(readers.Statistic),
	"steps":                          many(readers.Step),
	"storage_domain":                 one(readers.StorageDomain),
	"tags":                           many(readers.Tag),
	"template":                       one(readers.Template),
	"user":                           one(readers.User),
	"vm":                             one(readers.Vm),
	"vm_numa_nodes":                  many(readers.VirtualNumaNode),
	"vms":                            many(readers.Vm),
	"vnic_profile":                   one(readers.VnicProfile),
}

// golden is a file of testdata/golden: the same object or collection as an engine writes it, in one or more documents, and what it says.
type golden struct {
	name string
	root string
	docs []txtar.File
	want string
}

func goldens(t *testing.T) []golden {
	t.Helper()
	paths, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all []golden
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		g := golden{name: strings.TrimSuffix(filepath.Base(path), ".txtar")}
		for _, file := range archive.Files {
			if file.Name == "want" {
				g.want = string(file.Data)
				continue
			}
			if strings.HasSuffix(file.Name, ".xml") {
				g.root = rootOf(file.Data)
			}
			g.docs = append(g.docs, file)
		}
		if g.want == "" || roots[g.root] == nil || len(g.docs) < 2 {
			t.Fatalf("%s: no want, fewer than two documents, or an unknown root %q", path, g.root)
		}
		all = append(all, g)
	}
	return all
}

// rootOf returns the root element's name of a golden document, which begins with a declaration line.
func rootOf(doc []byte) string {
	_, doc, _ = bytes.Cut(doc, []byte("\n<"))
	return string(doc[:bytes.IndexAny(doc, " />")])
}

func formatOf(file txtar.File) readers.Format {
	if strings.HasSuffix(file.Name, ".json") {
		return readers.JSON
	}
	return readers.XML
}

// The documents are composed from what is known of engines, not from what the writers write. XML and JSON say the same.
func TestEngineDocumentsAreRead(t *testing.T) {
	t.Parallel()
	all := goldens(t)
	seen := map[string]bool{}
	for _, g := range all {
		seen[g.root] = true
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			for _, doc := range g.docs {
				for how, src := range map[string]io.Reader{
					"whole":        bytes.NewReader(doc.Data),
					"byte by byte": iotest.OneByteReader(bytes.NewReader(doc.Data)),
					"in halves":    iotest.DataErrReader(iotest.HalfReader(bytes.NewReader(doc.Data))),
				} {
					got, err := roots[g.root](src, formatOf(doc))
					if err != nil {
						t.Fatalf("%s %s: %v", doc.Name, how, err)
					}
					if diff := cmp.Diff(g.want, describe(got)); diff != "" {
						t.Fatalf("%s %s differs (-want +got):\n%s", doc.Name, how, diff)
					}
				}
				if formatOf(doc) != readers.XML {
					continue
				}
				got, err := readers.Any(bytes.NewReader(doc.Data))
				if err != nil {
					t.Fatalf("%s as any document: %v", doc.Name, err)
				}
				if diff := cmp.Diff(g.want, describe(got)); diff != "" {
					t.Fatalf("%s as any document differs (-want +got):\n%s", doc.Name, diff)
				}
			}
		})
	}
	for root := range roots {
		if !seen[root] {
			t.Errorf("no document has the root %s", root)
		}
	}
	if len(seen) < 40 {
		t.Errorf("documents of %d types, want 40", len(seen))
	}
}

// Engines break their documents into lines, which the writers don't: so these are cut off too.
func TestEngineDocumentsCutOffAreErrors(t *testing.T) {
	t.Parallel()
	for _, g := range goldens(t) {
		for _, doc := range g.docs {
			whole := bytes.TrimSpace(doc.Data)
			for n := range whole {
				if got, err := roots[g.root](bytes.NewReader(whole[:n]), formatOf(doc)); err == nil {
					t.Fatalf("%s %s cut to %d of %d bytes reads as\n%s", g.name, doc.Name, n, len(whole), describe(got))
				}
			}
		}
	}
}
