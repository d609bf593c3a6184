package joins

import "strings"

// chunk is how much text is set aside at a time.
const chunk = 1 << 20

// keeper holds the text of a million entities in few pieces. What it returns
// is its own copy: the text of an entity may be a slice of a whole line.
type keeper struct {
	text  *strings.Builder
	words map[string]string
}

func newKeeper() keeper { return keeper{text: new(strings.Builder), words: map[string]string{}} }

// keep returns a copy.
func (k *keeper) keep(s string) string {
	if s == "" {
		return ""
	}
	if k.text.Cap()-k.text.Len() < len(s) {
		k.text = new(strings.Builder)
		k.text.Grow(max(chunk, len(s)))
	}
	from := k.text.Len()
	k.text.WriteString(s)
	return k.text.String()[from:]
}

// word returns the one copy of a text that comes again and again.
func (k *keeper) word(s string) string {
	if s == "" {
		return ""
	}
	if have, ok := k.words[s]; ok {
		return have
	}
	s = k.keep(s)
	k.words[s] = s
	return s
}
