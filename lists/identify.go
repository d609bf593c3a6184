package lists

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// HeadSize is how much of a file sniffing looks at.
const HeadSize = 4096

// Identity is whose list a file is, in which format, and which part of it.
type Identity struct {
	Authority Authority
	Format    Format
	Part      string
}

// Identify finds whose list a file is, from its name and its first HeadSize
// bytes. A file that is nobody's is refused with what its first bytes look
// like and what could be read instead.
func Identify(authorities []Authority, name string, data []byte) (Identity, error) {
	head := data[:min(len(data), HeadSize)]
	var known []string
	for _, a := range authorities {
		for _, f := range a.Formats {
			if part := f.Sniff(name, head); part != "" {
				return Identity{a, f, part}, nil
			}
		}
		known = append(known, a.Title)
	}
	return Identity{}, &ParseError{
		File: name, Line: 1, Offset: 0,
		Reason: fmt.Sprintf("not a list this program knows: it looks like %s. Known are: %s", describe(head), strings.Join(known, "; ")),
	}
}

// describe says what a file seems to be, for a person who fetched the wrong
// thing.
func describe(head []byte) string {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))
	lower := bytes.ToLower(trimmed[:min(len(trimmed), 512)])
	starts := func(prefixes ...string) bool {
		for _, p := range prefixes {
			if bytes.HasPrefix(lower, []byte(p)) {
				return true
			}
		}
		return false
	}
	switch {
	case len(trimmed) == 0:
		return "an empty file"
	case bytes.HasPrefix(trimmed, []byte("PK\x03\x04")):
		return "a ZIP archive or an office document"
	case bytes.HasPrefix(trimmed, []byte("\x1f\x8b")), bytes.HasPrefix(trimmed, []byte("\xfd7zXZ")), bytes.HasPrefix(trimmed, []byte("BZh")):
		return "a compressed file: unpack it first"
	case starts("%pdf"):
		return "a PDF"
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return "text in UTF-16: save it as UTF-8"
	case starts("<!doctype html", "<html") || bytes.Contains(lower, []byte("<html")):
		return "an HTML page, perhaps an error page of the site"
	case starts("{", "["):
		return fmt.Sprintf("JSON beginning %q", excerpt(trimmed))
	case starts("<"):
		return fmt.Sprintf("XML beginning %q", excerpt(trimmed))
	case bytes.IndexByte(head, 0) >= 0 || !utf8.Valid(trimEndRune(head)):
		return fmt.Sprintf("binary data or text that is not UTF-8, beginning %q", excerpt(trimmed))
	}
	return fmt.Sprintf("text beginning %q", excerpt(trimmed))
}

func excerpt(b []byte) string { return Clean(string(b[:min(len(b), 60)])) }

// trimEndRune drops a character that the end of the head cut in two.
func trimEndRune(b []byte) []byte {
	for i := 0; i < utf8.UTFMax && len(b) > 0; i++ {
		if r, n := utf8.DecodeLastRune(b); r != utf8.RuneError || n != 1 {
			break
		}
		b = b[:len(b)-1]
	}
	return b
}
