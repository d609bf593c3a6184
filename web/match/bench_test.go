package match_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plimsoll/lists"
)

var names = []string{
	"Thessaly Vorrick", "Ambrose Dole", "Nobody Inparticular", "Marguerite Tholen", "Kim Jong Sik", "박봉주", "Юрий Алленов", "Orla Fennimore",
	"Wendeline Osk", "Brackenfold Tidewater",
}

func single(i int) string {
	return fmt.Sprintf(`{"queries":{"q":{"schema":"Person","properties":{"name":["%s"],"birthDate":"19%02d"}}}}`, names[i%len(names)], 40+i%50)
}

func hundred() string {
	var q []string
	for i := range 100 {
		q = append(q, fmt.Sprintf(`"q%d":{"schema":"Person","properties":{"name":["%s"]}}`, i, names[i%len(names)]))
	}
	return `{"queries":{` + strings.Join(q, ",") + `}}`
}

// benchWorld is the demo world, or with PLIMSOLL_DATA the real lists of the
// United Nations and of OFAC.
func benchWorld(b *testing.B) *fixture {
	b.Helper()
	dir := os.Getenv("PLIMSOLL_DATA")
	if dir == "" {
		return demoWorld(b)
	}
	f := open(b)
	for _, set := range [][]string{
		{"un/consolidated_2026-02-27.xml"},
		{"us_ofac/sdn_2022-01-31.csv", "us_ofac/add_2022-01-31.csv", "us_ofac/alt_2022-01-31.csv"},
	} {
		var uploads []lists.Upload
		for _, name := range set {
			r, err := os.Open(filepath.Join(dir, name))
			if err != nil {
				b.Fatal(err)
			}
			defer r.Close()
			uploads = append(uploads, lists.Upload{Name: filepath.Base(name), Reader: r})
		}
		if _, err := f.house.Lists.Import(context.Background(), f.house.Operator, lists.Options{}, uploads...); err != nil {
			b.Fatal(err)
		}
	}
	f.refresh()
	b.Logf("%d parties, %d names", f.keeper.Current().Len(), f.keeper.Current().Names())
	return f
}

func BenchmarkMatch(b *testing.B) {
	f := benchWorld(b)
	post := func(b *testing.B, body string) {
		w := httptest.NewRecorder()
		f.api.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/match/default", strings.NewReader(body)))
		if w.Code != 200 {
			b.Fatal(w.Body.String())
		}
	}
	b.Run("one", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			post(b, single(i))
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "queries/s")
	})
	b.Run("hundred", func(b *testing.B) {
		body := hundred()
		b.ReportAllocs()
		for range b.N {
			post(b, body)
		}
		b.ReportMetric(100*float64(b.N)/b.Elapsed().Seconds(), "queries/s")
	})
	b.Run("loopback", func(b *testing.B) {
		server := httptest.NewServer(f.api)
		defer server.Close()
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				r, err := http.Post(server.URL+"/match/default", "application/json", strings.NewReader(single(i)))
				if err != nil {
					b.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, r.Body)
				r.Body.Close()
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
	})
}

func BenchmarkEntity(b *testing.B) {
	f := demoWorld(b)
	b.ReportAllocs()
	for range b.N {
		w := httptest.NewRecorder()
		f.api.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/entities/DEMO-V1", nil))
	}
}
