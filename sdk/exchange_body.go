package sdk

import (
	"context"
	"fmt"
	"io"
	"sync"
)

// sampleSize is how much of an answer errors keep.
const sampleSize = 512

// answerBody is the body of an answer, of which it keeps the beginning for errors. It ends with the
// context of the call, also where the transport has read ahead or a few bytes become many by
// decompression.
type answerBody struct {
	ctx    context.Context
	src    io.ReadCloser
	err    error // what the last Read gave
	n      int   // bytes in sample
	total  int64 // bytes read, decompressed
	most   int64 // bound of total; 0 is none
	sample [sampleSize]byte
}

var answerBodies = sync.Pool{New: func() any { return new(answerBody) }}

func newAnswerBody(ctx context.Context, src io.ReadCloser) *answerBody {
	b := answerBodies.Get().(*answerBody)
	b.ctx, b.src, b.err, b.n, b.total, b.most = ctx, src, nil, 0, 0, 0
	return b
}

// tooLong is the error of an answer that has more bytes than its call reads.
type tooLong struct{ most int64 }

// Error names the bound.
func (e *tooLong) Error() string { return fmt.Sprintf("the answer has more than %d bytes", e.most) }

// Read reads from the body, up to its bound. The error is that of the context once that has ended.
func (b *answerBody) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		b.err = err
		return 0, err
	}
	if b.most > 0 && b.total > b.most {
		return 0, b.err
	}
	n, err := b.src.Read(p)
	if b.most > 0 && b.total+int64(n) > b.most {
		err = &tooLong{b.most}
	}
	if b.n < sampleSize && n > 0 {
		b.n += copy(b.sample[b.n:], p[:n])
	}
	b.total += int64(n)
	b.err = err
	return n, err
}

// release closes the body. If it was read to its end, the connection is used again.
func (b *answerBody) release() {
	b.src.Close()
	b.ctx, b.src = nil, nil
	answerBodies.Put(b)
}

func (b *answerBody) begin() []byte { return b.sample[:b.n] }

// empty reports whether the body ended without a byte.
func (b *answerBody) empty() bool { return b.n == 0 && b.err == io.EOF }

// kept returns a reader of a document that is there already. It ends with the context of the call.
func (x *exchange) kept(doc []byte) io.Reader { return &keptDocument{x.ctx, doc} }

type keptDocument struct {
	ctx  context.Context
	rest []byte
}

// Read reads on.
func (k *keptDocument) Read(p []byte) (int, error) {
	if err := k.ctx.Err(); err != nil {
		return 0, err
	}
	if len(k.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, k.rest)
	k.rest = k.rest[n:]
	return n, nil
}
