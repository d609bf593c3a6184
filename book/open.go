package book

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// The beginnings of files.
const (
	gzipMagic    = "\x1f\x8b"
	zstdMagic    = "\x28\xb5\x2f\xfd"
	parquetMagic = "PAR1"
	zipMagic     = "PK\x03\x04"
	byteOrder    = "\xef\xbb\xbf"
)

// IsParquet reports whether a file that begins like this is Parquet, which
// must be read from its end.
func IsParquet(head []byte) bool { return bytes.HasPrefix(head, []byte(parquetMagic)) }

func openSource(r io.Reader, o Options, m *rowMaker) (source, error) {
	br := bufio.NewReaderSize(r, 1<<16)
	head, err := peek(br, 4)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", o.File, err)
	}
	refuse := func(format string, args ...any) error {
		return &Refusal{o.File, Remark{Line: 1, Reason: fmt.Sprintf(format, args...)}}
	}
	switch {
	case IsParquet(head):
		return openParquet(r, o, m)
	case bytes.HasPrefix(head, []byte(gzipMagic)):
		z, err := gzip.NewReader(br)
		if err != nil {
			return nil, refuse("not gzip, though it begins like it: %v", err)
		}
		br = bufio.NewReaderSize(z, 1<<16)
	case bytes.HasPrefix(head, []byte(zstdMagic)):
		z, err := zstd.NewReader(br, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<28))
		if err != nil {
			return nil, refuse("not zstd, though it begins like it: %v", err)
		}
		br = bufio.NewReaderSize(z, 1<<16)
	}
	if head, err = peek(br, 512); err != nil {
		return nil, refuse("the packed file is damaged: %v", err)
	}
	switch {
	case IsParquet(head):
		return nil, refuse("Parquet inside gzip or zstd: unpack it first, Parquet packs its own pages")
	case bytes.HasPrefix(head, []byte(zipMagic)):
		return nil, refuse("an Excel workbook or a zip: save the sheet as CSV UTF-8, or unpack it")
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return nil, refuse("the text is UTF-16: convert it with iconv -f utf-16 -t utf-8")
	}
	if line, _, _ := bytes.Cut(head, []byte("\n")); bytes.IndexByte(line, 0) >= 0 {
		return nil, &Refusal{o.File, Remark{Line: 1, Byte: int64(bytes.IndexByte(line, 0) + 1), Reason: "a zero byte: no CSV, JSON lines or Parquet; if it is UTF-16, convert it with iconv -f utf-16le -t utf-8"}}
	}
	text, skipped, err := decoded(br, o)
	if err != nil {
		return nil, err
	}
	head, _ = peek(text, 512)
	switch first := bytes.TrimLeft(head, " \t\r\n"); {
	case bytes.HasPrefix(first, []byte("{")):
		return newJSONLines(text, m, skipped), nil
	case bytes.HasPrefix(first, []byte("[")):
		return nil, refuse("a JSON array: a book has one object a line; convert it with jq -c '.[]'")
	case bytes.HasPrefix(first, []byte("<")):
		return nil, refuse("HTML or XML: a book is CSV, JSON lines or Parquet")
	}
	return newCSV(text, o, m, skipped)
}

// decoded passes over a byte order mark and turns the text into UTF-8.
func decoded(br *bufio.Reader, o Options) (text *bufio.Reader, skipped int64, err error) {
	if head, _ := peek(br, 3); bytes.Equal(head, []byte(byteOrder)) {
		_, _ = br.Discard(3)
		return br, 3, nil // what bears the mark of UTF-8 is UTF-8, whatever the options say
	}
	switch strings.ToLower(o.Encoding) {
	case "", "utf-8", "utf8":
		return br, 0, nil
	case "cp1252", "windows-1252":
		return bufio.NewReaderSize(transform.NewReader(br, charmap.Windows1252.NewDecoder()), 1<<16), 0, nil
	}
	return nil, 0, fmt.Errorf("no encoding %q is known here: utf-8 or cp1252; convert others with iconv -t utf-8", o.Encoding)
}

// peek is Peek for files that may be shorter.
func peek(br *bufio.Reader, n int) ([]byte, error) {
	head, err := br.Peek(n)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return head, err
}
