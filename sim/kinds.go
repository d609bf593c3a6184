package sim

import "plimsoll/voyage"

// kind is what a label of an incident says of the event expected.
type kind struct {
	kind     string
	tags     []string
	innocent bool
}

// Pattern is the kind of label that tells of several events of one ship; its tag
// is the rule of package pattern that should find it. One voyage to Rajin and back
// is no shuttle yet.
const Pattern = "pattern"

var kinds = map[string]kind{
	"port-call":  {voyage.PortCall, nil, false},
	"roadstead":  {voyage.Loitering, nil, true},
	"berth-wait": {voyage.Loitering, nil, true},

	"dark-gap":               {voyage.Gap, []string{voyage.TagDark}, false},
	"dprk-call":              {voyage.Gap, []string{voyage.TagDark, voyage.TagDPRK}, false},
	"draught-across-gap":     {voyage.Gap, []string{voyage.TagDraught, voyage.TagDark}, false},
	"destination-across-gap": {voyage.Gap, []string{voyage.TagDestination, voyage.TagDark}, false},
	"coverage-gap":           {voyage.Gap, []string{voyage.TagDark}, true},
	"laid-up":                {voyage.Gap, []string{voyage.TagDark}, true},
	"encounter":              {voyage.Encounter, nil, false},
	"one-sided":              {voyage.Loitering, []string{voyage.TagOneSided}, false},
	"tug-alongside":          {voyage.Encounter, []string{voyage.TagService}, true},
	"pilot":                  {voyage.Encounter, []string{voyage.TagService}, true},
	"anchored-neighbours":    {voyage.Encounter, nil, true},
	"loitering":              {voyage.Loitering, nil, false},
	"mmsi-change":            {voyage.Identity, []string{voyage.TagMMSIChange}, false},
	"name-change":            {voyage.Identity, []string{voyage.TagNameChange}, false},
	"imo-change":             {voyage.Identity, []string{voyage.TagIMOChange}, false},
	"flag-hop":               {voyage.Identity, []string{voyage.TagMMSIChange}, false},
	"imo-invalid":            {voyage.Identity, []string{voyage.TagIMOInvalid}, false},
	"imo-false":              {voyage.Identity, []string{voyage.TagIMOInvalid}, false},
	"imo-borrowed":           {voyage.Identity, []string{voyage.TagIMOShared}, false},
	"mmsi-shared":            {voyage.Identity, []string{voyage.TagMMSIShared}, false},
	"jump":                   {voyage.Jump, nil, false},
	"jamming":                {voyage.Jump, []string{voyage.TagJamming}, false},
	"circle":                 {voyage.Spoof, []string{voyage.TagCircle}, false},
	"grid":                   {voyage.Spoof, []string{voyage.TagGrid}, false},
	"false-speed":            {voyage.Spoof, []string{voyage.TagSpeed}, false},
	"petroleum-delivery":     {Pattern, []string{"petroleum-delivery"}, false},
	"coal-export":            {Pattern, []string{"coal-export"}, false},
	"arms-shuttle":           {Pattern, []string{"rajin-voyage"}, false},
}
