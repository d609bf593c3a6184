package geo_test

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"plimsoll/geo"
)

// dataFile is a file of published data that is not kept with the code: set
// PLIMSOLL_DATA to a directory with ports/ and reference_decodes/, or with these
// in ais/.
func dataFile(t *testing.T, name ...string) io.Reader {
	dir := os.Getenv("PLIMSOLL_DATA")
	if dir == "" {
		t.Skip("PLIMSOLL_DATA is not set: no published data to read")
	}
	if _, err := os.Stat(filepath.Join(dir, "ais")); err == nil {
		dir = filepath.Join(dir, "ais")
	}
	f, err := os.Open(filepath.Join(append([]string{dir}, name...)...))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// Of the positions that ships sent from all over the world half are on land for
// a coast at 1:50 million, and hardly any are ashore.
func TestRealDataPutsFewShipsAshore(t *testing.T) {
	z, err := gzip.NewReader(dataFile(t, "reference_decodes", "aishub85k_consensus.tsv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	shore, err := geo.LoadShore()
	if err != nil {
		t.Fatal(err)
	}
	l := mustLand(t)
	in := csv.NewReader(z)
	in.Comma, in.FieldsPerRecord = '\t', -1
	var all, onLand, ashore int
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		lon, errLon := strconv.ParseFloat(row[3], 64) // in 1/10000 minutes
		lat, errLat := strconv.ParseFloat(row[4], 64)
		p := geo.Point{Lat: lat / 600_000, Lon: lon / 600_000}
		if errLon != nil || errLat != nil || !p.Valid() || p == (geo.Point{}) {
			continue
		}
		all++
		if l.OnLand(p) {
			onLand++
		}
		if shore.Ashore(p, 10_000) {
			ashore++
		}
	}
	t.Logf("of %d positions %d are on land and %d ashore", all, onLand, ashore)
	if all < 70_000 || ashore*200 > all {
		t.Errorf("of %d positions %d are ashore", all, ashore)
	}
}

// Every port of the World Port Index is here, or one of ours within a few miles.
func TestRealDataOfTheWorldPortIndexIsWhole(t *testing.T) {
	rows, err := csv.NewReader(dataFile(t, "ports", "nga_wpi_UpdatedPub150.csv")).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	p := ports(t)
	for _, row := range rows[1:] {
		lat, errLat := strconv.ParseFloat(row[column["Latitude"]], 64)
		lon, errLon := strconv.ParseFloat(row[column["Longitude"]], 64)
		if errLat != nil || errLon != nil {
			t.Fatal(row)
		}
		if near, metres, ok := p.Within(geo.Point{Lat: lat, Lon: lon}, 6000); !ok || metres > 6000 {
			t.Errorf("%s is missing: %v at %.0f m", row[column["Main Port Name"]], near, metres)
		}
	}
	t.Logf("%d ports", len(rows)-1)
}
