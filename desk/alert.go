package desk

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/network"
	"plimsoll/screen"
)

// Against is what a book is screened against.
type Against struct {
	// Entities of the current snapshots: parties, their Sanction rows, and who
	// owns whom. Those with the topic "sanction" are the listed ones.
	Entities []*ftm.Entity
	// Reported are the parties of published findings.
	Reported []ReportedParty
	// Rule of ownership, and the day on which it is asked.
	Rule network.Rule
	Day  time.Time
}

// ReportedParty is a party of a published finding, with the dissents that
// travel with it.
type ReportedParty struct {
	Entity   *ftm.Entity
	Finding  string
	Sentence string
	Dissents []string
	Measures []string
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
	Status      Status          `json:"status"`
	Action      Action          `json:"action"` // what the policy recommends
	Why         string          `json:"why"`
	Score       float64         `json:"score"`
	Reasons     []screen.Reason `json:"reasons"`
	Ownership   string          `json:"ownership,omitempty"` // the path, in words
	Findings    []FindingRef    `json:"findings,omitempty"`
	Raised      time.Time       `json:"raised"`
	Due         time.Time       `json:"due"`
}

// FindingRef is a published finding that names the party.
type FindingRef struct {
	ID       string   `json:"id"`
	Sentence string   `json:"sentence"`
	Dissents []string `json:"dissents"`
	Measures []string `json:"measures"`
}

// alertID is the same for the same row, party and status, however often and
// with whatever later snapshot the book is screened: nothing is raised twice.
func alertID(institution string, row, entity string, s Status) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{"alert", institution, row, entity, string(s)}, "\x1f")))
	return "A-" + hex.EncodeToString(sum[:6])
}

// screening is one pass over a book.
type screening struct {
	policy   *Policy
	listed   map[string]bool
	sanction map[string][]ftm.Statement // listing statements, by party
	owned    map[string]string          // party to the path in words
	reported map[string][]FindingRef
	index    *screen.Index
}

// prepare builds the index of everybody whom an alert can be about: listed
// parties, parties owned by them, and parties of findings. A party that is
// listed and reported is listed; the finding is shown with it.
func prepare(p *Policy, a Against) *screening {
	s := &screening{
		policy: p, listed: map[string]bool{}, sanction: map[string][]ftm.Statement{}, owned: map[string]string{},
		reported: map[string][]FindingRef{},
	}
	var ids []string
	for _, e := range a.Entities {
		if e.Listed() && e.Schema != "Sanction" {
			s.listed[e.ID] = true
			ids = append(ids, e.ID)
		}
		if e.Schema == "Sanction" {
			for _, party := range e.Values("entity") {
				s.sanction[party] = append(s.sanction[party], e.Statements...)
			}
		}
	}
	graph := network.Build(a.Entities)
	for _, o := range graph.OwnedByListed(ids, a.Rule, a.Day) {
		s.owned[o.ID] = graph.Explain(o)
	}
	var parties []*ftm.Entity
	for _, e := range a.Entities {
		if _, owned := s.owned[e.ID]; s.listed[e.ID] || owned {
			parties = append(parties, e)
		}
	}
	for _, r := range a.Reported {
		id := s.listedAs(r.Entity, parties)
		if len(s.reported[id]) == 0 && !s.listed[id] && s.owned[id] == "" {
			parties = append(parties, r.Entity)
		}
		s.reported[id] = append(s.reported[id], FindingRef{r.Finding, r.Sentence, r.Dissents, r.Measures})
	}
	s.index = screen.Build(parties)
	return s
}

// listedAs returns the id under which lists or ownership already know a
// reported ship, by its IMO number, else its own: one party, one alert.
func (s *screening) listedAs(e *ftm.Entity, parties []*ftm.Entity) string {
	for _, imo := range e.Values("imoNumber") {
		for _, p := range parties {
			if (s.listed[p.ID] || s.owned[p.ID] != "") && slices.Contains(p.Values("imoNumber"), imo) {
				return p.ID
			}
		}
	}
	return e.ID
}

func (s *screening) status(id string) Status {
	switch {
	case s.listed[id]:
		return Listed
	case s.owned[id] != "":
		return Owned
	default:
		return Reported
	}
}

// alerts screens one row.
func (s *screening) alerts(institution, book string, r Row) []Alert {
	var out []Alert
	for _, h := range s.index.Search(r.Query(), s.policy.Threshold) {
		status := s.status(h.Entity.ID)
		rule := s.policy.Statuses[status]
		out = append(out, Alert{
			ID: alertID(institution, r.ID, h.Entity.ID, status), Institution: institution, Book: book,
			Row: Party{r.ID, r.Schema, r.Name, r.Line, r.Properties},
			Met: Met{
				h.Entity.ID, h.Entity.Schema, h.Entity.Caption(), h.Entity.Properties(),
				append(matched(h), s.sanction[h.Entity.ID]...),
			},
			Status: status, Action: rule.Action, Why: rule.Why, Score: h.Score, Reasons: h.Reasons,
			Ownership: s.owned[h.Entity.ID], Findings: s.reported[h.Entity.ID],
		})
	}
	return out
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

// Lookup screens one question against everybody an alert can be about. The
// hits are alerts in form; nothing is raised.
func Lookup(a Against, q screen.Query, threshold float64) []Alert {
	p := *DefaultPolicy()
	p.Threshold = threshold
	props := q.Properties
	if len(q.Names) > 0 {
		props = map[string][]string{}
		maps.Copy(props, q.Properties)
		props["name"] = append(slices.Clone(props["name"]), q.Names...)
	}
	return prepare(&p, a).alerts("", "", Row{Schema: q.Schema, Properties: props})
}
