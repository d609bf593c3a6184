package geo_test

import (
	"slices"
	"strings"
	"testing"

	"plimsoll/geo"
)

func zones(t testing.TB) *geo.Zones {
	t.Helper()
	zs, err := geo.LoadZones()
	if err != nil {
		t.Fatal(err)
	}
	return zs
}

func codesAt(zs *geo.Zones, p geo.Point) []string {
	var out []string
	for _, z := range zs.At(p, nil) {
		out = append(out, z.Code)
	}
	return out
}

func TestWatersOfTheDPRK(t *testing.T) {
	zs := zones(t)
	for _, c := range []struct {
		name string
		p    geo.Point
		want bool
	}{
		{"Nampo roads", geo.Point{Lat: 38.6, Lon: 124.9}, true},
		{"off Chongjin", geo.Point{Lat: 41.6, Lon: 130.1}, true},
		{"squid grounds in the Sea of Japan", geo.Point{Lat: 39.5, Lon: 131.5}, true},
		{"Yamato bank, Japan", geo.Point{Lat: 39.3, Lon: 135.2}, false},
		{"Incheon", geo.Point{Lat: 37.4, Lon: 126.5}, false},
		{"Sokcho", geo.Point{Lat: 38.2, Lon: 128.7}, false},
		{"Vladivostok", geo.Point{Lat: 43.0, Lon: 131.9}, false},
		{"Posyet", geo.Point{Lat: 42.6, Lon: 130.9}, false},
		{"Dalian", geo.Point{Lat: 38.9, Lon: 121.8}, false},
		{"Weihai", geo.Point{Lat: 37.5, Lon: 122.4}, false},
		{"East China Sea", geo.Point{Lat: 31, Lon: 125}, false},
		{"nowhere", geo.Point{Lat: 91, Lon: 181}, false},
	} {
		if got := zs.DPRKWaters(c.p); got != c.want {
			t.Errorf("%s %v: %v", c.name, c.p, got)
		}
	}
	for _, p := range ports(t).All() {
		if got := zs.DPRKWaters(p.Point); got != p.DPRK() {
			t.Errorf("%s (%s): in waters of the DPRK %v", p.Name, p.Code, got)
		}
	}
}

func TestZonesOfTheTypologies(t *testing.T) {
	zs := zones(t)
	for code, p := range map[string]geo.Point{
		"ECS-STS":      {Lat: 30, Lon: 125},
		"ECS-SHANGHAI": {Lat: 31.2, Lon: 124.1},
		"TONKIN":       {Lat: 20.3, Lon: 107.8},
		"ZHOUSHAN":     {Lat: 30.3, Lon: 122.6},
		"NAMPO":        {Lat: 38.56, Lon: 124.82},
		"HAEJU":        {Lat: 37.9, Lon: 125.7},
		"KOREA-BAY":    {Lat: 38.9, Lon: 124.2},
		"ARMS-ROUTE":   {Lat: 42.4, Lon: 131.7},
		"LONGKOU":      {Lat: 37.75, Lon: 120.25},
	} {
		if got := codesAt(zs, p); !slices.Contains(got, code) {
			t.Errorf("%v is in %v, want %s among them", p, got, code)
		}
	}
	if got := codesAt(zs, geo.Point{Lat: 10, Lon: -40}); got != nil {
		t.Errorf("in the Atlantic: %v", got)
	}
	for _, z := range zs.All() {
		if z.Name == "" || z.Source == "" || z.Confidence != "approximate" && z.Confidence != "derived" {
			t.Errorf("incomplete: %+v", z)
		}
	}
}

func TestAshoreIsSaidOnlyWhereNoShipCanBe(t *testing.T) {
	s, err := geo.LoadShore()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		p    geo.Point
		want bool
	}{
		{"East China Sea", geo.Point{Lat: 31, Lon: 125}, false},
		{"Rotterdam", geo.Point{Lat: 51.9, Lon: 4.45}, false},
		{"the Rhine at Duisburg", geo.Point{Lat: 51.45, Lon: 6.74}, false},
		{"Lake Superior", geo.Point{Lat: 47.7, Lon: -87.5}, false},
		{"Nampo", geo.Point{Lat: 38.73, Lon: 125.42}, false},
		{"the Yangtze at Wuhan", geo.Point{Lat: 30.6, Lon: 114.3}, false},
		{"the Gobi", geo.Point{Lat: 43, Lon: 105}, true},
		{"the airport of Beijing", geo.Point{Lat: 40.08, Lon: 116.6}, true},
		{"the middle of Kaesong and Wonsan", geo.Point{Lat: 38.6, Lon: 126.9}, true},
		{"Nevada", geo.Point{Lat: 39, Lon: -117}, true},
		{"nowhere", geo.Point{Lat: 91, Lon: 181}, false},
	} {
		if got := s.Ashore(c.p, 10_000); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestReadZonesNamesTheFault(t *testing.T) {
	head := "code,name,kind,country,points,confidence,source,note\n"
	for text, want := range map[string]string{
		"":                                      "head",
		"code,name\n":                           "head",
		"a,b,c,d,e,f,g,h\n":                     "columns must be",
		head + "A,B,sts,,1 2; 3 4,a,s,\n":       "corners",
		head + "A,B,sts,,1 2; 3 4; 95 4,a,s,\n": `"95 4"`,
		head + "A,B,pond,,1 2; 3 4; 5 4,a,s,\n": `"pond"`,
		head + "A,B,sts,,1 2; 3 4; 5 4,a,s,\nA,B,sts,,1 2; 3 4; 5 4,a,s,\n": "twice",
	} {
		_, err := geo.ReadZones("zones.csv", strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
}

func FuzzReadZones(f *testing.F) {
	f.Add("code,name,kind,country,points,confidence,source,note\nA,B,sts,,1 2; 3 4; 5 4,a,s,\n")
	f.Fuzz(func(t *testing.T, text string) {
		zs, err := geo.ReadZones("f", strings.NewReader(text))
		if err != nil {
			return
		}
		for _, z := range zs.All() {
			zs.At(z.Polygon[0], nil)
		}
	})
}

func BenchmarkZonesAt(b *testing.B) {
	zs := zones(b)
	var into []*geo.Zone
	for name, p := range map[string]geo.Point{"nowhere": {Lat: 10, Lon: -40}, "off Nampo": {Lat: 38.56, Lon: 124.82}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				into = zs.At(p, into[:0])
			}
		})
	}
}
