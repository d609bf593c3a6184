package table

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"plimsoll/ais"
)

// all reads a table to its end.
func all(t testing.TB, r *Reader) ([]ais.Message, ais.Stats) {
	t.Helper()
	var out []ais.Message
	for {
		var m ais.Message
		err := r.Next(&m)
		if errors.Is(err, io.EOF) {
			return out, r.Stats()
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
}

func csv(t testing.TB, text string, o Options) ([]ais.Message, ais.Stats) {
	t.Helper()
	r, err := NewCSV(strings.NewReader(text), o)
	if err != nil {
		t.Fatal(err)
	}
	return all(t, r)
}

// message is one of line 2 or later, of the invented ship 299000101 unless
// changed.
func message(typ uint8, line int, at string, change func(*ais.Message)) ais.Message {
	when, err := time.Parse(time.DateTime, at)
	if err != nil {
		panic(err)
	}
	var m ais.Message
	m.Reset()
	m.Type, m.Line, m.MMSI, m.Received = typ, line, 299000101, when.Unix()
	change(&m)
	return m
}

const danish = `# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,IMO,Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,Destination,ETA,Data source type,A,B,C,D
18/03/2023 00:00:00,Base Station,2990001,56.7166,11.519,Unknown value,,,,,Unknown,,,Undefined,,,,GPS,,,,AIS,,,,
18/03/2023 00:00:01,Class A,299000101,55.4921,14.7525,Under way using engine,0.7,12.5,241.8,241,Unknown,Unknown,,Undefined,,,,Undefined,,,,AIS,,,,
18/03/2023 00:00:02,Class A,299000101,91,0,Unknown value,,,,,0990011,Q9OT1,ORRIN TALE,Tanker,,16,104,GPS,3.1,"LARKMERE, ROADS",11/03/2023 21:00:00,AIS,84,20,8,8
18/03/2023 00:00:03,Class A,299000101,-55.5,14.7525,Moored,-720.0,0.0,360.0,511,0990011,Q9OT1,ORRIN TALE,Tanker,,16,104,GPS,3.1,"LARKMERE, ROADS",11/03/2023 21:00:00,AIS,84,20,8,8
18/03/2023 00:00:04,Class B,299000102,55.5,14.5,Unknown value,,4.0,10.0,,Unknown,Q8OS1,OAKUM STAR,Pleasure,,4,12,Undefined,,,,AIS,6,6,2,2
18/03/2023 00:00:05,AtoN,992990001,55.6,14.6,Unknown value,,,,,Unknown,,CROWN SHOAL,Undefined,,,,GPS,,,,AIS,,,,
`

func TestDanishFile(t *testing.T) {
	const day = "2023-03-18 "
	who := func(m *ais.Message) {
		m.IMO, m.CallSign, m.Name, m.ShipType, m.Draught = 990011, "Q9OT1", "ORRIN TALE", 80, 31
		m.Destination, m.ETA = "LARKMERE, ROADS", ais.ETA{Month: 3, Day: 11, Hour: 21}
		m.A, m.B, m.C, m.D = 84, 20, 8, 8
	}
	want := []ais.Message{
		message(4, 2, day+"00:00:00", func(m *ais.Message) { m.MMSI = 2990001; m.SetPosition(56.7166, 11.519) }),
		message(1, 3, day+"00:00:01", func(m *ais.Message) {
			m.SetPosition(55.4921, 14.7525)
			m.Status, m.ROT, m.SOG, m.COG, m.Heading = 0, 4, 125, 2418, 241
		}),
		message(5, 4, day+"00:00:02", who),
		message(1, 5, day+"00:00:03", func(m *ais.Message) { // who it is was said a second ago
			m.SetPosition(-55.5, 14.7525)
			m.Status, m.ROT, m.SOG = 5, -126, 0
		}),
		message(18, 6, day+"00:00:04", func(m *ais.Message) { m.MMSI = 299000102; m.SetPosition(55.5, 14.5); m.SOG, m.COG = 40, 100 }),
		message(24, 6, day+"00:00:04", func(m *ais.Message) { m.MMSI, m.Name = 299000102, "OAKUM STAR" }),
		message(24, 6, day+"00:00:04", func(m *ais.Message) {
			m.MMSI, m.Part, m.CallSign, m.ShipType = 299000102, 1, "Q8OS1", 37
			m.A, m.B, m.C, m.D = 6, 6, 2, 2
		}),
		message(21, 7, day+"00:00:05", func(m *ais.Message) { m.MMSI, m.Name = 992990001, "CROWN SHOAL"; m.SetPosition(55.6, 14.6) }),
	}
	got, stats := csv(t, danish, Options{})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if stats.Sentences != 6 || stats.Lines != 7 || stats.BadCount() != 0 || len(stats.Lenient) != 0 {
		t.Errorf("%+v", stats)
	}
}

func TestMarineCadastreOldAndNew(t *testing.T) {
	const old = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,TransceiverClass\n" +
		"299000101,2023-01-11T00:00:00,26.09241,-80.04806,8.8,272.7,270.0,ORRIN TALE,IMO0990011,Q9OT1,70,8.0,208.0,30.0,8.0,70.0,A\r\n" +
		"299000102,2023-01-11T00:00:01,43.07917,-70.75733,0.0,360.0,511.0,OAKUM STAR,,Q8OS1,37,,,,,,B\n"
	const fresh = "mmsi,base_date_time,longitude,latitude,sog,cog,heading,vessel_name,imo,call_sign,vessel_type,status,length,width,draft,cargo,transceiver\n" +
		"299000101,2023-01-11 00:00:00,-80.04806,26.09241,8.8,272.7,270,ORRIN TALE,IMO0990011,Q9OT1,70,8,208,30,8.0,70,A\n" +
		"299000102,2023-01-11 00:00:01,-70.75733,43.07917,0,360,511,OAKUM STAR,,Q8OS1,37,,,,,,B\n"
	want := []ais.Message{
		message(1, 2, "2023-01-11 00:00:00", func(m *ais.Message) {
			m.SetPosition(26.09241, -80.04806)
			m.SOG, m.COG, m.Heading, m.Status = 88, 2727, 270, 8
		}),
		message(5, 2, "2023-01-11 00:00:00", func(m *ais.Message) {
			m.Name, m.IMO, m.CallSign, m.ShipType, m.B, m.D, m.Draught = "ORRIN TALE", 990011, "Q9OT1", 70, 208, 30, 80
		}),
		message(18, 3, "2023-01-11 00:00:01", func(m *ais.Message) { m.MMSI = 299000102; m.SetPosition(43.07917, -70.75733); m.SOG = 0 }),
		message(24, 3, "2023-01-11 00:00:01", func(m *ais.Message) { m.MMSI, m.Name = 299000102, "OAKUM STAR" }),
		message(24, 3, "2023-01-11 00:00:01", func(m *ais.Message) { m.MMSI, m.Part, m.CallSign, m.ShipType = 299000102, 1, "Q8OS1", 37 }),
	}
	for name, text := range map[string]string{"to 2024": old, "from 2025": fresh} {
		got, stats := csv(t, text, Options{})
		if diff := cmp.Diff(want, got); diff != "" || stats.BadCount() != 0 || len(stats.Lenient) != 0 {
			t.Errorf("%s: %s %+v", name, diff, stats)
		}
	}
}

func TestColumnsAreGivenAMeaning(t *testing.T) {
	const text = "wann;schiff;breite;laenge;knoten;name;source\n1700000000;299000101;55,5;14.5;12,3;x;st1\n"
	got, _ := csv(t, text, Options{Columns: map[string]string{
		"wann": "time", "schiff": "mmsi", "breite": "lat", "laenge": "lon", "knoten": "sog", "name": "-",
	}})
	want := []ais.Message{message(1, 2, "2023-11-14 22:13:20", func(m *ais.Message) {
		m.SetPosition(55.5, 14.5)
		m.SOG, m.Source = 123, "st1"
	})}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatATableMustHave(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		o    Options
		want string
	}{
		"nothing":           {"", Options{}, "empty"},
		"no time":           {"mmsi,lat,lon\n", Options{}, "--column COLUMN=time"},
		"no such column":    {"mmsi,time,lat\n", Options{Columns: map[string]string{"speed": "sog"}}, `column "speed", which is not there`},
		"no such meaning":   {"mmsi,time,lat\n", Options{Columns: map[string]string{"lat": "latitud"}}, `cannot mean "latitud"`},
		"meaning twice":     {"mmsi,time,x,y\n", Options{Columns: map[string]string{"x": "lat", "y": "lat"}}, "both mean lat"},
		"header with quote": {"mmsi,time,\"lat\n", Options{}, "does not close"},
	} {
		if _, err := NewCSV(strings.NewReader(tt.text), tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want it to say %q", name, err, tt.want)
		}
	}
}

func TestBadRowsAreCountedAndTheOthersRead(t *testing.T) {
	text := "mmsi,time,lat,lon,sog,imo\n" + // 1
		"299000101,2023-01-11T00:00:00,26.0,-80.0,8.8,\n" + // 2
		"299000101,2023-01-11T00:00:00,26.0\n" + // 3
		"\n" + // 4
		"2990001012,2023-01-11T00:00:00,26.0,-80.0,8.8,\n" + // 5
		",2023-01-11T00:00:00,26.0,-80.0,8.8,\n" + // 6
		"299000101,2023-02-30T00:00:00,26.0,-80.0,8.8,\n" + // 7
		"299000101,,26.0,-80.0,8.8,\n" + // 8
		"299000101,2023-01-11T00:00:00,\"26.0,-80.0,8.8,\n" + // 9
		"299000101,2023-01-11T00:00:00,126.0,-80.0,102.3,\n" + // 10
		"299000101,2023-01-11T00:00:00,north,-80.0,-1,\n" + // 11
		strings.Repeat("x", maxLine+5) + "\n" + // 12
		"299000101,2023-01-11T00:00:00,26.0,-80.0,8.8," // 13, cut
	got, stats := csv(t, text, Options{})
	var lines []int
	for _, m := range got {
		lines = append(lines, m.Line)
	}
	if diff := cmp.Diff([]int{2, 10, 11, 13}, lines); diff != "" {
		t.Error(diff)
	}
	want := []ais.Tally{
		{Reason: ais.ReasonLineTooLong, Count: 1, Lines: []int{12}},
		{Reason: ais.ReasonCells, Count: 1, Lines: []int{3}},
		{Reason: ais.ReasonQuote, Count: 1, Lines: []int{9}},
		{Reason: ais.ReasonMMSI, Count: 2, Lines: []int{5, 6}},
		{Reason: ais.ReasonTime, Count: 2, Lines: []int{7, 8}},
	}
	if diff := cmp.Diff(want, stats.Bad); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]ais.Tally{{Reason: ais.LenientCell, Count: 3, Lines: []int{10, 11, 11}}}, stats.Lenient); diff != "" {
		t.Error(diff)
	}
	if got[1].HasPosition || got[1].SOG != ais.SOGNotAvailable || got[2].HasPosition || got[2].SOG != ais.SOGNotAvailable {
		t.Errorf("%+v", got[1:3])
	}
	r, err := NewCSV(strings.NewReader(text), Options{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	var m ais.Message
	for err == nil {
		err = r.Next(&m)
	}
	var bad *ais.LineError
	if !errors.As(err, &bad) || bad.Line != 3 {
		t.Errorf("strict: %v", err)
	}
}

func TestMoments(t *testing.T) {
	const at = 1741064767 // 2025-03-04T05:06:07Z
	for text, want := range map[string]int64{
		"2025-03-04T05:06:07": at, "2025-03-04 05:06:07": at, "2025-03-04T05:06:07Z": at, "2025-03-04 05:06:07.123456 UTC": at,
		"2025-03-04T07:06:07+02:00": at, "2025-03-04T00:36:07-0430": at, "04/03/2025 05:06:07": at, "4/3/2025 05:06:07": at,
		"20250304_050607": at, "20250304050607": at, "20250304T050607Z": at, "1741064767": at, "1741064767.9": at, "1741064767123": at,
		"1741064767123456789": at,
		"":                    0, "2025-03-04": 0, "2025-13-04T05:06:07": 0, "2025-02-29T05:06:07": 0, "2025-03-04T25:06:07": 0, "12": 0, "1": 0,
		"04/03/25 05:06:07": 0, "1970-01-01T00:00:00": 0, "99999999999": 0, "2025-03-04T05:06:07X": 0, "2025-03-04T05:06": at - 7, "04/03/2025 05:06": at - 7, "2025-03-04T05:6": 0, "2025-03-04T05:06:": 0, "2025-03-04T05:06:7": 0,
	} {
		got, ok := moment([]byte(text), false)
		if ok != (want != 0) || ok && got != want {
			t.Errorf("%q: %d %v, want %d", text, got, ok, want)
		}
	}
	if got, _ := moment([]byte("03/04/2025 05:06:07"), true); got != at {
		t.Errorf("month first: %d", got)
	}
}

func TestDecimals(t *testing.T) {
	for _, tt := range []struct {
		text     string
		decimals int
		want     int64
		ok       bool
	}{
		{"12.5", 1, 125, true},
		{"-12.45", 1, -125, true},
		{"12.44", 1, 124, true},
		{"12", 1, 120, true},
		{"+1", 0, 1, true},
		{"95.0", 0, 95, true},
		{"1e-05", 7, 100, true},
		{".5", 1, 5, true},
		{"5.", 1, 50, true},
		{"55,5", 1, 555, true},
		{"0.049", 1, 0, true},
		{"", 1, 0, false},
		{"-", 1, 0, false},
		{".", 1, 0, false},
		{"1.2.3", 1, 0, false},
		{"12a", 1, 0, false},
		{"1e99", 1, 0, false},
		{"99999999999999999999999", 0, 0, false},
		{"9999999999999999", 7, 0, false},
	} {
		if got, ok := decimal([]byte(tt.text), tt.decimals); ok != tt.ok || ok && got != tt.want {
			t.Errorf("%q with %d: %d %v, want %d %v", tt.text, tt.decimals, got, ok, tt.want, tt.ok)
		}
	}
}

// parquetRow is a table as data frames write it: numbers with gaps as floating
// point, times in their own type.
type parquetRow struct {
	MMSI        int64      `parquet:"mmsi"`
	Time        time.Time  `parquet:"timestamp,timestamp(microsecond)"`
	Lat         float64    `parquet:"latitude"`
	Lon         float64    `parquet:"longitude"`
	SOG         *float64   `parquet:"sog,optional"`
	Heading     float32    `parquet:"heading"`
	Name        string     `parquet:"vessel_name,dict"`
	Flagged     bool       `parquet:"flagged"`
	Neighbours  []int64    `parquet:"neighbours,list"`
	Transceiver string     `parquet:"transceiver"`
	Extra       *time.Time `parquet:"extra,optional"`
}

func parquetFile(t testing.TB) []byte {
	t.Helper()
	speed := 12.3
	var b bytes.Buffer
	at := time.Date(2025, 3, 4, 5, 6, 7, 0, time.UTC)
	err := parquet.Write(&b, []parquetRow{
		{MMSI: 299000101, Time: at, Lat: 55.5, Lon: 14.5, SOG: &speed, Heading: 90, Name: "ORRIN TALE", Transceiver: "A"},
		{MMSI: 299000102, Time: at.Add(time.Second), Lat: 91, Lon: 0, Heading: 511, Neighbours: []int64{1, 2}, Transceiver: "B"},
		{MMSI: -5, Time: at, Transceiver: "A"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestParquet(t *testing.T) {
	b := parquetFile(t)
	r, err := NewParquet(bytes.NewReader(b), int64(len(b)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, stats := all(t, r)
	want := []ais.Message{
		message(1, 1, "2025-03-04 05:06:07", func(m *ais.Message) { m.SetPosition(55.5, 14.5); m.SOG, m.Heading = 123, 90 }),
		message(5, 1, "2025-03-04 05:06:07", func(m *ais.Message) { m.Name = "ORRIN TALE" }),
		message(18, 2, "2025-03-04 05:06:08", func(m *ais.Message) { m.MMSI = 299000102 }),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]ais.Tally{{Reason: ais.ReasonMMSI, Count: 1, Lines: []int{3}}}, stats.Bad); diff != "" {
		t.Error(diff)
	}
	for _, cut := range []int{0, 3, 11, len(b) / 2, len(b) - 1} {
		if _, err := NewParquet(bytes.NewReader(b[:cut]), int64(cut), Options{}); err == nil {
			t.Errorf("cut to %d bytes it is read", cut)
		}
	}
}
