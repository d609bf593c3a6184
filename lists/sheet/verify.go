package sheet

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"plimsoll/lists"
)

// Limits that no published list comes near: the largest so far unpacks to ten
// megabytes, at twelve to one.
const (
	maxPacked   = 64 << 20
	maxUnpacked = 256 << 20 // of all parts together
	maxPart     = 64 << 20
	maxRatio    = 100       // of unpacked to packed, for parts over a megabyte
	maxParts    = 10_000    // files in the ZIP
	maxElements = 2_000_000 // outside the sheets, where each becomes an object in memory
	maxCells    = 5_000_000
	maxDepth    = 60
)

const (
	zipMark       = "PK\x03\x04"
	oleMark       = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" // of encrypted workbooks and of XLS
	sharedStrings = "xl/sharedstrings.xml"
)

// verifier walks the parts of a workbook.
type verifier struct {
	ctx      context.Context
	file     lists.File
	elements int
	cells    int
	strings  int // how many shared strings there are
}

func verify(ctx context.Context, file lists.File) error {
	head := make([]byte, len(oleMark))
	n, err := file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading %s: %w", file.Name, err)
	}
	switch head := string(head[:n]); {
	case n == 0:
		return refuse(file, "the file is empty")
	case head == oleMark:
		return refuse(file, "the workbook is encrypted, or in the old XLS format: save it as XLSX without a password")
	case !strings.HasPrefix(head, zipMark):
		return refuse(file, "the file is no XLSX workbook: it begins with %q", head)
	case file.Size > maxPacked:
		return refuse(file, "the file has %d bytes, more than the %d that a workbook may have", file.Size, maxPacked)
	}
	z, err := zip.NewReader(file, file.Size)
	if err != nil {
		return refuse(file, "the workbook is damaged or was cut (%v): fetch it again", err)
	}
	v := &verifier{ctx: ctx, file: file}
	parts, err := v.parts(z)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if err := v.part(p); err != nil {
			return err
		}
	}
	return nil
}

// parts checks the list of parts and puts the strings first, for the sheets
// point into them.
func (v *verifier) parts(z *zip.Reader) ([]*zip.File, error) {
	if len(z.File) > maxParts {
		return nil, refuse(v.file, "the workbook has %d parts, more than %d", len(z.File), maxParts)
	}
	seen := map[string]bool{}
	var total uint64
	for _, f := range z.File {
		name := partName(f)
		if seen[name] {
			return nil, refuse(v.file, "the workbook has two parts %q: which one counts is open to doubt", f.Name)
		}
		seen[name] = true
		total += f.UncompressedSize64
		switch {
		case f.Flags&1 != 0:
			return nil, refuse(v.file, "the part %q is encrypted: save the workbook without a password", f.Name)
		case f.UncompressedSize64 > maxPart || total > maxUnpacked:
			return nil, refuse(v.file, "the workbook unpacks to more than a list has: %q to %d bytes, of %d that a part may have, and all parts to more than %d of %d",
				f.Name, f.UncompressedSize64, maxPart, total, maxUnpacked)
		case f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/maxRatio > f.CompressedSize64:
			return nil, refuse(v.file, "the part %q unpacks %d bytes to %d: no list repeats itself so much", f.Name, f.CompressedSize64, f.UncompressedSize64)
		}
	}
	if !seen["[content_types].xml"] || !seen["xl/workbook.xml"] {
		return nil, refuse(v.file, "the file is a ZIP archive without a workbook in it")
	}
	parts := slices.Clone(z.File)
	slices.SortStableFunc(parts, func(a, b *zip.File) int { return rank(a) - rank(b) })
	return parts, nil
}

func partName(f *zip.File) string {
	return strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
}

func rank(f *zip.File) int {
	if partName(f) == sharedStrings {
		return 0
	}
	return 1
}

// part reads a part to its end, which checks its checksum, and its XML.
func (v *verifier) part(f *zip.File) error {
	if err := v.ctx.Err(); err != nil {
		return fmt.Errorf("reading %s: %w", v.file.Name, err)
	}
	r, err := f.Open()
	if err != nil {
		return refuse(v.file, "the part %q cannot be unpacked (%v): the workbook is damaged, fetch it again", f.Name, err)
	}
	defer r.Close()
	name := partName(f)
	if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
		if err := v.xml(f.Name, r); err != nil {
			return err
		}
	}
	if _, err := io.Copy(io.Discard, io.LimitReader(r, maxPart+1)); err != nil {
		return refuse(v.file, "the part %q cannot be unpacked (%v): the workbook is damaged, fetch it again", f.Name, err)
	}
	return nil
}

// xml reads the XML of a part to its end.
func (v *verifier) xml(name string, r io.Reader) error {
	d := xml.NewDecoder(r)
	c := cells{v: v, part: name}
	depth, roots := 0, 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return refuse(v.file, "the part %q is no well-formed XML (%v): the workbook is damaged, fetch it again", name, err)
		}
		switch t := t.(type) {
		case xml.Directive:
			return refuse(v.file, "the part %q has a declaration <!%.20s>: workbooks have none", name, t)
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return refuse(v.file, "the part %q is nested deeper than %d", name, maxDepth)
			}
			if depth == 1 {
				roots++
				c.sheet, c.strings = t.Name.Local == "worksheet", t.Name.Local == "sst" && strings.EqualFold(name, sharedStrings)
			}
			if err := c.start(t); err != nil {
				return err
			}
		case xml.EndElement:
			depth--
			if err := c.end(t); err != nil {
				return err
			}
		case xml.CharData:
			if c.index != nil {
				c.index = append(c.index, t...)
			}
		}
	}
	if roots != 1 {
		return refuse(v.file, "the part %q is empty, or holds several documents: the workbook is damaged, fetch it again", name)
	}
	return nil
}

// cells watches what goes by in a part: in a sheet the rows, which must come
// in order, and the strings to which cells point.
type cells struct {
	v       *verifier
	part    string
	sheet   bool
	strings bool
	row     int
	at      string // the cell
	shared  bool   // it points to a string
	index   []byte // which one; nil outside of the number
}

func (c *cells) start(t xml.StartElement) error {
	if !c.sheet {
		if c.v.elements++; c.v.elements > maxElements {
			return refuse(c.v.file, "the parts of the workbook besides its sheets have more than %d elements: no list needs so many", maxElements)
		}
		if c.strings && t.Name.Local == "si" {
			c.v.strings++
		}
		return nil
	}
	switch t.Name.Local {
	case "row":
		return c.nextRow(attr(t, "r"))
	case "c":
		if c.v.cells++; c.v.cells > maxCells {
			return refuse(c.v.file, "the workbook has more than %d cells: no list has so many", maxCells)
		}
		c.at, c.shared = attr(t, "r"), attr(t, "t") == "s"
	case "v":
		if c.shared {
			c.index = []byte{}
		}
	}
	return nil
}

func (c *cells) nextRow(number string) error {
	n := c.row + 1
	if number != "" {
		var err error
		if n, err = strconv.Atoi(number); err != nil {
			return refuse(c.v.file, "the part %q has a row with the number %q", c.part, number)
		}
	}
	if n <= c.row {
		return refuse(c.v.file, "the part %q has row %d after row %d: the workbook is damaged", c.part, n, c.row)
	}
	c.row = n
	return nil
}

func (c *cells) end(t xml.EndElement) error {
	if c.index == nil || t.Name.Local != "v" {
		return nil
	}
	index := strings.TrimSpace(string(c.index))
	c.index = nil
	if index == "" {
		return nil
	}
	n, err := strconv.Atoi(index)
	if err != nil || n < 0 || n >= c.v.strings {
		return refuse(c.v.file, "the part %q: cell %s points to string %q of %d: the workbook is damaged, fetch it again", c.part, c.at, index, c.v.strings)
	}
	return nil
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
