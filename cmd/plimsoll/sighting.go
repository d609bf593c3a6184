package main

import (
	"fmt"

	"plimsoll/geo"
	"plimsoll/voyage"
	"plimsoll/voyage/sighting"
)

type sightingCmd struct {
	Check sightingCheckCmd `cmd:"" help:"Hold reports and pictures of ships against tracks."`
}

type sightingCheckCmd struct {
	File     string `arg:"" help:"Sightings, one JSON document a line; - for stdin."`
	Tracks   string `required:"" help:"Tracks as plimsoll watch --tracks writes them."`
	Events   string `help:"Events as plimsoll watch writes them: the silence a sighting lies in is named."`
	AsEvents bool   `help:"Write the sightings that are joined to a track as events, for plimsoll patterns and leads."`
}

func (sightingCheckCmd) Help() string {
	return `A sighting has a time and a place, each with its error, ships named or
described, a source with its Admiralty grade, and the exhibit it is kept as.
Which track can have been there? What supports that it is the ship it says it
is, what contradicts it? One on land, or one that asks more knots of the ship
than any makes, is refused with the reason. One JSON document a sighting.

  {"id":"S-1","kind":"photo","time":"2026-03-05T10:00:00Z","time_error_minutes":60,
   "lat":31.2,"lon":124.9,"place_error_km":2,"ships":[{"imo":"...","type":"tanker",
   "length":120}],"source":"who saw it","grade":"B2","exhibit":"<sha256>"}

Examples:
  plimsoll watch feed.nmea --tracks > tracks.jsonl
  plimsoll sighting check seen.jsonl --tracks tracks.jsonl
  plimsoll sighting check seen.jsonl --tracks tracks.jsonl --as-events >> events.jsonl`
}

func (c *sightingCheckCmd) Run(e *env) error {
	r, done, err := openText(c.File)
	if err != nil {
		return err
	}
	defer done()
	reports, err := sighting.Read(r)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	check, err := c.checker()
	if err != nil {
		return err
	}
	ports, err := geo.LoadPorts()
	if err != nil {
		return err
	}
	became := map[string]int{}
	for _, rep := range reports {
		v := check.Check(rep)
		became[v.Status]++
		if !c.AsEvents {
			if err := e.line(v); err != nil {
				return err
			}
			continue
		}
		for _, ev := range check.Events(v, ports) {
			if err := e.line(ev); err != nil {
				return err
			}
		}
	}
	e.say("%s: %d joined, %d possible, %d refused, %d unmatched", count(len(reports), "sighting", "sightings"),
		became[sighting.Joined], became[sighting.Possible], became[sighting.Refused], became[sighting.Unmatched])
	return nil
}

func (c *sightingCheckCmd) checker() (*sighting.Checker, error) {
	p, err := sighting.DefaultParameters()
	if err != nil {
		return nil, err
	}
	land, err := geo.LoadLand()
	if err != nil {
		return nil, err
	}
	tracks, err := readJSONLines[voyage.Track](c.Tracks)
	if err != nil {
		return nil, err
	}
	var events []voyage.Event
	if c.Events != "" {
		if events, err = readJSONLines[voyage.Event](c.Events); err != nil {
			return nil, err
		}
	}
	return sighting.NewChecker(p, land, tracks, events), nil
}
