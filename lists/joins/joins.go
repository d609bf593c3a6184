// Package joins makes one party of the entries that several lists have on it,
// with all its listings side by side.
//
// A [Builder] takes the entities of all current snapshots; [Builder.Build]
// joins what belongs together:
//
//   - A strong identifier joins: one entity id in two datasets, the reference
//     the UN gave the party, a ship's IMO number, a firm's IMO number, a
//     passport or register number with its country, a wallet, an aircraft's
//     address or serial number, an LEI. See [Kind].
//   - Nothing joins what contradicts: persons and bodies, birth dates or
//     genders that differ, ships of two IMO numbers, parties of two UN
//     references, two entries of one dataset. Nor does a number join parties
//     whose names have no word in common: lists print an owner's number with
//     the firm. What would have joined is suggested instead, with the
//     contradiction named; see [Suggestion].
//   - An entry that two parties claim equally well is left to itself, and both
//     claims are suggested. A join that is wrong does more harm than one that
//     is missing.
//   - Names never join. Equal names with something else in common are
//     suggested, for a person to decide.
//   - What a person decided ([Decisions]) goes before all of it: "same" joins,
//     "different" keeps apart and silences the suggestion.
//
// Of the entities, those of parties (persons, bodies, ships, aircraft) are
// joined, and Sanction, Passport, Identification and CryptoWallet are read for
// what they say of them. Others are passed over: the address and country of a
// party stand on the party itself.
//
// The result depends on the entities and the decisions alone, not on the order
// in which they came. Entries are ordered by dataset - those of the UN first,
// then as [NewBuilder] is told, then by name - and within it by id; a party
// bears the id of the first of its members.
package joins

import (
	"time"

	"plimsoll/ftm"
)

// Kind is the identifier by which two entries are found to be one party.
type Kind string

// The kinds that join.
const (
	SameID    Kind = "entity id"            // the very id, in another dataset
	Reference Kind = "UN reference"         // KPi.001: the party's own, as its Sanction states it
	Ship      Kind = "IMO number"           // of a ship, with the right check digit
	Firm      Kind = "IMO company number"   // of a body, likewise
	Passport  Kind = "passport number"      // and the country that issued it
	Register  Kind = "register number"      // of a national, commercial or tax register, and its country
	Wallet    Kind = "wallet address"       // of a crypto wallet that both hold
	Aircraft  Kind = "ICAO 24-bit address"  // of an aircraft
	Serial    Kind = "serial number"        // of an aircraft that also has the tail number or name in common
	LEI       Kind = "LEI"                  // with the right check digits
	Decided   Kind = "decision of a person" // see [Decision]
)

// The kinds that only suggest.
const (
	BIC      Kind = "BIC"              // a bank's code without the branch
	MMSI     Kind = "MMSI"             // given to another ship when a ship changes flag
	CallSign Kind = "call sign"        // likewise
	Tail     Kind = "tail number"      // likewise, of an aircraft
	Contact  Kind = "contact"          // an e-mail address, website or telephone number
	Postal   Kind = "address"          // one with a number in it
	Name     Kind = "name"             // equal in folded words, in any order
	Birth    Kind = "birth date"       // as far as known
	Gender   Kind = "gender"           // only ever against
	Country  Kind = "country"          // nationality, residence, register
	Flag     Kind = "flag"             // of a ship, now or before
	Regime   Kind = "sanctions regime" // the listings' programId
	Dataset  Kind = "dataset"          // both stand on one list, under different keys
	Rival    Kind = "other candidate"  // another party fits as well
)

// Party is one person, body, ship or aircraft, and every entry on it.
type Party struct {
	ID       string    `json:"id"` // the key of its first member
	Schema   string    `json:"schema"`
	Caption  string    `json:"caption"`
	Members  []Member  `json:"members"`
	Why      []Join    `json:"why,omitempty"`
	Apart    []Cut     `json:"apart,omitempty"`
	Listings []Listing `json:"listings"`
}

// Member is one entry of one list. Key names it to [Joined.Party] and
// [Decisions.Decide]: it is the id, or id@dataset where lists of one's own use
// one id for several parties.
type Member struct {
	Key     string `json:"key"`
	ID      string `json:"id"`
	Dataset string `json:"dataset"`
	Schema  string `json:"schema"`
	Caption string `json:"caption"`
}

// Join is one reason why two members are one party.
type Join struct {
	Kind  Kind   `json:"kind"`
	Value string `json:"value,omitempty"` // the identifier, or why a person decided so
	A     Source `json:"a"`
	B     Source `json:"b"`

	Decision *Decision `json:"decision,omitempty"`
	// Despite names what speaks against, where an id or a person overruled it.
	Despite []Reason `json:"despite,omitempty"`
}

// Source is where an entry says something.
type Source struct {
	Entity  string `json:"entity"`
	Dataset string `json:"dataset"`
	Exhibit string `json:"exhibit,omitempty"`
	Place   string `json:"place,omitempty"`
}

// Cut is a decision that a party is not another one, and what would have
// joined the two without it.
type Cut struct {
	From     string   `json:"from"` // id of the other party
	Decision Decision `json:"decision"`
	Would    []Join   `json:"would,omitempty"`
}

// Listing is what one list says of why a party stands on it. Since is the
// listing's own date, or else its start. Dates are FollowTheMoney's: a year, a
// month or a day.
type Listing struct {
	Dataset    string   `json:"dataset"`
	Authority  string   `json:"authority,omitempty"`
	Since      string   `json:"since,omitempty"`
	Until      string   `json:"until,omitempty"`
	Programs   []string `json:"programs,omitempty"`
	ProgramIDs []string `json:"programIds,omitempty"`
	Reason     string   `json:"reason,omitempty"`
	Sanction   string   `json:"sanction,omitempty"` // id of the Sanction; "" where the entry only says that it is listed
	Entity     string   `json:"entity"`             // the member
	Exhibit    string   `json:"exhibit,omitempty"`
	Place      string   `json:"place,omitempty"`
}

// Suggestion is two parties that may be one. For and Against add up to the
// score, see the table in points.go.
type Suggestion struct {
	A       Member   `json:"a"` // the entries to decide about
	B       Member   `json:"b"`
	PartyA  string   `json:"partyA"`
	PartyB  string   `json:"partyB"`
	Score   int      `json:"score"`
	Strong  bool     `json:"strong,omitempty"` // a strong identifier agrees
	For     []Reason `json:"for"`
	Against []Reason `json:"against,omitempty"`
}

// Reason is one step of a score.
type Reason struct {
	Kind   Kind   `json:"kind"`
	Value  string `json:"value,omitempty"`
	Points int    `json:"points"`
}

// Decision is what a person decided about two entries.
type Decision struct {
	A       string    `json:"a"` // keys of entries; A sorts before B
	B       string    `json:"b"`
	Same    bool      `json:"same"`
	Because string    `json:"because"`
	By      string    `json:"by"` // the actor
	Name    string    `json:"name"`
	At      time.Time `json:"at"`
	Seq     int64     `json:"seq"` // of the event
}

// Unused is a decision that had no effect, and why.
type Unused struct {
	Decision Decision `json:"decision"`
	Reason   string   `json:"reason"`
}

// Crowd is a name or identifier that so many entries share that it was not
// looked into.
type Crowd struct {
	Kind    Kind   `json:"kind"`
	Value   string `json:"value"`
	Entries int    `json:"entries"`
}

// Counts sums up a result.
type Counts struct {
	Entries     int          `json:"entries"` // of parties
	Parties     int          `json:"parties"`
	Joined      int          `json:"joined"` // parties of two entries or more
	Suggestions int          `json:"suggestions"`
	Capped      int          `json:"capped"` // suggestions left out because a party had enough better ones
	Links       map[Kind]int `json:"links"`  // pairs of entries within a party, by what links them
}

// class says which schemata can be one party: those with a bit in common.
type class uint8

const (
	person class = 1 << iota
	body
	ship
	aircraft
	vehicle // another
)

// classOf returns 0 for what is no party.
func classOf(schema string) class {
	s, ok := ftm.Default().Schema(schema)
	switch {
	case !ok:
		return 0
	case s.Is("Person"):
		return person
	case s.Is("Organization"):
		return body
	case s.Is("LegalEntity"):
		return person | body // the list does not say which
	case s.Is("Vessel"):
		return ship
	case s.Is("Airplane"):
		return aircraft
	case s.Is("Vehicle"):
		return vehicle
	}
	return 0
}
