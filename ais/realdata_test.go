package ais

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// recordings returns the recorded feeds in the folder PLIMSOLL_DATA names, by
// file name, unpacked. They are not part of the repository.
func recordings(t testing.TB) map[string][]byte {
	t.Helper()
	dir := os.Getenv("PLIMSOLL_DATA")
	if dir == "" {
		t.Skip("PLIMSOLL_DATA does not name a folder of recorded AIS")
	}
	out := make(map[string][]byte)
	for _, pattern := range []string{"*.nmea", "*.nmea.gz", "*.nm4", "*.txt", "*/*.nmea"} {
		names, err := filepath.Glob(filepath.Join(dir, "nmea", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			out[strings.TrimPrefix(name, filepath.Join(dir, "nmea")+"/")] = unpack(t, name)
		}
	}
	return out
}

func unpack(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return b
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if b, err = io.ReadAll(z); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRecordingsAreReadWhole(t *testing.T) {
	for name, data := range recordings(t) {
		t.Run(name, func(t *testing.T) {
			lines := bytes.Count(data, []byte("\n"))
			d := NewDecoder(bytes.NewReader(data), Options{})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			var m Message
			var c, blind Clock // blind is not told the times of reception
			var n, known, judged, off int
			for {
				err := d.Next(&m)
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				n++
				if m.Line < 1 || m.Line > lines+1 {
					t.Fatalf("line %d of %d", m.Line, lines)
				}
				at, ok := c.Time(&m)
				if ok {
					known++
				}
				received := m.Received != 0
				m.Received = 0
				if guess, ok := blind.Time(&m); ok && received {
					judged++
					if apart := guess.Sub(at).Abs(); apart > time.Minute {
						off++
					}
				}
			}
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			s := d.Stats()
			t.Logf("%d lines, %d sentences, %d messages, %d other, %d blank; %.2f M messages/s, %d allocs",
				s.Lines, s.Sentences, s.Messages, s.Other, s.Blank, float64(n)/took.Seconds()/1e6, after.Mallocs-before.Mallocs)
			t.Logf("timed %d; from base stations alone %d, of these %d off by more than a minute", known, judged, off)
			// Satellites hand over what they heard minutes ago in no order: base
			// stations alone can not tell the time there, and c: does.
			satellite := name == "aisdb_20211101_tagblock.nm4"
			if off*20 > judged && !satellite {
				t.Errorf("the clock is off by more than a minute for %d of %d messages", off, judged)
			}
			t.Logf("types %v", s.ByType)
			for _, b := range append(s.Bad, s.Lenient...) {
				t.Logf("%7d %s %v", b.Count, b.Reason, b.Lines[:min(8, len(b.Lines))])
			}
		})
	}
}

// TestConsensus compares with what independent decoders make of a large
// recording: line, type, MMSI, longitude, latitude.
func TestConsensus(t *testing.T) {
	data := recordings(t)["aishub_nmea_sample_85k.nmea.gz"]
	if data == nil {
		t.Skip("no such recording")
	}
	type row struct {
		text, agree string
	}
	want := make(map[int]row)
	sc := bufio.NewScanner(bytes.NewReader(unpack(t, filepath.Join(os.Getenv("PLIMSOLL_DATA"), "reference_decodes", "aishub85k_consensus.tsv.gz"))))
	sc.Scan()
	for sc.Scan() {
		f := strings.Split(sc.Text(), "\t")
		n, err := strconv.Atoi(f[0])
		if err != nil {
			t.Fatal(err)
		}
		want[n] = row{strings.Join(f[1:5], " "), f[5]}
	}
	d := NewDecoder(bytes.NewReader(data), Options{})
	matched, differ, extra := 0, 0, 0
	var m Message
	for d.Next(&m) == nil {
		got := fmt.Sprintf("%d %09d  ", m.Type, m.MMSI)
		if m.Type != 17 && (m.HasPosition || m.Lat != LatNotAvailable || m.Lon != LonNotAvailable || carriesPosition(m.Type)) {
			got = fmt.Sprintf("%d %09d %d %d", m.Type, m.MMSI, m.Lon, m.Lat)
		}
		w, ok := want[m.Line]
		switch {
		case !ok:
			extra++
			t.Logf("extra: line %d: %s (%d)", m.Line, got, m.Type)
		case w.text == got:
			matched++
		default:
			differ++
			t.Logf("differs: line %d: have %q, want %q (%s)", m.Line, got, w.text, w.agree)
		}
		delete(want, m.Line)
	}
	for n, w := range want {
		t.Logf("missing: line %d: %s (%s)", n, w.text, w.agree)
	}
	t.Logf("matched %d, differing %d, missing %d, extra %d", matched, differ, len(want), extra)
	// The extra ones are six reports of ships in Tokyo Bay with hundreds of bits
	// behind their end, which the other decoders refuse for their length.
	if differ != 0 || len(want) != 0 || extra > 6 {
		t.Errorf("%d differ, %d are missing, %d are extra", differ, len(want), extra)
	}
}

func carriesPosition(typ uint8) bool {
	switch typ {
	case 1, 2, 3, 4, 9, 11, 18, 19, 21, 27:
		return true
	}
	return false
}

// TestFieldsAgreeWithGPSD compares the fields of the same recording with those
// gpsd reads, in the order of the stream; what only one of them reads is
// skipped.
func TestFieldsAgreeWithGPSD(t *testing.T) {
	data := recordings(t)["aishub_nmea_sample_85k.nmea.gz"]
	if data == nil {
		t.Skip("no such recording")
	}
	type row struct {
		Type, Repeat, IMO, Status, Heading, Second, Shiptype, Aid       *float64
		MMSI                                                            uint32
		Callsign, Shipname, Name, Destination, ETA, Timestamp           *string
		Draught, Speed, Course                                          any
		DAC, FID, Dest_mmsi                                             *float64
		Data                                                            *string
		To_bow, To_stern, To_port, To_starboard, Radio, Mothership_mmsi *float64
		Partno                                                          string
		RAIM, Accuracy                                                  *bool
	}
	var rows []row
	sc := bufio.NewScanner(bytes.NewReader(unpack(t, filepath.Join(os.Getenv("PLIMSOLL_DATA"), "reference_decodes", "aishub85k_gpsdecode322.json.gz"))))
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var r row
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			t.Fatalf("%v: %s", err, sc.Text())
		}
		if r.Type != nil {
			rows = append(rows, r)
		}
	}
	d := NewDecoder(bytes.NewReader(data), Options{})
	at, compared, mine, binaries := 0, 0, 0, 0
	differ := make(map[string]int)
	note := func(m *Message, field string, have, want any) {
		if differ[field]++; differ[field] <= 4 {
			t.Logf("line %d type %d: %s: have %v, want %v", m.Line, m.Type, field, have, want)
		}
	}
	num := func(m *Message, field string, have float64, want *float64) {
		if want != nil && have != *want {
			note(m, field, have, *want)
		}
	}
	str := func(m *Message, field, have string, want *string) {
		if want != nil && have != strings.TrimRight(*want, " ") {
			note(m, field, have, *want)
		}
	}
	var m Message
	for d.Next(&m) == nil {
		found := -1
		for k := at; k < min(at+40, len(rows)); k++ {
			if rows[k].MMSI == m.MMSI && uint8(*rows[k].Type) == m.Type {
				found = k
				break
			}
		}
		if found < 0 {
			mine++
			continue
		}
		r := rows[found]
		at = found + 1
		compared++
		num(&m, "repeat", float64(m.Repeat), r.Repeat)
		switch m.Type {
		case 1, 2, 3, 4, 5, 9, 11, 18, 19, 21, 24, 27:
		case 6, 8, 17:
			num(&m, "dac", float64(m.DAC), r.DAC)
			num(&m, "fid", float64(m.FI), r.FID)
			num(&m, "dest_mmsi", float64(m.To), r.Dest_mmsi)
			data, bits := d.Data(nil)
			str(&m, "data", fmt.Sprintf("%d:%x", bits, data), r.Data)
			if r.Data != nil {
				binaries++
			}
			continue
		default:
			continue
		}
		if m.Type == 24 { // gpsd puts the parts of one ship together; compare what this part says
			if m.Part == 0 {
				str(&m, "name", m.Name, r.Shipname)
				continue
			}
			r.Shipname = nil
		}
		num(&m, "imo", float64(m.IMO), r.IMO)
		num(&m, "status", float64(m.Status), r.Status)
		num(&m, "heading", float64(m.Heading), r.Heading)
		num(&m, "second", float64(m.Second), r.Second)
		num(&m, "shiptype", float64(m.ShipType), r.Shiptype)
		num(&m, "to_bow", float64(m.A), r.To_bow)
		num(&m, "to_stern", float64(m.B), r.To_stern)
		num(&m, "to_port", float64(m.C), r.To_port)
		num(&m, "to_starboard", float64(m.D), r.To_starboard)
		if m.Type < 5 {
			num(&m, "radio", float64(m.Radio), r.Radio)
		}
		str(&m, "name", m.Name, r.Shipname)
		str(&m, "aid name", m.Name, r.Name)
		str(&m, "callsign", m.CallSign, r.Callsign)
		str(&m, "destination", m.Destination, r.Destination)
		if w, ok := r.Draught.(float64); ok && w*10 != float64(m.Draught) && fmt.Sprintf("%.1f", w) != fmt.Sprintf("%.1f", float64(m.Draught)/10) {
			note(&m, "draught", m.Draught, w)
		}
		if w, ok := r.Course.(float64); ok && fmt.Sprintf("%.1f", w) != fmt.Sprintf("%.1f", float64(m.COG)/10) {
			note(&m, "course", m.COG, w)
		}
		if w, ok := r.Speed.(float64); ok && fmt.Sprintf("%.1f", w) != fmt.Sprintf("%.1f", float64(m.SOG)/10) {
			note(&m, "speed", m.SOG, w)
		}
		if r.RAIM != nil && *r.RAIM != m.RAIM {
			note(&m, "raim", m.RAIM, *r.RAIM)
		}
		if r.Accuracy != nil && *r.Accuracy != m.Accuracy {
			note(&m, "accuracy", m.Accuracy, *r.Accuracy)
		}
		if r.Timestamp != nil && m.UTC != 0 && time.Unix(m.UTC, 0).UTC().Format("2006-01-02T15:04:05Z") != *r.Timestamp {
			note(&m, "timestamp", m.UTC, *r.Timestamp)
		}
	}
	t.Logf("compared %d of %d rows, %d with binary data, %d read here only, differing: %v", compared, len(rows), binaries, mine, differ)
	if radio := differ["radio"]; radio > 6 { // six sentences state five fill bits too many
		t.Errorf("%d communication states differ", radio)
	}
	delete(differ, "radio")
	if len(differ) > 0 || compared < 82400 {
		t.Errorf("compared %d, differing: %v", compared, differ)
	}
}
