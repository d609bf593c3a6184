package australia

import (
	"regexp"
	"slices"
	"strings"

	"plimsoll/lists"
)

var (
	imoLabel      = regexp.MustCompile(`(?i)\bIMO (?:company )?(?:identification )?(?:number|no\.?):? ?(\d{7})\b`)
	swiftLabel    = regexp.MustCompile(`\b(?:SWIFT(?:/BIC)?|BIC):? ?([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b`)
	genderLabel   = regexp.MustCompile(`(?i)\b(?:gender|sex): ?(male|female)\b`)
	unReference   = regexp.MustCompile(`^([A-Z]{2}[ie]\.\d{3})\b`)
	passportLabel = regexp.MustCompile(`(?i)\bpassport(?: (?:no|number|information))?\.?:? *`)
	passport      = regexp.MustCompile(`^(?:\(?[a-z]\) *|; *|, *)?((?:[A-Z]{1,3}[- ]?)?\d{5,10}[A-Z]?)\b(?: *\([^()]{0,120}\))?,? *`)
)

// information keeps the text as a note and takes out of it what a label names.
func (r *record) information(v lists.Value) {
	if v.Empty() {
		return
	}
	r.Party.Note(v, "%s", v.Text)
	if m := unReference.FindStringSubmatch(v.Text); m != nil {
		r.sanction.Say("unscId", m[1], v)
	}
	if strings.Contains(v.Text, "IMO") && r.Party.Schema != "Person" {
		for _, m := range imoLabel.FindAllStringSubmatch(v.Text, maxPieces) {
			r.Party.IMO(v.With(m[1]))
		}
	}
	if strings.Contains(v.Text, "SWIFT") || strings.Contains(v.Text, "BIC") {
		for _, m := range swiftLabel.FindAllStringSubmatch(v.Text, maxPieces) {
			if r.Party.Has("swiftBic") {
				r.Party.Say("swiftBic", m[1], v)
			}
		}
	}
	if m := genderLabel.FindStringSubmatch(v.Text); m != nil && r.Party.Has("gender") {
		r.Party.Say("gender", strings.ToLower(m[1]), v)
	}
	if r.Party.Schema == "Person" {
		for _, number := range passports(v.Text) {
			if r.first("passport", number) {
				r.Document("Passport", v.With(number))
			}
		}
	}
}

// passports finds the numbers that directly follow the word and, where they
// are a list, those after the first: "Passport no: a) 990011 (expired) b) 990022".
func passports(text string) []string {
	if !strings.Contains(strings.ToLower(text), "passport") {
		return nil
	}
	var out []string
	for _, m := range passportLabel.FindAllStringIndex(text, maxPieces) {
		rest := text[m[1]:]
		for first := true; ; first = false {
			n := passport.FindStringSubmatchIndex(rest)
			// A number after the first counts only behind a letter or semicolon.
			if n == nil || !first && n[2] == 0 {
				break
			}
			if number := rest[n[2]:n[3]]; !slices.Contains(out, number) {
				out = append(out, number)
			}
			rest = rest[n[1]:]
		}
	}
	return out
}
