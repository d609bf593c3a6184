package un

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// slug makes the readable part of an id from a text: it depends on what the
// text says, not on where it stands, so that moving a block is no change.
func slug(s string) string {
	const limit = 48
	var b strings.Builder
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !isIDRune(c) }) {
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(w)
	}
	if b.Len() <= limit && b.Len() > 0 {
		return b.String()
	}
	return strings.Trim(b.String()[:min(limit-9, b.Len())], "-") + "-" + shortHash(s)
}

func isIDRune(c rune) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:4])
}
