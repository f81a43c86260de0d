package wire

// What a document may hold. Real documents stay far below: their names have some 30 bytes, their
// numbers 20 digits, their tags 3 attributes. What exceeds a limit is a [*SyntaxError], in subtrees
// that are skipped too, so that no token of a document costs more than its length.
const (
	// MaxDepth is the number of levels that a document may nest; the engine's own documents have
	// about ten.
	MaxDepth = 256

	// MaxName is the number of bytes that the name of an element, an attribute, an instruction or a
	// JSON member may have as it is written.
	MaxName = 256

	// MaxNumber is the number of bytes that a JSON number without quotes may have.
	MaxNumber = 4 << 10

	// MaxAttributes is the number of attributes that one tag may have.
	MaxAttributes = 64

	// MaxText is the number of bytes that a text may have which is read. Texts that are skipped may
	// be longer.
	MaxText = 16 << 20
)

// What errors quote.
const (
	sampleSize = 64   // bytes of a text, or of a name in a path
	longPath   = 1280 // bytes of the names of a path that is quoted whole
	pathLevels = 16   // levels of a longer path, of which the first and the last half are quoted
)

const (
	errLongName       = "name longer than 256 bytes"
	errLongNumber     = "number longer than 4096 bytes"
	errManyAttributes = "tag with more than 64 attributes"
	errLongText       = "text longer than 16777216 bytes"
)
