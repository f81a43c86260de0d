package wire

import "slices"

// keeping says what becomes of a text that is read piece by piece.
type keeping uint8

const (
	keepNothing keeping = iota // the text is only checked
	keepSample                 // what an error would quote of it is kept
	keepAll
)

// add appends a piece to what was kept of a text. What is not kept doesn't grow, however long the
// text is.
func (k keeping) add(dst, piece []byte) []byte {
	switch k {
	case keepAll:
		if cap(dst)-len(dst) < len(piece) {
			dst = slices.Grow(dst, max(len(piece), len(dst))) // append grows by a quarter only
		}
		return append(dst, piece...)
	case keepNothing:
		return dst[:0] // a reference or an escape stands there as what it means
	}
	if dst = dst[:min(len(dst), sampleSize)]; len(trim(dst)) == 0 {
		dst = dst[:0]
		piece = piece[scanBlanks(piece, 0):]
	}
	return append(dst, piece[:min(len(piece), sampleSize-len(dst))]...)
}
