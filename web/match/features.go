package match

import (
	"strings"

	"plimsoll/screen"
)

// features describes what the scorer compares, by the names under which
// explanations tell of it, and from which properties each is read.
var features = []struct {
	name, about string
	props       []string
}{
	{"name", "Words of the names that agree, in whatever script and spelling.", []string{
		"name", "alias", "previousName", "weakAlias", "abbreviation", "firstName", "secondName", "middleName", "lastName",
	}},
	{"names", "What agrees in all, in bits, and what it makes of the two names: the score is the probability that they are one party's.", nil},
	{"unmatched", "Words that stand in one of the two names only: they lower the score by their weight.", nil},
	{"number", "Numbers in the names differ, or stand in one only.", nil},
	{"legal form", "The names bear different legal forms.", nil},
	{"order", "The syllables of a Korean name stand in another order.", nil},
	{"father", "What is the father's name in one is the child's in the other (X bin Y, Y bin X).", nil},
	{"weak alias", "The listed name is a weak alias.", nil},
	{"birthDate", "Birth dates agree or contradict, as far as both are known.", []string{"birthDate"}},
	{"address", "Addresses agree: the same numbers and most of the words. One that differs says nothing.", []string{"address"}},
	{"gender", "Both are known and differ.", []string{"gender"}},
	{"country", "Countries are known on both sides and none is common.", []string{"nationality", "citizenship", "country", "mainCountry", "jurisdiction"}},
	{"imoNumber", "IMO numbers of ships are equal, or both valid and different.", []string{"imoNumber"}},
	{"mmsi", "The ships' radio identities are equal.", []string{"mmsi"}},
	{"callSign", "The ships' radio call signs are equal.", []string{"callSign"}},
	{"swiftBic", "The banks' identifier codes are equal.", []string{"swiftBic", "bic"}},
	{"publicKey", "The wallets' addresses are equal.", []string{"publicKey", "cryptoWallet"}},
	{"passportNumber", "A document's or register's number is equal; other properties of that kind explain under their own names.", []string{
		"passportNumber", "idNumber", "registrationNumber", "taxNumber", "socialSecurityNumber", "innCode", "ogrnCode", "okpoCode",
		"vatCode", "leiCode", "dunsCode", "uniqueEntityId", "accountNumber", "iban", "isinCode",
	}},
}

// compared reports whether the scorer reads a property.
func compared(prop string) bool {
	for i := range features {
		if contains(features[i].props, prop) {
			return true
		}
	}
	return false
}

// explanation is what one feature said, in the field's form. The reasons of
// one feature are put together: the score is the least of theirs, the weight
// their sum.
type explanation struct {
	Detail    string   `json:"detail"`
	Score     float64  `json:"score"`
	Query     *string  `json:"query"`
	Candidate *string  `json:"candidate"`
	Weight    *float64 `json:"weight"`
}

func explain(reasons []screen.Reason) map[string]explanation {
	type parts struct {
		detail, query, listed []string
		score, weight         float64
	}
	all := map[string]*parts{}
	for _, r := range reasons {
		p := all[r.Feature]
		if p == nil {
			p = &parts{score: r.Score}
			all[r.Feature] = p
		}
		p.score = min(p.score, r.Score)
		p.weight += r.Weight
		p.detail = append(p.detail, r.Text)
		if r.Query != "" {
			p.query = append(p.query, r.Query)
		}
		if r.Listed != "" {
			p.listed = append(p.listed, r.Listed)
		}
	}
	out := make(map[string]explanation, len(all))
	for name, p := range all {
		e := explanation{
			Detail: strings.Join(p.detail, "; "), Score: p.score, Query: joined(p.query), Candidate: joined(p.listed),
		}
		if p.weight != 0 {
			e.Weight = &p.weight
		}
		out[name] = e
	}
	return out
}

func joined(words []string) *string {
	if len(words) == 0 {
		return nil
	}
	s := strings.Join(words, " ")
	return &s
}
