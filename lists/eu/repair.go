package eu

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"

	"plimsoll/lists"
)

// damage is what was done to a CSV on its way.
type damage struct {
	wrapped bool // each line stands in one pair of quotation marks
	lossy   bool // it is no UTF-8
}

// repaired finds out what was done to the file and undoes it. A file saved in
// Windows-1252 has lost all Greek, Cyrillic and Arabic names for good.
func repaired(file lists.File) (io.Reader, damage, error) {
	var how damage
	utf8, err := file.IsUTF8()
	if err != nil {
		return nil, how, err
	}
	src := file.Reader()
	if !utf8 {
		how.lossy = true
		src = transform.NewReader(src, charmap.Windows1252.NewDecoder())
	}
	br := bufio.NewReaderSize(src, 64<<10)
	head, err := br.Peek(512)
	if err != nil && err != io.EOF { //nolint:errorlint // Peek returns the bare io.EOF of a short file
		return nil, how, fmt.Errorf("reading %s: %w", file.Name, err)
	}
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\ufeff")), []byte("\n"))
	if len(line) > 0 && line[0] == '"' && bytes.IndexByte(line[1:], ';') >= 0 && bytes.IndexByte(line[1:], '"') < 0 {
		how.wrapped = true
		return &unwrapper{r: br, limit: maxLine, name: file.Name}, how, nil
	}
	return br, how, nil
}

// maxLine bounds a line of a wrapped file.
const maxLine = 1 << 20

// unwrapper takes the marks and tabs off lines that a spreadsheet program read
// as one cell each: "a;b;""c;d"";e<tab><tab>" is a;b;"c;d";e.
type unwrapper struct {
	r     *bufio.Reader
	limit int
	name  string
	left  []byte
	line  int
	at    int64
}

func (u *unwrapper) Read(b []byte) (int, error) {
	for len(u.left) == 0 {
		raw, err := u.next()
		if err != nil {
			return 0, err
		}
		u.line++
		line := bytes.TrimRight(raw, "\r\n")
		if len(line) < 2 || line[0] != '"' || line[len(line)-1] != '"' {
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			return 0, &lists.ParseError{File: u.name, Line: u.line, Offset: u.at, Reason: "the lines before this one stand in quotation marks, this one does not: a spreadsheet program saved the file, fetch it again from its source"}
		}
		u.at += int64(len(raw))
		line = bytes.TrimRight(line[1:len(line)-1], "\t")
		u.left = append(bytes.ReplaceAll(line, []byte(`""`), []byte(`"`)), '\n')
	}
	n := copy(b, u.left)
	u.left = u.left[n:]
	return n, nil
}

func (u *unwrapper) next() ([]byte, error) {
	var whole []byte
	for {
		part, err := u.r.ReadSlice('\n')
		whole = append(whole, part...)
		switch {
		case len(whole) > u.limit:
			return nil, &lists.ParseError{File: u.name, Line: u.line + 1, Offset: u.at, Reason: fmt.Sprintf("a line is longer than %d bytes", u.limit)}
		case err == bufio.ErrBufferFull: //nolint:errorlint // ReadSlice returns it bare
			continue
		case err == io.EOF && len(whole) > 0: //nolint:errorlint // as above
			return whole, nil
		case err != nil:
			return nil, err
		}
		return whole, nil
	}
}
