package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"plimsoll/feed"
	"plimsoll/geo"
	"plimsoll/house"
	"plimsoll/vault"
)

// A line that an event names is shown on the exhibit's page, whatever the radio
// came as, and the bytes are handed out as they came.
func TestTheLineOfPackedRadioIsShown(t *testing.T) {
	type row struct {
		MMSI int64   `parquet:"mmsi"`
		Time string  `parquet:"time"`
		Lat  float64 `parquet:"lat"`
		Lon  float64 `parquet:"lon"`
	}
	var rows []row
	csv := "mmsi,time,lat,lon\n"
	for i := range 100 {
		r := row{299000001, time.Date(2026, 3, 1, 0, i, 0, 0, time.UTC).Format("2006-01-02 15:04:05"), 37, 125 + float64(i)/1000}
		rows = append(rows, r)
		csv += fmt.Sprintf("%d,%s,%g,%g\n", r.MMSI, r.Time, r.Lat, r.Lon)
	}
	var packed, table bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(csv)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := parquet.Write(&table, rows); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	h, err := house.Open(ctx, filepath.Join(t.TempDir(), "data"), house.Options{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	land, err := geo.LoadLand()
	if err != nil {
		t.Fatal(err)
	}
	handler, err := New(Options{Source: FromHouse(h), Land: land})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"rows.csv.gz": packed.Bytes(), "rows.parquet": table.Bytes()} {
		w, _, err := h.Watches.Run(ctx, h.Operator, vault.Item{Name: name, Source: "a test"}, bytes.NewReader(data), feed.Options{})
		if err != nil {
			t.Fatal(err)
		}
		get := func(path string) *httptest.ResponseRecorder {
			r := httptest.NewRecorder()
			handler.ServeHTTP(r, httptest.NewRequest(http.MethodGet, path, nil))
			return r
		}
		if page := get("/exhibits/" + w.Feed + "?line=50").Body.String(); !strings.Contains(page, "2026-03-01 00:48:00") || !strings.Contains(page, `id="line-50"`) {
			t.Errorf("%s: line 50 is not shown", name)
		}
		if raw := get("/exhibits/" + w.Feed + "/bytes"); raw.Code != http.StatusOK || !bytes.Equal(raw.Body.Bytes(), data) {
			t.Errorf("%s is not handed out as it came", name)
		}
	}
}
