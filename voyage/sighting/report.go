// Package sighting takes in what people saw: a report or a picture of a ship
// at a time and a place, both with their errors. It is held against tracks:
// which track can have been there, and does it say it is the ship that was
// seen? A sighting on land, or one that asks a speed of the ship that no ship
// has, is refused, and why is said.
package sighting

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"plimsoll/geo"
)

// Report is one sighting.
type Report struct {
	ID           string      `json:"id"`
	Kind         string      `json:"kind"` // "report" or "photo"
	Time         time.Time   `json:"time"`
	ErrorMinutes float64     `json:"time_error_minutes"`
	Lat          float64     `json:"lat"`
	Lon          float64     `json:"lon"`
	ErrorKM      float64     `json:"place_error_km"`
	Ships        []Described `json:"ships"`
	Source       string      `json:"source"`
	Grade        string      `json:"grade"`   // of the Admiralty: A to F for the source, 1 to 6 for what it says
	Exhibit      string      `json:"exhibit"` // SHA-256 of the report or picture in the vault
	Text         string      `json:"text,omitempty"`
	Line         int         `json:"line,omitempty"` // of the file it was read from
}

// Described is a ship as it was seen: named, or only described.
type Described struct {
	IMO    string  `json:"imo,omitempty"`
	MMSI   uint32  `json:"mmsi,omitempty"`
	Name   string  `json:"name,omitempty"`
	Type   string  `json:"type,omitempty"`   // tanker, bulk carrier, cargo, fishing, passenger, tug
	Length float64 `json:"length,omitempty"` // metres
}

// Label is what to call the ship.
func (d Described) Label() string {
	switch {
	case d.Name != "":
		return d.Name
	case d.IMO != "":
		return "IMO " + d.IMO
	case d.MMSI != 0:
		return fmt.Sprintf("MMSI %09d", d.MMSI)
	case d.Length > 0:
		return strings.TrimSpace(fmt.Sprintf("a ship of about %.0f m %s", d.Length, d.Type))
	}
	return "a ship (" + d.Type + ")"
}

func (d Described) named() bool { return d.IMO != "" || d.MMSI != 0 || d.Name != "" }

// Point is where it was seen.
func (r *Report) Point() geo.Point { return geo.Point{Lat: r.Lat, Lon: r.Lon} }

// maxLine is how long a line of reports may be.
const maxLine = 1 << 20

// Read reads reports, one JSON document a line. The first that makes no sense
// is an error: a sighting is typed by a person, who can put it right.
func Read(r io.Reader) ([]Report, error) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	var out []Report
	n := 0
	for in.Scan() {
		n++
		line := bytes.TrimSpace(in.Bytes())
		if len(line) == 0 {
			continue
		}
		x, err := read(line)
		if err != nil {
			return nil, fmt.Errorf("reading sightings, line %d: %w", n, err)
		}
		x.Line = n
		if x.ID == "" {
			x.ID = fmt.Sprintf("line %d", n)
		}
		out = append(out, x)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("reading sightings, after line %d: %w", n, err)
	}
	return out, nil
}

func read(line []byte) (Report, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	x := Report{Lat: 91, Lon: 181, ErrorMinutes: -1, ErrorKM: -1}
	if err := d.Decode(&x); err != nil {
		return x, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return x, errors.New("more than one JSON document: write each on a line of its own")
	}
	return x, x.check()
}

// Ship types that can be read off a hull, by those of ITU-R M.1371.
func shipTypes(word string) (first, last uint8, ok bool) {
	switch strings.ToLower(word) {
	case "tanker", "oil tanker", "products tanker":
		return 80, 89, true
	case "cargo", "general cargo", "bulk carrier", "container", "container ship":
		return 70, 79, true
	case "passenger", "ferry":
		return 60, 69, true
	case "fishing", "trawler":
		return 30, 30, true
	case "tug":
		return 52, 52, true
	}
	return 0, 0, false
}

func (r *Report) check() error {
	switch {
	case r.Kind != "report" && r.Kind != "photo":
		return fmt.Errorf(`kind is %q: write "report" or "photo"`, r.Kind)
	case r.Time.IsZero() || r.Time.Year() > 9999:
		return errors.New("time is missing: write it as 2026-03-05T10:00:00Z")
	case !r.Point().Valid():
		return fmt.Errorf("lat %v, lon %v is not on the globe, or missing", r.Lat, r.Lon)
	case !(r.ErrorMinutes >= 0) || r.ErrorMinutes > 60*24*366:
		return errors.New("time_error_minutes is missing or makes no sense: how far off can the time be?")
	case !(r.ErrorKM >= 0) || r.ErrorKM > 1000:
		return errors.New("place_error_km is missing or makes no sense: how far off can the place be?")
	case r.Source == "":
		return errors.New("source is missing: who saw it, or who published it?")
	case len(r.Grade) != 2 || r.Grade[0] < 'A' || r.Grade[0] > 'F' || r.Grade[1] < '1' || r.Grade[1] > '6':
		return fmt.Errorf("grade is %q: write a letter from A to F for the source and a digit from 1 to 6 for what it says, as B2", r.Grade)
	case len(r.Ships) == 0:
		return errors.New("ships is missing: name or describe at least one")
	}
	if sum, err := hex.DecodeString(r.Exhibit); err != nil || len(sum) != 32 {
		return errors.New("exhibit is no SHA-256: take the report or picture into the vault and give the hash it is kept under")
	}
	for i, s := range r.Ships {
		if !s.named() && s.Type == "" && s.Length == 0 {
			return fmt.Errorf("ship %d is neither named nor described", i+1)
		}
		if _, _, ok := shipTypes(s.Type); s.Type != "" && !ok {
			return fmt.Errorf("ship %d is of type %q: write tanker, bulk carrier, cargo, container, passenger, fishing or tug", i+1, s.Type)
		}
		if !(s.Length >= 0) || s.Length > 500 {
			return fmt.Errorf("ship %d is %v m long", i+1, s.Length)
		}
	}
	return nil
}
