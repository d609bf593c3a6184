package lists

import (
	"fmt"
	"io"
	"unicode/utf8"
)

// IsUTF8 reads the file to its end or to the first byte that no UTF-8 has.
func (f File) IsUTF8() (bool, error) {
	r, buf, kept := f.Reader(), make([]byte, 64<<10), 0
	for {
		n, err := r.Read(buf[kept:])
		if err != nil && err != io.EOF { //nolint:errorlint // a section of a file returns the bare io.EOF
			return false, fmt.Errorf("reading %s: %w", f.Name, err)
		}
		b, end := buf[:kept+n], err == io.EOF //nolint:errorlint // as above
		whole := len(b)
		for back := 1; !end && back < utf8.UTFMax && back <= len(b); back++ {
			if utf8.RuneStart(b[len(b)-back]) { // the last character may go on in the next piece
				whole = len(b) - back
				break
			}
		}
		if !utf8.Valid(b[:whole]) {
			return false, nil
		}
		if end {
			return true, nil
		}
		kept = copy(buf, b[whole:])
	}
}
