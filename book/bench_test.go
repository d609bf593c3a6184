package book_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/parquet-go/parquet-go"

	"plimsoll/book"
)

const benchRows = 50_000

func benchmark(b *testing.B, data []byte) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := book.Open(bytes.NewReader(data), book.Options{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for ; ; n++ {
			if row, err := r.Next(); errors.Is(err, io.EOF) {
				break
			} else if err != nil || row.Bad != nil {
				b.Fatal(err, row.Bad)
			}
		}
		if n != benchRows {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkCSV(b *testing.B) {
	data := []byte("id,schema,name,birthDate,nationality,passportNumber\n")
	for i := range benchRows {
		data = fmt.Appendf(data, "C%06d,Person,Orrin Tallis Brannock,%d-02-%02d,kr,LK%07d\n", i, 1940+i%60, 1+i%28, i)
	}
	benchmark(b, data)
}

func BenchmarkCSVQuoted(b *testing.B) {
	data := []byte("id,schema,name,birthDate,nationality,passportNumber\n")
	for i := range benchRows {
		data = fmt.Appendf(data, "\"C%06d\",\"Person\",\"Tallis, Orrin Brannöck\",\"%d-02-%02d\",\"South Korea\",\"LK%07d\"\n", i, 1940+i%60, 1+i%28, i)
	}
	benchmark(b, data)
}

func BenchmarkJSONLines(b *testing.B) {
	var data []byte
	for i := range benchRows {
		data = fmt.Appendf(data, `{"id":"C%06d","schema":"Person","properties":{"name":["Orrin Tallis Brannock"],"birthDate":["%d-02-%02d"],"nationality":["kr"],"passportNumber":["LK%07d"]}}`+"\n", i, 1940+i%60, 1+i%28, i)
	}
	benchmark(b, data)
}

func BenchmarkParquet(b *testing.B) {
	type row struct {
		ID          string `parquet:"id"`
		Schema      string `parquet:"schema,dict"`
		Name        string `parquet:"name"`
		BirthDate   string `parquet:"birthDate"`
		Nationality string `parquet:"nationality,dict"`
		Passport    string `parquet:"passportNumber"`
	}
	rows := make([]row, benchRows)
	for i := range rows {
		rows[i] = row{fmt.Sprintf("C%06d", i), "Person", "Orrin Tallis Brannock", fmt.Sprintf("%d-02-%02d", 1940+i%60, 1+i%28), "kr", fmt.Sprintf("LK%07d", i)}
	}
	var data bytes.Buffer
	if err := parquet.Write(&data, rows); err != nil {
		b.Fatal(err)
	}
	benchmark(b, data.Bytes())
}
