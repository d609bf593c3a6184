package book_test

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"plimsoll/book"
)

// held reads whatever it is given and checks what every row promises.
func held(t *testing.T, data []byte) {
	t.Helper()
	r, err := book.Open(bytes.NewReader(data), book.Options{})
	if err != nil {
		return
	}
	line := 0
	for n := 1; n < 10_000; n++ { // a damaged file may claim any number of rows
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			return // the rest cannot be read
		}
		if row.Number != n || row.Line < line {
			t.Fatalf("row %d after row %d, line %d after %d", row.Number, n-1, row.Line, line)
		}
		line = row.Line
		if row.Bad != nil {
			if row.Bad.Reason == "" || row.Bad.Row != n || row.Properties != nil {
				t.Fatalf("bad row without its place: %+v", row)
			}
			continue
		}
		for p, values := range row.Properties {
			if len(values) == 0 {
				t.Fatalf("row %d: %s without a value", n, p)
			}
			for _, v := range values {
				if v == "" || !utf8.ValidString(v) {
					t.Fatalf("row %d: %s is %q", n, p, v)
				}
			}
		}
		if len(row.Properties) == 0 {
			t.Fatalf("row %d has nothing to screen", n)
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"id,schema,name,dob\n1,Person,A B,1961\n", "# c\nid;schema;name\n1;Vessel;\"A;B\\;\"\n\"", "name\n\"a\n\"b\n\"\"\n",
		"name,imo\n\"A\r\nB\",\"\"\"\"\r\n\xff,\n", "id\tname\n1\t\u0301\n2\t\u202e\n", "name,nationality,gender\nA,Korea/Iran,m\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(held)
}

func FuzzJSONLines(f *testing.F) {
	for _, s := range []string{
		`{"id":1,"schema":"Person","name":["A",2,true,null]}`, `{"id":"1","schema":"Vessel","properties":{"name":["A"],"imoNumber":["1"]}}` + "\n{\n", "{}\n[]\n\"", `{"a":{"b":1},"name":1e9}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { held(t, append([]byte("{\"name\":\"A\"}\n"), data...)) })
}

func FuzzParquet(f *testing.F) {
	type row struct {
		ID   string   `parquet:"id"`
		Name []string `parquet:"name,list"`
		Born int32    `parquet:"dob,date"`
	}
	var b bytes.Buffer
	if err := parquet.Write(&b, []row{{"1", []string{"A", "B"}, 7}, {"2", nil, 8}}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		held(t, data)
	})
}
