package ofac

import (
	"strings"

	"plimsoll/lists"
)

// null stands where the delimited files have nothing.
const null = "-0-"

// maxPieces is more than any remarks hold.
const maxPieces = 5000

// separator divides the pieces of the remarks. It may also stand inside a
// name, which quotation marks then hold together.
const separator = "; "

// remarks reads the remarks of an entry: a piece that begins with a word of
// OFAC's is a feature, a quoted name an alias, and everything else a note. The
// parts are one text, cut anywhere; each piece is said to be where it begins.
func (p *party) remarks(parts ...lists.Value) {
	text := parts[0].Raw
	if len(parts) > 1 {
		text = joinRaw(parts)
	}
	part, end := 0, len(parts[0].Raw)
	for at := 0; at < len(text); {
		for at >= end && part+1 < len(parts) {
			part++
			end += len(parts[part].Raw)
		}
		piece, next := nextPiece(text, at)
		v := parts[part]
		v.Raw = piece
		v.Text = lists.Clean(piece)
		p.remark(v)
		at = next
	}
}

// nextPiece cuts a piece off and says where the next one begins.
func nextPiece(text string, at int) (piece string, next int) {
	rest := text[at:]
	i := strings.Index(rest, separator)
	if k := strings.Index(rest, ".k.a. '"); k >= 0 && k < i {
		// The name ends with a quotation mark before a separator or at the end.
		if j := strings.Index(rest, "'"+separator); j >= 0 {
			i = j + 1
		} else {
			i = -1
		}
	}
	if i < 0 {
		return rest, len(text)
	}
	return rest[:i], at + i + len(separator)
}

// remark reads one piece.
func (p *party) remark(v lists.Value) {
	v.Text = strings.TrimPrefix(v.Text, "alt. ")
	if inner, ok := strings.CutPrefix(v.Text, "(Linked To: "); ok && strings.HasSuffix(inner, ")") {
		v.Text = "Linked To: " + strings.TrimSuffix(inner, ")")
	}
	if kind, name, ok := quotedAlias(v.Text); ok {
		p.name(kind, true, v.With(name), lists.Value{}, lists.Value{})
		return
	}
	w, value, ok := words().cut(v.Text)
	switch {
	case v.Empty() || p.hasTitle(v.Text): // the title is printed here once more
	case !ok:
		p.Party.Note(v, strings.TrimSuffix(v.Text, "."))
	case w.means == "passport" || w.means == "document" || w.means == "lei" || w.means == "ship":
		p.documentRemark(w, v, value)
	default:
		p.say(w, feature{Kind: w.name, Value: v.With(value)})
	}
}

// quotedAlias reads "a.k.a. 'NAME'", the form in which the delimited files
// print weak aliases.
func quotedAlias(text string) (kind, name string, ok bool) {
	if len(text) < 9 || text[1:8] != ".k.a. '" {
		return "", "", false
	}
	name, ok = strings.CutSuffix(text[8:], "'")
	return text[:6], name, ok && name != ""
}

func (p *party) hasTitle(text string) bool {
	for i := range p.Party.Statements {
		if s := &p.Party.Statements[i]; s.Prop == "position" && s.Value == text {
			return true
		}
	}
	return false
}

// documentRemark reads a number with what follows it: "472320665 (Korea, North)
// issued 26 Sep 2012 expires 26 Sep 2017". A text without a digit is no number
// but prose that begins with the same word.
func (p *party) documentRemark(w word, v lists.Value, value string) {
	f := feature{Kind: w.name}
	value, f.Expires = cutDate(value, " expires ", v)
	value, f.Issued = cutDate(value, " issued ", v)
	if !strings.ContainsAny(value, "0123456789") {
		p.Party.Note(v, v.Text)
		return
	}
	f.Value = v.With(value)
	p.say(w, f)
}

// cutDate takes a date off the end of a text.
func cutDate(text, mark string, v lists.Value) (rest string, date lists.Value) {
	i := strings.LastIndex(text, mark)
	if i < 0 {
		return text, lists.Value{}
	}
	day := text[i+len(mark):]
	if _, ok := readDate(day); !ok {
		return text, lists.Value{}
	}
	return text[:i], v.With(day)
}

// unterminated drops the full stop that ends the remarks of the delimited
// files.
func unterminated(v lists.Value) lists.Value {
	v.Raw = strings.TrimSuffix(strings.TrimRight(v.Raw, " "), ".")
	return v
}
