package book

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"

	"plimsoll/packed"
)

// The beginnings of files.
const (
	zipMagic  = "PK\x03\x04"
	byteOrder = "\xef\xbb\xbf"
)

func openSource(r io.Reader, o Options, m *rowMaker) (source, error) {
	br := bufio.NewReaderSize(r, 1<<16)
	head, err := packed.Peek(br, 4)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", o.File, err)
	}
	refuse := func(format string, args ...any) error {
		return &Refusal{o.File, Remark{Line: 1, Reason: fmt.Sprintf(format, args...)}}
	}
	if packed.IsParquet(head) {
		return openParquet(r, o, m)
	}
	br, packing, _, err := packed.Text(br)
	if err != nil {
		return nil, refuse("not %s, though it begins like it: %v", packing, err)
	}
	if head, err = packed.Peek(br, 512); err != nil {
		return nil, refuse("the packed file is damaged: %v", err)
	}
	switch {
	case packed.IsParquet(head):
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
	head, _ = packed.Peek(text, 512)
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
	if head, _ := packed.Peek(br, 3); bytes.Equal(head, []byte(byteOrder)) {
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
