package regime

import (
	"fmt"
	"slices"
	"strings"
)

// Vote is a vote of the Council on a matter of substance. Members are named
// by ISO 3166 code.
type Vote struct {
	Date            Day      `json:"date"`
	Resolution      int      `json:"resolution,omitempty"` // none: the draft failed
	Subject         string   `json:"subject"`
	For             []string `json:"for"`
	Against         []string `json:"against"`
	Abstain         []string `json:"abstain"`
	Verified        bool     `json:"verified"`         // the count is documented
	MembersVerified bool     `json:"members_verified"` // and every name
	Source          string   `json:"source"`
}

// Result is what a vote came to.
type Result struct {
	Adopted bool     `json:"adopted"`
	For     int      `json:"for"`
	Against int      `json:"against"`
	Abstain int      `json:"abstain"`
	Vetoes  []string `json:"vetoes,omitempty"` // permanent members whose vote stopped it
	Reason  string   `json:"reason"`
}

// needed is the number of affirmative votes that Article 27 asks for.
const needed = 9

func permanent() []string { return []string{"cn", "fr", "gb", "ru", "us"} }

// Outcome applies Article 27(3) of the Charter: nine affirmative votes and no
// negative vote of a permanent member. An abstaining or absent permanent
// member does not block. The duty of a party to a dispute to abstain under
// Chapter VI is not looked at: measures under Chapter VII know none.
func Outcome(v Vote) Result {
	r := Result{For: len(v.For), Against: len(v.Against), Abstain: len(v.Abstain)}
	for _, m := range permanent() {
		if slices.Contains(v.Against, m) {
			r.Vetoes = append(r.Vetoes, m)
		}
	}
	switch {
	case r.For < needed:
		// Without nine votes the draft fails anyway and no negative vote is a veto.
		r.Vetoes = nil
		r.Reason = fmt.Sprintf("not adopted: %d of the %d votes needed", r.For, needed)
	case len(r.Vetoes) > 0:
		r.Reason = fmt.Sprintf("not adopted: %d votes for it, but a permanent member voted against: %s", r.For, strings.Join(r.Vetoes, ", "))
	default:
		r.Adopted = true
		r.Reason = fmt.Sprintf("adopted with %d votes and none of a permanent member against", r.For)
	}
	return r
}
