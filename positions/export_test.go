package positions

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"plimsoll/ais"
)

func export(t testing.TB, format string, list []Position) string {
	t.Helper()
	var buf bytes.Buffer
	e, err := NewExporter(format, &buf)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		if err := e.Write(&list[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// silent says nothing that can be left unsaid.
var silent = Position{
	Time: at(0), MMSI: other, Lat: deg(-0.5), Lon: -1, SOG: ais.SOGNotAvailable, COG: ais.COGNotAvailable,
	Heading: ais.HeadingNotAvailable, Status: ais.StatusNotDefined, Type: 27, Source: "=1+1", Station: "a \"b\",\nc\x01\xff",
}

func TestExportsAreInDegreesAndKnotsAndSilentWhereAShipWas(t *testing.T) {
	list := []Position{sailing(ship, 37.5, 126.25, 0, 1)[0], silent}
	rows, err := csv.NewReader(strings.NewReader(export(t, "csv", list))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%v, %v", rows, err)
	}
	if got := strings.Join(rows[1], "|"); got != "2026-03-01T00:00:00Z|299000001|37.500000|126.250000|12.0|90.0|90|0|1|feed|r1|1" {
		t.Error(got)
	}
	if got := strings.Join(rows[2], "|"); got != "2026-03-01T00:00:00Z|299000002|-0.500000|-0.000002|||||27|'=1+1|a \"b\",\nc\x01\xff|0" {
		t.Errorf("%q", got)
	}
	type row struct {
		Time                      string
		MMSI                      uint32
		Lat, Lon                  float64
		SOG, COG, Heading, Status *float64
		Source, Station           string
	}
	for i, line := range strings.Split(strings.TrimSpace(export(t, "jsonl", list)), "\n") {
		var r row
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if (r.SOG == nil) != (i == 1) || (r.Status == nil) != (i == 1) || r.MMSI != list[i].MMSI {
			t.Errorf("%s", line)
		}
		if i == 1 && r.Station != "a \"b\",\nc\x01\ufffd" {
			t.Errorf("%q", r.Station)
		}
	}
	text := export(t, "parquet", list)
	back, err := parquet.Read[exportRow](strings.NewReader(text), int64(len(text)))
	if err != nil || len(back) != 2 {
		t.Fatal(back, err)
	}
	if b := back[0]; b.Time != day1.UnixMilli() || *b.SOG != 12 || b.Lat != 37.5 {
		t.Errorf("%+v", b)
	}
	if b := back[1]; b.SOG != nil || b.COG != nil || b.Heading != nil || b.Status != nil {
		t.Errorf("%+v", b)
	}
	if _, err := NewExporter("xlsx", nil); err == nil || !strings.Contains(err.Error(), "give csv, jsonl, geojson or parquet") {
		t.Error(err)
	}
}

type featureCollection struct {
	Features []struct {
		Properties struct {
			MMSI      uint32
			From, To  time.Time
			Positions int
			Times     []time.Time
		}
		Geometry struct {
			Type        string
			Coordinates json.RawMessage
		}
	}
}

func TestGeoJSONHasALineForEachShipAndDay(t *testing.T) {
	over := sailing(other, 10, 179.9, 0, 100) // goes over the 180th meridian
	for i := range over {
		if over[i].Lon >= maxLon {
			over[i].Lon -= 2 * maxLon
		}
	}
	long := sailing(299000003, 20, 0, 0, 12_000)
	for i := range long {
		long[i].Time = at(time.Duration(i) * time.Second)
	}
	var list []Position
	list = append(list, sailing(ship, 37, 126, 23*time.Hour, 120)...) // over midnight
	list = append(append(list, over...), silent)
	list = append(list, long...)
	var c featureCollection
	if err := json.Unmarshal([]byte(export(t, "geojson", list)), &c); err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, f := range c.Features {
		got = append(got, f.Properties.Positions)
		n := 1
		if f.Geometry.Type == "LineString" {
			var at [][2]float64
			if err := json.Unmarshal(f.Geometry.Coordinates, &at); err != nil {
				t.Fatal(err)
			}
			n = len(at)
			for i := 1; i < n; i++ {
				if math.Abs(at[i][0]-at[i-1][0]) > 1 {
					t.Errorf("a line goes round the world: %v %v", at[i-1], at[i])
				}
			}
		}
		if n != f.Properties.Positions || n != len(f.Properties.Times) || f.Properties.From != f.Properties.Times[0] || f.Properties.To != f.Properties.Times[n-1] {
			t.Errorf("%d points, %+v", n, f.Properties)
		}
	}
	if len(got) != 7 || got[0] != 60 || got[1] != 60 || got[2]+got[3] != 100 || got[4] != 1 || got[5] != longestLine || got[6] != 2001 {
		t.Errorf("lines of %v positions", got)
	}
	if err := json.Unmarshal([]byte(export(t, "geojson", nil)), &c); err != nil {
		t.Error(err)
	}
}
