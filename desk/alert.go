package desk

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/network"
	"plimsoll/screen"
)

// Against is what a book is screened against.
type Against struct {
	// Source says which snapshots the entities are of.
	Source []screen.Source
	// Entities of the current snapshots: parties, their Sanction rows, and who
	// owns whom. Those with the topic "sanction" are the listed ones, unless
	// their Sanction rows say that all of it ended before the day.
	Entities []*ftm.Entity
	// Reported are the parties of published findings.
	Reported []ReportedParty
	// Rule of ownership, and the day on which it is asked.
	Rule network.Rule
	Day  time.Time
	// Index gives an index of parties, which what they are of names; nil: it is
	// built in memory.
	Index func(parties []*ftm.Entity, of []screen.Source) (*screen.Index, error)
}

// ReportedParty is a party of a published finding.
type ReportedParty struct {
	Entity  *ftm.Entity
	Finding FindingRef
}

// Party is the row an alert is about.
type Party struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Name       string              `json:"name"`
	Line       int                 `json:"line"`
	Properties map[string][]string `json:"properties"`
}

// Met is the party the row may be.
type Met struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Name       string              `json:"name"`
	Properties map[string][]string `json:"properties"`
	// Statements of the listing and of what was matched, each with the exhibit
	// and the place that say so.
	Statements []ftm.Statement `json:"statements,omitempty"`
}

// Alert is a row that may be a listed, owned or reported party.
type Alert struct {
	ID          string          `json:"id"`
	Institution string          `json:"institution"`
	Book        string          `json:"book"` // exhibit
	Row         Party           `json:"row"`
	Met         Met             `json:"met"`
	Status      network.Status  `json:"status"`
	Action      Action          `json:"action"` // what the policy recommends
	Why         string          `json:"why"`
	Score       float64         `json:"score"`
	Reasons     []screen.Reason `json:"reasons"`
	Ownership   string          `json:"ownership,omitempty"` // the path, in words
	Findings    []FindingRef    `json:"findings,omitempty"`
	Raised      time.Time       `json:"raised"`
	Due         time.Time       `json:"due"`
}

// FindingRef is a published finding that names the party, with the dissents
// that travel with it.
type FindingRef struct {
	ID       string   `json:"id"`
	Sentence string   `json:"sentence"`
	Dissents []string `json:"dissents"`
	Measures []string `json:"measures"`
}

// alertID is the same for the same row, party and status, however often and
// with whatever later snapshot the book is screened: nothing is raised twice.
func alertID(institution string, row, entity string, s network.Status) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{"alert", institution, row, entity, string(s)}, "\x1f")))
	return "A-" + hex.EncodeToString(sum[:6])
}

// matched picks the statements of the party that a reason speaks of.
func matched(h screen.Hit) []ftm.Statement {
	var out []ftm.Statement
	for _, st := range h.Entity.Statements {
		if st.Value == h.Name || slices.ContainsFunc(h.Reasons, func(r screen.Reason) bool {
			return r.Feature == st.Prop && r.Listed != ""
		}) {
			out = append(out, st)
		}
	}
	return out
}

func sortAlerts(a []Alert) {
	slices.SortFunc(a, func(x, y Alert) int {
		return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.Row.Line, y.Row.Line), cmp.Compare(x.ID, y.ID))
	})
}
