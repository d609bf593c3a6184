package voyage

import (
	_ "embed"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/goccy/go-yaml"
)

//go:embed parameters.yaml
var parametersFile []byte

// Parameters are the numbers by which positions become tracks and events; the
// embedded parameters.yaml says what each does and where it comes from.
type Parameters struct {
	Order     OrderParameters     `yaml:"order"`
	Tracks    TrackParameters     `yaml:"tracks"`
	Joins     JoinParameters      `yaml:"joins"`
	Gap       GapParameters       `yaml:"gap"`
	Encounter EncounterParameters `yaml:"encounter"`
	Loitering LoiteringParameters `yaml:"loitering"`
	Drift     DriftParameters     `yaml:"drift"`
	PortCall  PortCallParameters  `yaml:"port_call"`
	Jump      JumpParameters      `yaml:"jump"`
	Spoof     SpoofParameters     `yaml:"spoof"`
	Identity  IdentityParameters  `yaml:"identity"`
}

// OrderParameters are about time.
type OrderParameters struct {
	LagMinutes  float64 `yaml:"lag_minutes"`
	JumpHours   float64 `yaml:"jump_hours"`
	JumpConfirm int     `yaml:"jump_confirm"`
	MaxPending  int     `yaml:"max_pending"`
}

// TrackParameters are about telling hulls apart.
type TrackParameters struct {
	MaxKnots     float64  `yaml:"max_knots"`
	UsualKnots   float64  `yaml:"usual_knots"`
	AloneSeconds int64    `yaml:"alone_seconds"`
	SlackMetres  float64  `yaml:"slack_metres"`
	SlackSeconds float64  `yaml:"slack_seconds"`
	ConfirmFixes int      `yaml:"confirm_fixes"`
	ConfirmHours float64  `yaml:"confirm_hours"`
	MaxHulls     int      `yaml:"max_hulls"`
	KeepSeconds  int32    `yaml:"keep_seconds"`
	MaxFixes     int      `yaml:"max_fixes"`
	DefaultMMSI  []uint32 `yaml:"default_mmsi"`
}

// JoinParameters are about following a hull from one MMSI to the next.
type JoinParameters struct {
	MaxHours          float64 `yaml:"max_hours"`
	Metres            float64 `yaml:"metres"`
	PerWay            float64 `yaml:"per_way"`
	TurnMetres        float64 `yaml:"turn_metres"`
	MinHistoryMinutes float64 `yaml:"min_history_minutes"`
	MinFixes          int     `yaml:"min_fixes"`
	MinLength         int     `yaml:"min_length"`
}

// GapParameters are about silence.
type GapParameters struct {
	MinHours           float64   `yaml:"min_hours"`
	BeforeHours        int       `yaml:"before_hours"`
	MinReceived        int       `yaml:"min_received"`
	NeighbourKM        float64   `yaml:"neighbour_km"`
	MinNeighbours      int       `yaml:"min_neighbours"`
	MinHeardShare      float64   `yaml:"min_heard_share"`
	PortKM             float64   `yaml:"port_km"`
	PortMovedKM        float64   `yaml:"port_moved_km"`
	RetentionHours     int64     `yaml:"retention_hours"`
	LiveRetentionHours int64     `yaml:"live_retention_hours"`
	ReachKnots         float64   `yaml:"reach_knots"`
	ReachMaxKnots      float64   `yaml:"reach_max_knots"`
	StayHours          float64   `yaml:"stay_hours"`
	TellHours          []float64 `yaml:"tell_hours"`
	ElsewhereShare     float64   `yaml:"elsewhere_share"`
	ModelShoreKM       float64   `yaml:"model_shore_km"`
}

// EncounterParameters are about two ships that lie together.
type EncounterParameters struct {
	StepMinutes         float64 `yaml:"step_minutes"`
	MaxSampleGapMinutes float64 `yaml:"max_sample_gap_minutes"`
	EnterMetres         float64 `yaml:"enter_metres"`
	LeaveMetres         float64 `yaml:"leave_metres"`
	EnterPortMetres     float64 `yaml:"enter_port_metres"`
	CandidateKnots      float64 `yaml:"candidate_knots"`
	MaxMedianKnots      float64 `yaml:"max_median_knots"`
	MinHours            float64 `yaml:"min_hours"`
	MinSamples          int     `yaml:"min_samples"`
	AlongsideMetres     float64 `yaml:"alongside_metres"`
	AlongsideShare      float64 `yaml:"alongside_share"`
	PortKM              float64 `yaml:"port_km"`
	InshoreKM           float64 `yaml:"inshore_km"`
	DraughtHours        float64 `yaml:"draught_hours"`
	MaxNeighbours       int     `yaml:"max_neighbours"`
	MaxPortNeighbours   int     `yaml:"max_port_neighbours"`
	SideBySideDegrees   float64 `yaml:"side_by_side_degrees"`
}

// LoiteringParameters are about ships that make no way out of port.
type LoiteringParameters struct {
	MaxKnots         float64 `yaml:"max_knots"`
	StillKnots       float64 `yaml:"still_knots"`
	MinHours         float64 `yaml:"min_hours"`
	LeaveInstants    int     `yaml:"leave_instants"`
	StayMetres       float64 `yaml:"stay_metres"`
	AnchorRadiusKM   float64 `yaml:"anchor_radius_km"`
	OneSidedMaxHours float64 `yaml:"one_sided_max_hours"`
	DraughtMetres    float64 `yaml:"draught_metres"`
	WaitHours        float64 `yaml:"wait_hours"`
	WaitKM           float64 `yaml:"wait_km"`
	DriftKMH         float64 `yaml:"drift_kmh"`
}

// PortCallParameters are about ships that lie in a port.
type PortCallParameters struct {
	WithinKM float64 `yaml:"within_km"`
	MinHours float64 `yaml:"min_hours"`
	SpreadKM float64 `yaml:"spread_km"`
}

func (l LoiteringParameters) numbers() map[string]float64 {
	return map[string]float64{
		"loitering.max_knots": l.MaxKnots, "loitering.still_knots": l.StillKnots, "loitering.min_hours": l.MinHours,
		"loitering.leave_instants": float64(l.LeaveInstants), "loitering.stay_metres": l.StayMetres,
		"loitering.anchor_radius_km": l.AnchorRadiusKM, "loitering.one_sided_max_hours": l.OneSidedMaxHours,
		"loitering.draught_metres": l.DraughtMetres, "loitering.wait_hours": l.WaitHours, "loitering.wait_km": l.WaitKM, "loitering.drift_kmh": l.DriftKMH,
	}
}

func (c PortCallParameters) numbers() map[string]float64 {
	return map[string]float64{"port_call.within_km": c.WithinKM, "port_call.min_hours": c.MinHours, "port_call.spread_km": c.SpreadKM}
}

// DriftParameters are about ships that go across their heading.
type DriftParameters struct {
	MinKnots     float64 `yaml:"min_knots"`
	MaxKnots     float64 `yaml:"max_knots"`
	Degrees      float64 `yaml:"degrees"`
	MinMinutes   float64 `yaml:"min_minutes"`
	MinMetres    float64 `yaml:"min_metres"`
	MinLength    float64 `yaml:"min_length"`
	PauseMinutes float64 `yaml:"pause_minutes"`
}

func (d DriftParameters) numbers() map[string]float64 {
	return map[string]float64{
		"drift.min_knots": d.MinKnots, "drift.max_knots": d.MaxKnots, "drift.degrees": d.Degrees, "drift.min_minutes": d.MinMinutes,
		"drift.min_metres": d.MinMetres, "drift.min_length": d.MinLength, "drift.pause_minutes": d.PauseMinutes,
	}
}

// JumpParameters are about moves that no ship can have made.
type JumpParameters struct {
	MaxHours      float64 `yaml:"max_hours"`
	SettleHours   float64 `yaml:"settle_hours"`
	DoubtHours    float64 `yaml:"doubt_hours"`
	InlandKM      float64 `yaml:"inland_km"`
	Together      int     `yaml:"together"`
	TogetherKM    float64 `yaml:"together_km"`
	TogetherHours float64 `yaml:"together_hours"`
}

func (j JumpParameters) numbers() map[string]float64 {
	return map[string]float64{
		"jump.max_hours": j.MaxHours, "jump.settle_hours": j.SettleHours, "jump.doubt_hours": j.DoubtHours, "jump.inland_km": j.InlandKM,
		"jump.together": float64(j.Together), "jump.together_km": j.TogetherKM, "jump.together_hours": j.TogetherHours,
	}
}

// SpoofParameters are about positions of a form that no ship sails.
type SpoofParameters struct {
	Reports       int     `yaml:"reports"`
	MaxHours      float64 `yaml:"max_hours"`
	MinKnots      float64 `yaml:"min_knots"`
	ApartMinutes  float64 `yaml:"apart_minutes"`
	WideMinutes   float64 `yaml:"wide_minutes"`
	WideLeast     int     `yaml:"wide_least"`
	CircleOff     float64 `yaml:"circle_off"`
	Turns         float64 `yaml:"turns"`
	EmptyDegrees  float64 `yaml:"empty_degrees"`
	OneWay        float64 `yaml:"one_way"`
	GridPlaces    int     `yaml:"grid_places"`
	SpeedOffKnots float64 `yaml:"speed_off_knots"`
}

func (s SpoofParameters) numbers() map[string]float64 {
	return map[string]float64{
		"spoof.reports": float64(s.Reports), "spoof.max_hours": s.MaxHours, "spoof.min_knots": s.MinKnots, "spoof.apart_minutes": s.ApartMinutes, "spoof.wide_minutes": s.WideMinutes,
		"spoof.circle_off": s.CircleOff, "spoof.turns": s.Turns, "spoof.empty_degrees": s.EmptyDegrees,
		"spoof.one_way": s.OneWay, "spoof.wide_least": float64(s.WideLeast), "spoof.grid_places": float64(s.GridPlaces), "spoof.speed_off_knots": s.SpeedOffKnots,
	}
}

// IdentityParameters are about who a hull says it is.
type IdentityParameters struct {
	MinMessages    int     `yaml:"min_messages"`
	ApartSeconds   int64   `yaml:"apart_seconds"`
	MinReturns     int     `yaml:"min_returns"`
	SettleHours    float64 `yaml:"settle_hours"`
	FalseIMOLength float64 `yaml:"false_imo_length"`
}

// ParametersText is the embedded file, for showing to a reader.
func ParametersText() string { return string(parametersFile) }

// DefaultParameters reads the embedded file.
func DefaultParameters() (Parameters, error) { return ReadParameters(parametersFile) }

// ReadParameters reads a whole set of parameters. A name that is not known is
// an error, and so is a number that makes no sense.
func ReadParameters(data []byte) (Parameters, error) {
	var p Parameters
	if err := yaml.UnmarshalWithOptions(data, &p, yaml.Strict()); err != nil {
		return p, fmt.Errorf("reading parameters: %w", err)
	}
	return p, p.check()
}

func (p *Parameters) check() error {
	all := p.numbers()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if v := all[name]; !(v > 0) || math.IsInf(v, 1) {
			return fmt.Errorf("parameter %s is %v: it must be given and above zero", name, v)
		}
	}
	if t := p.Gap.TellHours; len(t) == 0 || t[0] < p.Gap.MinHours || !slices.IsSorted(t) {
		return fmt.Errorf("parameter gap.tell_hours is %v: give the hours after which a silence is told, rising, none less than gap.min_hours (%v)", t, p.Gap.MinHours)
	}
	if most := int64(heardHours - 8); p.Gap.RetentionHours > most || p.Gap.LiveRetentionHours > most {
		return fmt.Errorf("parameters gap.retention_hours and gap.live_retention_hours are %d and %d: at most %d", p.Gap.RetentionHours, p.Gap.LiveRetentionHours, most)
	}
	switch e := p.Encounter; {
	case e.LeaveMetres < e.EnterMetres:
		return fmt.Errorf("parameter encounter.leave_metres (%v) is below encounter.enter_metres (%v)", e.LeaveMetres, e.EnterMetres)
	case e.StepMinutes < 1:
		return fmt.Errorf("parameter encounter.step_minutes is %v: less than a minute is not supported", e.StepMinutes)
	case p.Spoof.Reports > liveKept:
		return fmt.Errorf("parameter spoof.reports is %d: at most %d", p.Spoof.Reports, liveKept)
	case p.Gap.BeforeHours > rateHours:
		return fmt.Errorf("parameter gap.before_hours is %d: at most %d", p.Gap.BeforeHours, rateHours)
	}
	return nil
}

// numbers lists every parameter by its name in the file, the list of default
// MMSI excepted.
func (p *Parameters) numbers() map[string]float64 {
	o, t, j, i := p.Order, p.Tracks, p.Joins, p.Identity
	all := map[string]float64{
		"order.lag_minutes": o.LagMinutes, "order.jump_hours": o.JumpHours,
		"order.jump_confirm": float64(o.JumpConfirm), "order.max_pending": float64(o.MaxPending),
		"tracks.max_knots": t.MaxKnots, "tracks.usual_knots": t.UsualKnots, "tracks.alone_seconds": float64(t.AloneSeconds), "tracks.slack_metres": t.SlackMetres, "tracks.slack_seconds": t.SlackSeconds,
		"tracks.confirm_fixes": float64(t.ConfirmFixes), "tracks.confirm_hours": t.ConfirmHours,
		"tracks.max_hulls":    float64(t.MaxHulls),
		"tracks.keep_seconds": float64(t.KeepSeconds), "tracks.max_fixes": float64(t.MaxFixes),
		"joins.max_hours": j.MaxHours, "joins.metres": j.Metres, "joins.per_way": j.PerWay, "joins.turn_metres": j.TurnMetres,
		"joins.min_history_minutes": j.MinHistoryMinutes, "joins.min_fixes": float64(j.MinFixes),
		"joins.min_length":      float64(j.MinLength),
		"identity.min_messages": float64(i.MinMessages), "identity.apart_seconds": float64(i.ApartSeconds), "identity.min_returns": float64(i.MinReturns),
		"identity.settle_hours": i.SettleHours, "identity.false_imo_length": i.FalseIMOLength,
	}
	for _, section := range []map[string]float64{p.Gap.numbers(), p.Encounter.numbers(), p.Loitering.numbers(), p.Drift.numbers(), p.PortCall.numbers(), p.Jump.numbers(), p.Spoof.numbers()} {
		for name, v := range section {
			all[name] = v
		}
	}
	return all
}

func (g GapParameters) numbers() map[string]float64 {
	return map[string]float64{
		"gap.min_hours": g.MinHours, "gap.before_hours": float64(g.BeforeHours),
		"gap.min_received": float64(g.MinReceived), "gap.neighbour_km": g.NeighbourKM,
		"gap.min_neighbours": float64(g.MinNeighbours), "gap.min_heard_share": g.MinHeardShare,
		"gap.port_km": g.PortKM, "gap.port_moved_km": g.PortMovedKM, "gap.retention_hours": float64(g.RetentionHours), "gap.live_retention_hours": float64(g.LiveRetentionHours),
		"gap.reach_knots": g.ReachKnots, "gap.reach_max_knots": g.ReachMaxKnots, "gap.stay_hours": g.StayHours, "gap.elsewhere_share": g.ElsewhereShare, "gap.model_shore_km": g.ModelShoreKM,
	}
}

func (e EncounterParameters) numbers() map[string]float64 {
	return map[string]float64{
		"encounter.step_minutes": e.StepMinutes, "encounter.max_sample_gap_minutes": e.MaxSampleGapMinutes,
		"encounter.enter_metres": e.EnterMetres, "encounter.leave_metres": e.LeaveMetres,
		"encounter.enter_port_metres": e.EnterPortMetres, "encounter.candidate_knots": e.CandidateKnots,
		"encounter.max_median_knots": e.MaxMedianKnots, "encounter.min_hours": e.MinHours,
		"encounter.min_samples": float64(e.MinSamples), "encounter.alongside_metres": e.AlongsideMetres, "encounter.alongside_share": e.AlongsideShare,
		"encounter.port_km": e.PortKM, "encounter.inshore_km": e.InshoreKM,
		"encounter.draught_hours": e.DraughtHours, "encounter.max_neighbours": float64(e.MaxNeighbours),
		"encounter.max_port_neighbours":  float64(e.MaxPortNeighbours),
		"encounter.side_by_side_degrees": e.SideBySideDegrees,
	}
}

// only picks the parameters of the named sections or names, for an event.
func (p *Parameters) only(names ...string) map[string]float64 {
	all := p.numbers()
	out := map[string]float64{}
	for _, n := range names {
		if v, ok := all[n]; ok {
			out[n] = v
		}
	}
	return out
}
