package imageio

import (
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/blake2s"
)

const blockSize = 4 << 20

// algorithms are sorted by name. A real daemon has what OpenSSL has, which is a few more.
var algorithms = []struct {
	name string
	make func() hash.Hash
}{
	{"blake2b", func() hash.Hash { return keyless(blake2b.New256(nil)) }},
	{"blake2s", func() hash.Hash { return keyless(blake2s.New256(nil)) }},
	{"md5", md5.New},
	{"sha1", sha1.New},
	{"sha224", sha256.New224},
	{"sha256", sha256.New},
	{"sha384", sha512.New384},
	{"sha3_224", func() hash.Hash { return sha3.New224() }},
	{"sha3_256", func() hash.Hash { return sha3.New256() }},
	{"sha3_384", func() hash.Hash { return sha3.New384() }},
	{"sha3_512", func() hash.Hash { return sha3.New512() }},
	{"sha512", sha512.New},
	{"sha512_224", sha512.New512_224},
	{"sha512_256", sha512.New512_256},
}

func algorithmNames() []string {
	out := make([]string, len(algorithms))
	for i, a := range algorithms {
		out[i] = a.name
	}
	return out
}

// algorithms lists what checksums can be made with; no ticket is needed.
func (x *exchange) algorithms() error {
	x.json(`{"algorithms": ["` + strings.Join(algorithmNames(), `", "`) + `"]}`)
	return nil
}

// checksum answers with the checksum of all bytes.
func (x *exchange) checksum() error {
	if err := x.named(); err != nil {
		return err
	}
	name, err := x.query("algorithm", "blake2b", algorithmNames()...)
	if err != nil {
		return err
	}
	size := int64(blockSize)
	if all, given := x.r.URL.Query()["block_size"]; given {
		text := all[len(all)-1]
		if size, err = strconv.ParseInt(text, 10, 64); err != nil {
			return refuse(http.StatusBadRequest, "Invalid block size: "+repr(text))
		}
	}
	if size < blockSize/4 || size > blockSize*4 {
		return refuse(http.StatusBadRequest, fmt.Sprintf("Block size out of allowed range: %d-%d", blockSize/4, blockSize*4))
	}
	if size%4096 != 0 {
		return refuse(http.StatusBadRequest, "Block size is not aligned to 4096")
	}
	t, err := x.authorize(false)
	if err != nil {
		if f, ok := err.(*failure); ok {
			f.closes = false // here alone the daemon keeps the connection
		}
		return err
	}
	var sum []byte
	for _, a := range algorithms {
		if a.name == name {
			err = t.run(0, func(o *operation) error {
				sum, err = t.hash(x.r.Context(), o, a.make, size)
				return err
			})
		}
	}
	if err != nil {
		return err
	}
	x.json(fmt.Sprintf(`{"algorithm": "%s", "block_size": %d, "checksum": "%s"}`, name, size, hex.EncodeToString(sum)))
	return nil
}

// hash returns the hash of the hashes of all blocks. A block of zeros is hashed once.
func (t *ticket) hash(ctx context.Context, o *operation, fresh func() hash.Hash, size int64) ([]byte, error) {
	s, err := t.source()
	if err != nil {
		return nil, err
	}
	extents := []Extent{{Length: s.Size()}}
	if disk, ok := s.(*Image); ok {
		extents = withoutHoles(disk.Extents())
	}
	all, one := fresh(), fresh()
	block := make([]byte, min(size, s.Size()))
	var ofZeros []byte
	for at := int64(0); at < s.Size() && !t.canceled.Load(); at += size {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := min(size, s.Size()-at)
		for len(extents) > 0 && extents[0].Start+extents[0].Length <= at {
			extents = extents[1:]
		}
		isZero := n == size && len(extents) > 0 && extents[0].Zero && extents[0].Start+extents[0].Length >= at+n
		if !isZero || ofZeros == nil {
			if read, err := s.ReadAt(block[:n], at); int64(read) < n {
				if err == io.EOF {
					err = io.ErrUnexpectedEOF
				}
				return nil, err
			}
			one.Reset()
			one.Write(block[:n])
		}
		switch {
		case !isZero:
			all.Write(one.Sum(nil))
		case ofZeros == nil:
			ofZeros = one.Sum(nil)
			fallthrough
		default:
			all.Write(ofZeros)
		}
		o.done.Store(at + n)
	}
	return all.Sum(nil), nil
}

// keyless returns a hash that was made without a key, which can't fail.
func keyless(h hash.Hash, _ error) hash.Hash { return h }
