// Package packed opens what files come packed in: gzip and Zstandard, told by
// their first bytes and not by a name, and Parquet. It reads from what it is
// given and opens nothing.
package packed

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"
)

// The beginnings of files.
const (
	gzipMagic    = "\x1f\x8b"
	zstdMagic    = "\x28\xb5\x2f\xfd"
	parquetMagic = "PAR1"
)

// Window is the most that a Zstandard stream may ask to be remembered of it.
const Window = 1 << 28

// Peek is bufio's for files that may be shorter.
func Peek(br *bufio.Reader, n int) ([]byte, error) {
	head, err := br.Peek(n)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return head, err
}

// Text opens what br holds: as it is, or out of its packing, which is named. An
// error says why what begins like that is none; without a name it is of
// reading. Close is never nil, and does not close what lies below.
func Text(br *bufio.Reader) (text *bufio.Reader, packing string, close func(), err error) {
	close = func() {}
	head, err := Peek(br, 4)
	switch {
	case err != nil:
		return nil, "", close, err
	case bytes.HasPrefix(head, []byte(gzipMagic)):
		z, err := gzip.NewReader(br)
		if err != nil {
			return nil, "gzip", close, err
		}
		return bufio.NewReaderSize(z, 1<<16), "gzip", close, nil
	case bytes.HasPrefix(head, []byte(zstdMagic)):
		z, err := zstd.NewReader(br, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(Window))
		if err != nil {
			return nil, "zstd", close, err
		}
		return bufio.NewReaderSize(z, 1<<16), "zstd", z.Close, nil
	}
	return br, "", close, nil
}
