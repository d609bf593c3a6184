package web

import "time"

// Lead is a machine's suspicion; it is never published.
type Lead struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Score    float64  `json:"score"`
	Measures []string `json:"measures"`
	Reasons  []string `json:"reasons"`
	Parties  []Party  `json:"parties"`
	Events   []Event  `json:"events"`
	Finding  string   `json:"finding,omitempty"` // id, once the experts took it up
}

// Finding is claims and what the experts think of them.
type Finding struct {
	ID         string    `json:"id"`
	Title      string    `json:"title"`
	Summary    string    `json:"summary"`
	Status     string    `json:"status"` // draft, published, withdrawn
	Published  time.Time `json:"published,omitzero"`
	Measures   []string  `json:"measures"`
	Likelihood string    `json:"likelihood"`
	Confidence string    `json:"confidence"`
	Claims     []Claim   `json:"claims,omitempty"`
	Parties    []Party   `json:"parties,omitempty"`
	Stances    []Stance  `json:"stances"`
	Lead       string    `json:"lead,omitempty"`
	Receipt    *Receipt  `json:"receipt,omitempty"`
}

// Claim is one sentence that can be true or false.
type Claim struct {
	N    int    `json:"n"`
	Text string `json:"text"`
	Refs []Ref  `json:"refs"`
}

// Stance is an expert's position. Claim is the sentence it opposes or
// supports, 0 for the whole.
type Stance struct {
	Expert    string    `json:"expert"`
	Name      string    `json:"name"`
	Position  string    `json:"position"` // concur, dissent, abstain, recuse
	Claim     int       `json:"claim,omitempty"`
	Ground    string    `json:"ground,omitempty"`
	Text      string    `json:"text,omitempty"`
	At        time.Time `json:"at"`
	Signature string    `json:"signature,omitempty"`
}

// Receipt is where the public log holds a finding.
type Receipt struct {
	Origin    string    `json:"origin"`
	Index     uint64    `json:"index"`
	Size      uint64    `json:"size"`
	Leaf      string    `json:"leaf"`
	Needed    int       `json:"needed"`
	Witnesses []Witness `json:"witnesses"`
}

// Witness has seen a checkpoint, or has not: then Time is zero.
type Witness struct {
	Name string    `json:"name"`
	Time time.Time `json:"time,omitzero"`
	Size uint64    `json:"size,omitempty"`
}

// Signed counts the witnesses that have cosigned.
func (r Receipt) Signed() int { return signed(r.Witnesses) }

func signed(ws []Witness) (n int) {
	for _, w := range ws {
		if !w.Time.IsZero() {
			n++
		}
	}
	return n
}

// Party is a person, company, vessel, and the statements made of it.
type Party struct {
	ID         string      `json:"id"`
	Schema     string      `json:"schema"`
	Name       string      `json:"name"`
	Role       string      `json:"role,omitempty"` // in the lead or finding that names it
	Verdict    Verdict     `json:"verdict"`
	Ship       string      `json:"ship,omitempty"` // page of the hull
	Listings   []Listing   `json:"listings,omitempty"`
	Members    []Member    `json:"members,omitempty"` // the entries that are this party, on all lists
	Why        []Tie       `json:"why,omitempty"`     // they are one
	MayBe      []Maybe     `json:"may_be,omitempty"`  // for a person to decide
	Related    []Relation  `json:"related,omitempty"`
	Statements []Statement `json:"statements,omitempty"`
	Findings   []Finding   `json:"findings,omitempty"`
}

// Listing is one entry of one list.
type Listing struct {
	Dataset  string    `json:"dataset"`
	Title    string    `json:"title"`
	Number   string    `json:"number,omitempty"`
	Since    time.Time `json:"since,omitzero"`
	Until    time.Time `json:"until,omitzero"`
	Ended    bool      `json:"ended,omitempty"`
	Programs []string  `json:"programs,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	Ref      *Ref      `json:"ref,omitempty"`
}

// Member is an entry of a list on a party that others list as well.
type Member struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Dataset string `json:"dataset"`
}

// Tie is an identifier that makes one party of two entries.
type Tie struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
	A     string `json:"a"`
	B     string `json:"b"`
	RefA  Ref    `json:"ref_a"`
	RefB  Ref    `json:"ref_b"`
}

// Maybe is an entry that may be on the same party.
type Maybe struct {
	Party   Link     `json:"party"`
	Dataset string   `json:"dataset"`
	Score   int      `json:"score"`
	For     []string `json:"for"`
	Against []string `json:"against,omitempty"`
}

// Hold is a file that came and was not applied.
type Hold struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Reason   string    `json:"reason"`
	Exhibits []Ref     `json:"exhibits"`
}

// Relation is a tie to another party: owner, director, operator.
type Relation struct {
	Role  string `json:"role"`
	Party Link   `json:"party"`
}

// Statement is one value of one property, and who says so.
type Statement struct {
	Prop     string `json:"prop"`
	Value    string `json:"value"`
	Original string `json:"original,omitempty"`
	Lang     string `json:"lang,omitempty"`
	Strength string `json:"strength,omitempty"`
	Dataset  string `json:"dataset"`
	Ref      Ref    `json:"ref"`

	Qualifier string `json:"qualifier,omitempty"` // of a date: circa, range, hijri
}

// List is one official list and the snapshots taken of it, newest first.
type List struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Publisher string     `json:"publisher"`
	URL       string     `json:"url,omitempty"`
	Licence   string     `json:"licence,omitempty"`
	Cadence   string     `json:"cadence,omitempty"`
	Demo      bool       `json:"demo,omitempty"`
	Snapshots []Snapshot `json:"snapshots"`
	Older     int        `json:"older,omitempty"` // snapshots that are not among those shown
	Held      []Hold     `json:"held,omitempty"`

	// Of the newest snapshot, and only on the list's own page.
	Entries []Party `json:"entries,omitempty"`
	Total   int     `json:"total,omitempty"`
	Page    int     `json:"page,omitempty"`
	Pages   int     `json:"pages,omitempty"`
}

// Snapshot is one list as published on one day, parsed whole.
type Snapshot struct {
	ID        string    `json:"id"`
	Published time.Time `json:"published"`
	Exhibits  []Ref     `json:"exhibits"`
	Counts    []Figure  `json:"counts"`
}

// Desk is what the institutions' books met.
type Desk struct {
	Books  []Book  `json:"books"`
	Alerts []Alert `json:"alerts"`
}

// Book is an institution's customers and ships, and when they were screened.
type Book struct {
	Institution string    `json:"institution"`
	Customers   int       `json:"customers"`
	Ships       int       `json:"ships"`
	Alerts      int       `json:"alerts"`
	Screened    time.Time `json:"screened,omitzero"`
	Against     []Link    `json:"against,omitempty"` // snapshots
	Exhibits    []Ref     `json:"exhibits,omitempty"`
}

// Alert is a record of a book that met a party.
type Alert struct {
	ID          string    `json:"id"`
	Institution string    `json:"institution"`
	Record      string    `json:"record"` // id of the customer or ship
	Schema      string    `json:"schema"`
	Name        string    `json:"name"`
	Row         *Ref      `json:"row,omitempty"`
	Party       Link      `json:"party"`
	Status      string    `json:"status"`
	Action      string    `json:"action"` // what the policy says: freeze, check, clear
	Score       float64   `json:"score"`
	Reasons     []Reason  `json:"reasons"`
	Measures    []string  `json:"measures,omitempty"`
	Findings    []Link    `json:"findings,omitempty"`
	Due         time.Time `json:"due,omitzero"`
	Decision    string    `json:"decision,omitempty"`
}

// Reason is one feature that made a hit: which strings met, and what it gave.
type Reason struct {
	Feature string  `json:"feature"`
	Score   float64 `json:"score"`
	Text    string  `json:"text,omitempty"`
	Query   string  `json:"query,omitempty"`
	Listed  string  `json:"listed,omitempty"`
}

// Log is the public log and who has seen it.
type Log struct {
	Origin     string     `json:"origin"`
	Size       uint64     `json:"size"`
	Root       string     `json:"root,omitempty"`
	At         time.Time  `json:"at,omitzero"`
	Needed     int        `json:"needed"` // cosignatures that the policy asks for
	Witnesses  []Witness  `json:"witnesses"`
	Entries    []LogEntry `json:"entries"`
	Checkpoint string     `json:"checkpoint,omitempty"`
	Policy     string     `json:"policy,omitempty"`
}

// Signed counts the witnesses that have cosigned the last checkpoint.
func (l Log) Signed() int { return signed(l.Witnesses) }

// LogEntry is one leaf.
type LogEntry struct {
	Index   uint64    `json:"index"`
	Leaf    string    `json:"leaf"`
	Title   string    `json:"title"`
	Finding string    `json:"finding,omitempty"`
	At      time.Time `json:"at,omitzero"`
}

// Account is a cap and what was delivered under it in a year. Reported and
// estimated are never added up.
type Account struct {
	Year      int           `json:"year"`
	Measure   string        `json:"measure"`
	Cap       float64       `json:"cap_barrels"`
	Reported  float64       `json:"reported_barrels"`
	Estimated *Range        `json:"estimated_barrels,omitempty"`
	Lines     []AccountLine `json:"lines"`
	Years     []int         `json:"years,omitempty"` // that have an account
}

// Range is an estimate with its bounds.
type Range struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// AccountLine is one figure someone gave for one period. Counted lines make
// up the reported total; the others say the same barrels again or otherwise.
type AccountLine struct {
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
	Who       string    `json:"who"`
	Estimated bool      `json:"estimated"`
	Barrels   float64   `json:"barrels,omitempty"`
	High      float64   `json:"barrels_high,omitempty"`
	Tonnes    float64   `json:"tonnes,omitempty"`
	Note      string    `json:"note,omitempty"`
	Source    Link      `json:"source"`
	Counted   bool      `json:"counted"`
}

// Share is the part of the cap that was used by what was reported.
func (a Account) Share() float64 {
	if a.Cap <= 0 {
		return 0
	}
	return a.Reported / a.Cap
}

// HighShare is the part of the cap at the upper bound of the estimates, or 0.
func (a Account) HighShare() float64 {
	if a.Cap <= 0 || a.Estimated == nil {
		return 0
	}
	return a.Estimated.High / a.Cap
}

// Exhibit is bytes kept as they came.
type Exhibit struct {
	SHA256   string    `json:"sha256"`
	Name     string    `json:"name"`
	Type     string    `json:"type"`
	Size     int64     `json:"size"`
	Source   string    `json:"source"`
	URL      string    `json:"url,omitempty"`
	Rights   string    `json:"rights,omitempty"`
	Grade    string    `json:"grade,omitempty"` // Admiralty, "A1"
	Received time.Time `json:"received,omitzero"`
	Text     bool      `json:"text"` // made of lines that can be shown
	Custody  []Custody `json:"custody,omitempty"`
	UsedBy   []Link    `json:"used_by,omitempty"`
	Window   *Window   `json:"window,omitempty"` // filled in by the page
}

// Custody is one act on an exhibit.
type Custody struct {
	At    time.Time `json:"at"`
	Actor string    `json:"actor"`
	Act   string    `json:"act"`
}

// Window is the lines around a place in a text.
type Window struct {
	Wanted int        `json:"line"`
	Lines  []TextLine `json:"lines"`
	More   bool       `json:"more"`
}

// TextLine is a line and where it begins in the bytes.
type TextLine struct {
	N      int    `json:"n"`
	Offset int64  `json:"offset"`
	Text   string `json:"text"`
	Cut    bool   `json:"cut,omitempty"` // too long to be shown whole
}
