package japan

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"plimsoll/lists"
)

// nationality states each country of a cell. Some cells have the Latin name
// behind the Japanese one, which says the same, and some a sentence that begins
// with the country.
func (r *record) nationality(column string, v lists.Value) {
	prop := "nationality"
	if !r.Party.Has(prop) {
		prop = "country"
	}
	for _, line := range lines(v.Raw) {
		codes, exact := countriesIn(line)
		for _, code := range codes {
			r.Party.Say(prop, code, v)
		}
		if !exact {
			r.Party.Note(v, "%s: %s", column, line)
		}
		if len(codes) == 0 {
			r.f.r.Warn(v.Place, "nationality not understood, kept in notes")
		}
	}
}

func countriesIn(line string) (codes []string, exact bool) {
	for _, text := range tidy(splitTop(line, "、,")) {
		if i := strings.IndexFunc(text, func(c rune) bool { return c < utf8.RuneSelf && c != '(' }); i > 0 && isJapanese(text) {
			text = trim(text[:i])
		}
		found, exact := lists.Countries(text)
		if !exact {
			code, _ := countryOf(line)
			if code == "" {
				return nil, false
			}
			return []string{code}, false
		}
		codes = append(codes, found...)
	}
	return codes, true
}

// documentNumber is what remains of a piece that names a document.
var documentNumber = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ./()-]*$`)

// documents makes the documents of a cell. A piece that has no number tells
// more of the document before it.
func (r *record) documents(kind, column string, v lists.Value) {
	var last *lists.Subject
	for _, piece := range lines(v.Raw) {
		if squeeze(piece) == unknown {
			continue
		}
		number := numberIn(piece)
		switch {
		case number == "" && last != nil:
			last.Note(v, "%s", piece)
		case number == "":
			r.Party.Note(v, "%s: %s", column, piece)
		case r.once("document " + number):
			last = r.Document(kind, v.With(number))
			if number != piece {
				last.Note(v, "%s", piece)
			}
		}
	}
}

// numberIn finds the number of a document: what follows the Japanese words at
// the beginning, up to the next mark. "灯台国旅券 D 000999（1998年発行）".
func numberIn(piece string) string {
	head := piece
	if i := strings.IndexAny(head, "(,、"); i > 0 && !strings.HasPrefix(head[i:], "(9)") {
		head = head[:i]
	}
	i := strings.LastIndexFunc(head, func(c rune) bool { return c >= utf8.RuneSelf })
	if i >= 0 {
		_, n := utf8.DecodeRuneInString(head[i:])
		head = head[i+n:]
	}
	head = strings.Trim(head, " :;.-")
	head = strings.TrimPrefix(strings.TrimPrefix(head, "No."), "ID:")
	digits := 0
	for _, c := range head {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	if digits < 4 || !documentNumber.MatchString(head) {
		return ""
	}
	return strings.TrimSpace(head)
}

func (r *record) addresses(column string, v lists.Value) error {
	pieces := lines(v.Raw)
	if len(pieces) > maxPieces {
		return &lists.ParseError{File: r.f.file(), Offset: -1, Reason: v.Place + ": the cell holds too many addresses"}
	}
	for _, text := range pieces {
		switch {
		case squeeze(text) == unknown:
		case strings.Contains(text, "。"): // a sentence
			r.Party.Note(v, "%s: %s", column, text)
		case r.once("address " + text):
			r.address(v, text)
		}
	}
	return nil
}

func (r *record) address(v lists.Value, text string) {
	code, alone := countryOf(text)
	post := lists.Postal{Full: v.With(text)}
	if code != "" {
		post.Country = v.With(code)
	}
	if alone {
		post.Full = lists.Value{}
	}
	r.Address(post)
}

// longestCountry is the longest name of a country in characters that a Japanese
// address begins with.
const longestCountry = 14

// countryOf finds the country of an address: at its beginning in Japanese, at
// its end in Latin letters. Alone says that there is nothing else.
func countryOf(text string) (code string, alone bool) {
	if isJapanese(text) {
		chars := []rune(text)
		for n := min(longestCountry, len(chars)); n > 1; n-- {
			head := string(chars[:n])
			if !isJapanese(string(chars[n-1])) && chars[n-1] != 'ー' {
				continue
			}
			if codes, exact := lists.Countries(head); exact {
				return codes[0], n == len(chars)
			}
		}
	}
	parts := strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == '、' })
	if n := len(parts); n > 1 { // "Virgin Islands, British"
		if codes, exact := lists.Countries(parts[n-2] + "," + parts[n-1]); exact {
			return codes[0], n == 2
		}
	}
	if len(parts) == 0 {
		return "", false
	}
	tail := strings.Trim(parts[len(parts)-1], " .")
	if utf8.RuneCountInString(tail) < 2 || len(tail) < 3 { // "IN" may be Indiana
		return "", false
	}
	codes, exact := lists.Countries(tail)
	if !exact {
		return "", false
	}
	return codes[0], trim(text) == tail
}

// labelled is a line "label: value" of その他の情報.
var labelled = regexp.MustCompile(`^([^:]{1,40}?) *: *(.+)$`)

// other keeps the text as a note and takes out what a label names.
func (r *record) other(v lists.Value) error {
	r.Party.Note(v, "%s", v.Text)
	for _, line := range strings.FieldsFunc(narrow(v.Raw), func(c rune) bool { return c == '\n' || c == '\r' || c == '。' }) {
		m := labelled.FindStringSubmatch(lists.Clean(line))
		if m == nil {
			continue
		}
		said := v.With(strings.TrimSpace(m[2]))
		if err := r.label(squeeze(m[1]), v, said); err != nil {
			return err
		}
	}
	return nil
}

func (r *record) label(label string, v, said lists.Value) error {
	text := said.Text
	switch label {
	case "IMO番号":
		r.firmNumbers(said)
	case "SWIFT", "SWIFT/BIC", "BIC":
		code := strings.ReplaceAll(text, " ", "")
		if r.Party.Has("swiftBic") && (len(code) == 8 || len(code) == 11) {
			r.Party.Say("swiftBic", code, v)
		}
	case "電話番号", "電話":
		for _, number := range tidy(strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(";、,", c) })) {
			r.Party.Say("phone", number, v)
		}
	case "メールアドレス", "Eメールアドレス", "Eメール・アドレス":
		for _, mail := range tidy(strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(";、, ", c) })) {
			if strings.Contains(mail, "@") {
				r.Party.Say("email", mail, v)
			}
		}
	case "出生地":
		if r.Party.Has("birthPlace") {
			r.Party.Say("birthPlace", text, v)
		}
	case "生年月日":
		if r.Party.Has("birthDate") {
			dates, _ := births(text)
			for _, d := range dates {
				r.Party.DateAs("birthDate", d, v)
			}
		}
	case "死亡年月日":
		if d, ok := birthDay(squeeze(text), ""); ok && r.Party.Has("deathDate") {
			r.Party.DateAs("deathDate", d, v)
		}
	case "性別":
		r.gender(text, v)
	case "住所", "所在地":
		return r.addresses(label, lists.Value{Text: text, Raw: text, Place: v.Place, Exhibit: v.Exhibit})
	}
	return nil
}

func (r *record) gender(text string, v lists.Value) {
	if !r.Party.Has("gender") {
		return
	}
	switch {
	case strings.HasPrefix(text, "男"):
		r.Party.Say("gender", "male", v)
	case strings.HasPrefix(text, "女"):
		r.Party.Say("gender", "female", v)
	}
}

var digits = regexp.MustCompile(`\d{7,}`)

// firmNumbers states the numbers that the IMO gives to firms. Several may have
// run together to one, of which a spreadsheet keeps fifteen digits; what is
// left of the last is a number of no firm.
func (r *record) firmNumbers(v lists.Value) {
	if !r.Party.Has("imoNumber") {
		return
	}
	for _, run := range digits.FindAllString(v.Text, maxPieces) {
		if len(run) == 7 {
			r.firmNumber(v.With(run))
			continue
		}
		for i := 0; i+7 <= len(run); i += 7 {
			number, valid := lists.IMOCompanyNumber(run[i : i+7])
			if !valid {
				r.f.r.Warn(v.Place, "IMO numbers that run together, kept in notes: %s", run)
				continue
			}
			r.firmNumber(v.With(number))
		}
	}
}

func (r *record) firmNumber(v lists.Value) {
	if r.once("IMO " + v.Text) {
		r.Party.FirmIMO(v)
	}
}
