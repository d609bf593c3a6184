package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"unicode/utf8"
)

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// around is how many lines are shown before and after the one asked for;
// longest is where one line is cut.
const (
	around  = 12
	longest = 400
)

func (s *site) exhibit(r *http.Request) (view, error) {
	id := r.PathValue("id")
	if !sha256Hex.MatchString(id) {
		return view{}, badRequest("An exhibit is asked for by its SHA-256: 64 digits, 0 to 9 and a to f, small letters.")
	}
	x, err := s.source.Exhibit(r.Context(), id)
	if err != nil {
		return view{}, err
	}
	line, offset, err := placeAsked(r)
	if err != nil {
		return view{}, err
	}
	if x.Text {
		body, err := s.source.OpenLines(r.Context(), id)
		if err != nil {
			return view{}, fmt.Errorf("opening exhibit %s: %w", id, err)
		}
		defer body.Close() //nolint:errcheck // only read
		if x.Window, err = window(body, line, offset); err != nil {
			return view{}, fmt.Errorf("reading exhibit %s: %w", id, err)
		}
		if line > 0 && len(x.Window.Lines) == 0 {
			return view{}, badRequest(fmt.Sprintf("This exhibit has no line %d: it ends before that. Open it without ?line to see its beginning.", line))
		}
	}
	return view{name: "exhibit", title: "Exhibit " + x.Name, nav: "", hangul: true, data: x}, nil
}

func placeAsked(r *http.Request) (line int, offset int64, err error) {
	q := r.URL.Query()
	if v := q.Get("line"); v != "" {
		if line, err = strconv.Atoi(v); err != nil || line < 1 {
			return 0, 0, badRequest(fmt.Sprintf("%q is not a line number. Lines are counted from 1.", v))
		}
	}
	if v := q.Get("offset"); v != "" {
		if offset, err = strconv.ParseInt(v, 10, 64); err != nil || offset < 0 {
			return 0, 0, badRequest(fmt.Sprintf("%q is not an offset. Bytes are counted from 0.", v))
		}
	}
	return line, offset, nil
}

// window reads the lines around a line, or around the line that holds an
// offset; the beginning where neither is asked for.
func window(body io.Reader, line int, offset int64) (*Window, error) {
	in := bufio.NewReaderSize(body, 64<<10)
	w := &Window{Wanted: line}
	at := int64(0)
	for n := 1; ; n++ {
		l, length, err := oneLine(in)
		if length > 0 {
			l.N, l.Offset = n, at
			if w.Wanted == 0 && offset > 0 && offset < at+length {
				w.Wanted = n
			}
			if w.Wanted > 0 && n > w.Wanted+around || w.Wanted == 0 && offset == 0 && n > 2*around {
				w.More = true
				return w, nil
			}
			w.Lines = append(w.Lines, l)
			// The place is still ahead: keep only what may stand before it.
			if ahead := w.Wanted == 0 && offset > 0 || w.Wanted > n; ahead && len(w.Lines) > around {
				w.Lines = w.Lines[1:]
			}
		}
		if errors.Is(err, io.EOF) {
			if n < w.Wanted || length == 0 && n == w.Wanted || w.Wanted == 0 && offset > 0 {
				w.Lines = nil // the place lies behind the end
			}
			return w, nil
		}
		if err != nil {
			return nil, err
		}
		at += length
	}
}

// oneLine reads to the end of a line and keeps its first bytes: an exhibit
// may be one line of a gigabyte.
func oneLine(in *bufio.Reader) (TextLine, int64, error) {
	var l TextLine
	var kept []byte
	var length int64
	for {
		part, err := in.ReadSlice('\n')
		length += int64(len(part))
		if room := longest - len(kept); room > 0 {
			kept = append(kept, part[:min(room, len(part))]...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		for len(kept) > 0 && (kept[len(kept)-1] == '\n' || kept[len(kept)-1] == '\r') {
			kept = kept[:len(kept)-1]
		}
		l.Cut = length > int64(len(kept)+2)
		l.Text = readable(kept)
		return l, length, err
	}
}

// readable shows bytes that are no text as what they are, in hexadecimal.
func readable(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var out []byte
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			out = fmt.Appendf(out, "\\x%02x", b[0])
		} else {
			out = append(out, b[:n]...)
		}
		b = b[n:]
	}
	return string(out)
}

// exhibitBytes hands the exhibit out as it came, to be saved and not shown:
// it may be a hostile page.
func (s *site) exhibitBytes(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !sha256Hex.MatchString(id) {
		s.fail(w, r, badRequest("An exhibit is asked for by its SHA-256: 64 digits, 0 to 9 and a to f, small letters."))
		return
	}
	x, err := s.source.Exhibit(r.Context(), id)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body, err := s.source.OpenExhibit(r.Context(), id)
	if err != nil {
		s.fail(w, r, fmt.Errorf("opening exhibit %s: %w", id, err))
		return
	}
	defer body.Close() //nolint:errcheck // only read
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Security-Policy", "sandbox")
	h.Set("Content-Disposition", `attachment; filename="`+safeName.ReplaceAllString(x.Name, "-")+`"`)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `"`+id+`"`)
	h.Set("Content-Length", strconv.FormatInt(x.Size, 10))
	if r.Method == http.MethodHead {
		return
	}
	if _, err := io.Copy(w, body); err != nil {
		s.log.WarnContext(r.Context(), "sending an exhibit", "sha256", id, "error", err)
	}
}
