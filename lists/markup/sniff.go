package markup

import (
	"bytes"
	"strings"
)

// FirstTag is the local name of the first element of a file that begins with
// head, and "" where it begins with something else.
func FirstTag(head []byte) string {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	for {
		var end string
		switch {
		case bytes.HasPrefix(head, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(head, []byte("<!--")):
			end = "-->"
		case len(head) > 0 && head[0] == '<':
			name := string(head[1:min(len(head), 80)])
			if i := strings.IndexAny(name, "> \t\r\n/"); i >= 0 {
				name = name[:i]
			}
			return name[strings.IndexByte(name, ':')+1:]
		default:
			return ""
		}
		_, rest, found := bytes.Cut(head, []byte(end))
		if !found {
			return ""
		}
		head = bytes.TrimLeft(rest, " \t\r\n")
	}
}
