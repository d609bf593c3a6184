package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/network"
	"plimsoll/screen"
)

// Screening answers which of those that an alert can be about a party may be:
// listed parties, parties owned by them, and parties of published findings. It
// is read-only and may be used by many goroutines.
type Screening struct {
	against  Against
	listed   map[string]bool
	sanction map[string][]ftm.Statement // listing statements, by party
	owned    map[string]string          // party to the path in words
	ended    []string                   // parties whose list says that they were listed until a day before
	reported map[string][]FindingRef
	added    int // parties that are on no list
	index    *screen.Index
	id       string
}

// Hit is a party that a question may mean, with its legal status.
type Hit struct {
	screen.Hit
	Status    network.Status  `json:"status"`
	Ownership string          `json:"ownership,omitempty"` // the path, in words
	Findings  []FindingRef    `json:"findings,omitempty"`
	Listing   []ftm.Statement `json:"-"` // what its list says of the listing
}

// Prepare builds the index of everybody whom an alert can be about. A party
// that is listed and reported is listed; the finding is shown with it. One
// whose listing ended before the day is listed no more.
func Prepare(a Against) (*Screening, error) {
	s := &Screening{
		against: a, listed: map[string]bool{}, sanction: map[string][]ftm.Statement{}, owned: map[string]string{},
		reported: map[string][]FindingRef{},
	}
	var ids []string
	ended := lists.EndedBefore(a.Day, a.Entities)
	for _, e := range a.Entities {
		if e.Listed() && e.Schema != "Sanction" && ended.Party(e) {
			s.ended = append(s.ended, e.ID)
		} else if e.Listed() && e.Schema != "Sanction" {
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
	parties := s.parties()
	if err := s.open(parties); err != nil {
		return nil, err
	}
	s.id = s.name()
	return s, nil
}

// open has the parties indexed. Which they are follows from the snapshots, and
// from whose listing has ended, who is owned and who reported.
func (s *Screening) open(parties []*ftm.Entity) (err error) {
	of := append(slices.Clone(s.against.Source), screen.Source{Dataset: "owned and reported", Snapshot: s.beside(parties)})
	if s.against.Index == nil {
		s.index = screen.Build(parties, of...)
	} else if s.index, err = s.against.Index(parties, of); err != nil {
		return err
	}
	byID := make(map[[2]string]*ftm.Entity, len(parties))
	for _, e := range parties {
		if len(e.Statements) > 0 {
			byID[[2]string{e.Statements[0].Dataset, e.ID}] = e
		}
	}
	s.index.Resolve(func(dataset, id string) *ftm.Entity { return byID[[2]string{dataset, id}] })
	return nil
}

// beside hashes what of the parties the snapshots do not tell.
func (s *Screening) beside(parties []*ftm.Entity) string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	_ = enc.Encode(s.owned) // a hash does not fail
	if len(s.ended) > 0 {
		_ = enc.Encode(s.ended)
	}
	for _, e := range parties[len(parties)-s.added:] {
		_ = enc.Encode(e)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// parties are those who can be met. Their identity documents come with them.
func (s *Screening) parties() []*ftm.Entity {
	var parties []*ftm.Entity
	for _, e := range s.against.Entities {
		if _, owned := s.owned[e.ID]; s.listed[e.ID] || owned || s.document(e) {
			parties = append(parties, e)
		}
	}
	for _, r := range s.against.Reported {
		id := s.listedAs(r.Entity, parties)
		if len(s.reported[id]) == 0 && !s.listed[id] && s.owned[id] == "" {
			parties = append(parties, r.Entity)
			s.added++
		}
		s.reported[id] = append(s.reported[id], r.Finding)
	}
	return parties
}

func (s *Screening) document(e *ftm.Entity) bool {
	schema, ok := ftm.Default().Schema(e.Schema)
	return ok && schema.Is("Identification") &&
		slices.ContainsFunc(e.Values("holder"), func(id string) bool { return s.listed[id] || s.owned[id] != "" })
}

// listedAs returns the id under which lists or ownership already know a
// reported ship, by its IMO number, else its own: one party, one alert.
func (s *Screening) listedAs(e *ftm.Entity, parties []*ftm.Entity) string {
	for _, imo := range e.Values("imoNumber") {
		for _, p := range parties {
			if (s.listed[p.ID] || s.owned[p.ID] != "") && slices.Contains(p.Values("imoNumber"), imo) {
				return p.ID
			}
		}
	}
	return e.ID
}

// name hashes everything that an answer can depend on.
func (s *Screening) name() string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	_ = enc.Encode(s.index.ID()) // a hash does not fail
	_ = enc.Encode(s.owned)      // in the order of keys
	_ = enc.Encode(s.reported)
	return hex.EncodeToString(h.Sum(nil))
}

// ID names the screening: two with one id give the same answers.
func (s *Screening) ID() string { return s.id }

// Index is what names and numbers are found by.
func (s *Screening) Index() *screen.Index { return s.index }

func (s *Screening) status(id string) network.Status {
	switch {
	case s.listed[id]:
		return network.StatusListed
	case s.owned[id] != "":
		return network.StatusOwned
	default:
		return network.StatusReported
	}
}

// Search returns whom a question may mean with at least this score, best first.
func (s *Screening) Search(q screen.Query, threshold float64) []Hit {
	found := s.index.Search(q, threshold)
	if len(found) == 0 {
		return nil
	}
	out := make([]Hit, len(found))
	for i, h := range found {
		id := h.Entity.ID
		out[i] = Hit{h, s.status(id), s.owned[id], s.reported[id], s.sanction[id]}
	}
	return out
}

// Statements are what the lists state of a hit as far as it speaks for it: what
// was matched, and the listing.
func (h Hit) Statements() []ftm.Statement { return append(matched(h.Hit), h.Listing...) }

// alerts screens one row.
func (s *Screening) alerts(p *Policy, institution, book string, r Row) []Alert {
	var out []Alert
	for _, h := range s.Search(r.Query(), p.Threshold) {
		rule := p.Statuses[h.Status]
		out = append(out, Alert{
			ID: alertID(institution, r.ID, h.Entity.ID, h.Status), Institution: institution, Book: book,
			Row:    Party{r.ID, r.Schema, r.Name, r.Line, r.Properties},
			Met:    Met{h.Entity.ID, h.Entity.Schema, h.Entity.Caption(), h.Entity.Properties(), h.Statements()},
			Status: h.Status, Action: rule.Action, Why: rule.Why, Score: h.Score, Reasons: h.Reasons,
			Ownership: h.Ownership, Findings: h.Findings,
		})
	}
	return out
}
