package voyage

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"plimsoll/geo"
)

// The kinds of event.
const (
	Gap       = "gap"       // a track was silent
	Encounter = "encounter" // two tracks lay together
	Loitering = "loitering" // a ship made no way, out of any port
	Drift     = "drift"     // a ship went across its heading
	PortCall  = "port-call" // a ship lay in a port
	Jump      = "jump"      // positions that no ship can have sailed between
	Spoof     = "spoof"     // positions of a form that no ship sails
	Identity  = "identity"  // a hull changed who it says it is, or two hulls say the same
)

// Tags that an event can bear, beside its kind.
const (
	TagDraught      = "draught-change"     // gap: another draught after it
	TagDestination  = "destination-change" // gap: another destination after it
	TagDark         = "dark"               // gap: others were heard where this ship was silent
	TagSilent       = "silent"             // gap that goes on: others are heard where this ship was and would have been
	TagCoverage     = "coverage-loss"      // gap: reception can explain it
	TagPort         = "port"               // near a known port
	TagInshore      = "inshore"            // near a shore, no known port
	TagOpenSea      = "open-sea"           // neither
	TagService      = "service"            // encounter: one of the two is a tug, pilot or other service craft
	TagAnchored     = "anchored"           // encounter: both said they were at anchor or moored
	TagUnassigned   = "unassigned-mid"
	TagMMSIChange   = "mmsi-change"
	TagMMSIShared   = "mmsi-shared"
	TagNameChange   = "name-change"
	TagIMOChange    = "imo-change"
	TagIMOInvalid   = "imo-invalid" // the new IMO number fails its check digit
	TagHullMismatch = "dimension-change"
	TagDPRK         = "dprk"    // at a port of the DPRK, or able to have been there
	TagJamming      = "jamming" // jump: others came to the same place
	TagOnLand       = "on-land" // jump: far inland
	TagCircle       = "circle"  // spoof: on a circle
	TagGrid         = "grid"    // spoof: on a grid of degrees
	TagSpeed        = "speed"   // spoof: the speed sent is not that of the positions
	TagIMOShared    = "imo-shared"
	TagWaiting      = "waiting"      // loitering: a call at a port near by followed
	TagDrift        = "drift"        // loitering: it drifted
	TagOneSided     = "one-sided"    // loitering: as if alongside a ship that nobody hears
	TagContradicted = "contradicted" // what was heard later speaks against it
)

// The words of confidence, from the strongest.
const (
	High     = "high"
	Moderate = "moderate"
	Low      = "low"
)

// Ident is how an event names a ship: the track, and who it said it was.
type Ident struct {
	Track string `json:"track"`
	MMSI  uint32 `json:"mmsi"`
	IMO   string `json:"imo,omitempty"` // seven digits
	Name  string `json:"name,omitempty"`
}

// Label is what to call the ship: its name, or its MMSI where it gave none.
func (i Ident) Label() string { return label(i.Name, i.MMSI) }

func label(name string, mmsi uint32) string {
	if name != "" {
		return name
	}
	return fmt.Sprintf("MMSI %09d", mmsi)
}

// Position is one report that an event rests on.
type Position struct {
	Time    time.Time `json:"time"`
	Track   string    `json:"track"`
	MMSI    uint32    `json:"mmsi"`
	Lat     float64   `json:"lat"`
	Lon     float64   `json:"lon"`
	SOG     *float64  `json:"sog"`     // knots, null where not sent
	COG     *float64  `json:"cog"`     // degrees
	Heading *float64  `json:"heading"` // degrees
	Line    int       `json:"line"`    // of the sentence in the feed
}

// Event is what one track or two did, with what it rests on, what would
// refute it, and the parameters that decided.
type Event struct {
	ID         string             `json:"id"`
	Kind       string             `json:"kind"`
	Start      time.Time          `json:"start"`
	End        time.Time          `json:"end"`
	Open       bool               `json:"open,omitempty"` // it goes on, as far as is known
	Ships      []Ident            `json:"ships"`
	Place      geo.Point          `json:"place"`
	Tags       []string           `json:"tags"`
	Reason     string             `json:"reason"` // one or two plain sentences
	Confidence string             `json:"confidence"`
	Evidence   Evidence           `json:"evidence"`
	Refutes    []string           `json:"refutes"` // what would show that it is not so
	Parameters map[string]float64 `json:"parameters"`
	Positions  []Position         `json:"positions"`
}

// Evidence holds the figures; the part of the event's own kind is set.
type Evidence struct {
	Gap       *GapEvidence       `json:"gap,omitempty"`
	Reception *Reception         `json:"reception,omitempty"` // with a gap
	Encounter *EncounterEvidence `json:"encounter,omitempty"`
	Jump      *JumpEvidence      `json:"jump,omitempty"`
	Spoof     *SpoofEvidence     `json:"spoof,omitempty"`
	Lying     *LyingEvidence     `json:"lying,omitempty"` // of a port call or a loitering
	Drift     *DriftEvidence     `json:"drift,omitempty"`
	Identity  *IdentityEvidence  `json:"identity,omitempty"`
	Where     Where              `json:"where"`
}

// Where says what lies around the place of an event.
type Where struct {
	ShoreKM  float64 `json:"shore_km"` // nearest shore of Natural Earth 1:50m
	Port     string  `json:"port,omitempty"`
	PortName string  `json:"port_name,omitempty"`
	PortKM   float64 `json:"port_km,omitempty"`
}

// GapEvidence is about the silent ship itself.
type GapEvidence struct {
	Dark         bool        `json:"dark"`
	Hours        float64     `json:"hours"`
	Off          Position    `json:"off"`
	On           *Position   `json:"on,omitempty"`  // none while the silence goes on
	DistanceKM   float64     `json:"distance_km"`   // from off to on
	ImpliedKnots float64     `json:"implied_knots"` // over that distance
	ShoreOffKM   float64     `json:"shore_off_km"`
	ShoreOnKM    float64     `json:"shore_on_km"`
	DraughtOff   float64     `json:"draught_off,omitempty"` // metres, 0 where not sent
	DraughtOn    float64     `json:"draught_on,omitempty"`
	DestOff      string      `json:"destination_off,omitempty"` // as sent before
	DestOn       string      `json:"destination_on,omitempty"`  // as sent within half an hour after
	ReachKnots   float64     `json:"reach_knots,omitempty"`     // speed assumed for Reach
	StayHours    float64     `json:"stay_hours,omitempty"`      // that it must have had for lying in port
	Reach        []geo.Reach `json:"reach,omitempty"`           // ports that it can have called at unseen, those of the DPRK first
	MMSIOff      uint32      `json:"mmsi_off"`
	MMSIOn       uint32      `json:"mmsi_on,omitempty"`
	Odds         *GapOdds    `json:"odds,omitempty"` // far from the shore, from twelve hours on
}

// Reception is what shows whether the ship could have been heard.
type Reception struct {
	HoursBefore     float64 `json:"hours_before"`     // looked back over
	ReceivedBefore  int     `json:"received_before"`  // its own position reports in that time
	PerHourBefore   float64 `json:"per_hour_before"`  // its own rate
	ExpectedSilent  float64 `json:"expected_silent"`  // reports to be expected in the silence at that rate
	NeighbourKM     float64 `json:"neighbour_km"`     // radius around the straight way from off to on
	Neighbours      int     `json:"neighbours"`       // other ships heard in it during the silence
	NeighbourHours  int     `json:"neighbour_hours"`  // clock hours of the silence in which at least one was heard
	SilentHours     int     `json:"silent_hours"`     // clock hours of the silence
	SameReceiver    int     `json:"same_receiver"`    // neighbours heard by the receiver that heard this ship last
	KnownHours      int     `json:"known_hours"`      // clock hours for which what was heard is still in memory
	NeighbourShips  []Ident `json:"neighbour_ships"`  // at most twelve
	CoverageExplain string  `json:"coverage_explain"` // why reception could or could not explain the silence
}

// EncounterEvidence is about the two ships.
type EncounterEvidence struct {
	Hours          float64       `json:"hours"`
	Samples        int           `json:"samples"`           // instants at which both positions were known
	AntennaMinM    float64       `json:"antenna_min_m"`     // between the two antennas
	AntennaMedianM float64       `json:"antenna_median_m"`  //
	HullMinM       *float64      `json:"hull_min_m"`        // between the two hulls, null where dimensions are unknown
	HullMedianM    *float64      `json:"hull_median_m"`     //
	HullMethod     string        `json:"hull_method"`       // "rectangles", "circles" or "antennas"
	AlongsideShare float64       `json:"alongside_share"`   // of the instants, in which they were that near
	SideBySide     bool          `json:"side_by_side"`      // headings parallel most of the time
	MaxSampleGapM  float64       `json:"max_gap_minutes"`   // longest way between two reports of one of them
	BothAnchored   bool          `json:"both_anchored"`     //
	Ships          []ShipPresent `json:"ships"`             // in the order of Event.Ships
	OpenAtEdge     bool          `json:"open_at_data_edge"` // the data began or ended while they lay together
}

// ShipPresent is one ship of an encounter.
type ShipPresent struct {
	Track         string  `json:"track"`
	MedianKnots   float64 `json:"median_knots"`
	ShipType      uint8   `json:"ship_type"`
	Length        float64 `json:"length"`
	Beam          float64 `json:"beam"`
	DraughtBefore float64 `json:"draught_before,omitempty"` // metres, 0 where not sent
	DraughtAfter  float64 `json:"draught_after,omitempty"`
}

// IdentityEvidence is about who a hull says it is.
type IdentityEvidence struct {
	Changes    []Change    `json:"changes,omitempty"`
	Minutes    float64     `json:"minutes"`     // between the last report as the one and the first as the other
	DistanceKM float64     `json:"distance_km"` // between these two, or between two hulls of one MMSI
	Dimensions [4]uint16   `json:"dimensions"`  // A, B, C, D in metres as sent
	Identities []HullIdent `json:"identities"`
}

// Change is one field that differs.
type Change struct {
	Field string `json:"field"` // "mmsi", "imo", "name", "callsign"
	From  string `json:"from"`
	To    string `json:"to"`
}

// sortEvents puts events in the order of time, kind and id.
func sortEvents(events []Event) {
	slices.SortFunc(events, func(a, b Event) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		if c := strings.Compare(a.Kind, b.Kind); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
}

// eventID is a short stable name made of what the event is about, so that two
// runs over the same data give the same id. Line numbers stay out: the same
// feed split into other files gives the same event.
func eventID(kind string, start, end time.Time, ships []Ident, more ...string) string {
	parts := []string{"event", kind, start.UTC().Format(time.RFC3339), end.UTC().Format(time.RFC3339)}
	for _, s := range ships {
		parts = append(parts, s.Track, fmt.Sprint(s.MMSI))
	}
	return shortHash(kind[:1], append(parts, more...)...)
}

// shortHash names content by a letter and 12 hex digits.
func shortHash(letter string, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x1f")))
	return letter + "-" + hex.EncodeToString(sum[:6])
}
