package book_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"

	"plimsoll/book"
)

// read reads a book to its end.
func read(t *testing.T, r io.Reader, o book.Options) (rows []book.Row, remarks []book.Remark) {
	t.Helper()
	b, err := book.Open(r, o)
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := b.Next()
		if errors.Is(err, io.EOF) {
			return rows, b.Remarks()
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
}

func one(t *testing.T, text string) book.Row {
	t.Helper()
	rows, _ := read(t, strings.NewReader(text), book.Options{})
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	return rows[0]
}

// outline says in a line what became of each row.
func outline(rows []book.Row) string {
	var b strings.Builder
	for _, r := range rows {
		switch {
		case r.Bad != nil:
			fmt.Fprintf(&b, "%d %s BAD %s\n", r.Number, r.ID, r.Bad)
		default:
			fmt.Fprintf(&b, "%d %s %s %s\n", r.Number, r.ID, r.Schema, r.Name)
		}
	}
	return b.String()
}

func same(t *testing.T, got, want string) {
	t.Helper()
	if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)); diff != "" {
		t.Error(diff)
	}
}

func TestARowIsWhatScreeningAsksWith(t *testing.T) {
	r := one(t, "# a comment\r\n\r\ncustomer_id,Party Type,Full Name,AKA,DOB,Nationality,IMO No.,Sex,Balance\r\n"+
		"C-1,individual,\"Tallis, Orrin\",O. Tallis;Orrin \\; Tallis,1961-02-03,South Korea;KOR;dprk,,M,100\r\n")
	want := map[string][]string{
		"name": {"Tallis, Orrin"}, "alias": {"O. Tallis", "Orrin ; Tallis"}, "birthDate": {"1961-02-03"},
		"nationality": {"kr", "kr", "kp"}, "gender": {"male"},
	}
	if diff := cmp.Diff(want, r.Properties); diff != "" {
		t.Error(diff)
	}
	if r.ID != "C-1" || r.Schema != "Person" || r.Name != "Tallis, Orrin" || r.Line != 4 || r.Number != 1 || len(r.Doubts) != 0 {
		t.Errorf("%+v", r)
	}
}

func TestTheSameBookInEveryForm(t *testing.T) {
	const csv = "id,schema,name,birthDate,country\n1,Person,Orrin Tallis,1961,kr\n2,Vessel,SAE TALE;OLD TALE,,pa\n"
	want, _ := read(t, strings.NewReader(csv), book.Options{})
	pack := func(text string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(text))
		_ = z.Close()
		return b.Bytes()
	}
	enc, _ := zstd.NewWriter(nil)
	type row struct {
		ID        string   `parquet:"id"`
		Schema    string   `parquet:"schema"`
		Name      []string `parquet:"name,list"`
		BirthDate *string  `parquet:"birth_date,optional"`
		Country   string   `parquet:"country,dict"`
	}
	year := "1961"
	var columns bytes.Buffer
	if err := parquet.Write(&columns, []row{{"1", "Person", []string{"Orrin Tallis"}, &year, "kr"}, {"2", "Vessel", []string{"SAE TALE", "OLD TALE"}, nil, "pa"}}); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"csv": []byte(csv), "with a byte order mark": []byte("\ufeff" + csv), "tabs": []byte(strings.ReplaceAll(csv, ",", "\t")),
		"gzip": pack(csv), "zstd": enc.EncodeAll([]byte(csv), nil), "without a last line end": []byte(strings.TrimSpace(csv)),
		"quoted":  []byte("id,schema,name,birthDate,country\n\"1\",\"Person\",\"Orrin Tallis\",\"1961\",\"kr\"\n2,Vessel,\"SAE TALE;OLD TALE\",\"\",pa\n"),
		"flat":    []byte(`{"id":1,"schema":"Person","name":"Orrin Tallis","dob":1961,"country":["kr"]}` + "\n" + `{"id":"2","schema":"Vessel","name":["SAE TALE","OLD TALE"],"country":"pa"}`),
		"entity":  []byte(`{"id":"1","caption":"x","schema":"Person","properties":{"name":["Orrin Tallis"],"birthDate":["1961"],"country":["kr"]},"datasets":["a"]}` + "\n" + `{"id":"2","schema":"Vessel","properties":{"name":["SAE TALE","OLD TALE"],"country":["pa"],"addressEntity":["x"]}}`),
		"parquet": columns.Bytes(),
	} {
		t.Run(name, func(t *testing.T) {
			got, remarks := read(t, bytes.NewReader(data), book.Options{})
			for i := range got {
				got[i].Line = want[i].Line
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if len(remarks) != 0 {
				t.Errorf("remarks: %v", remarks)
			}
		})
	}
}

func TestParquetDatesAndNumbersAreText(t *testing.T) {
	type row struct {
		Name string    `parquet:"name"`
		Born int32     `parquet:"dob,date"`
		Seen time.Time `parquet:"modifiedAt,timestamp(microsecond)"`
		IMO  int64     `parquet:"imo"`
		Tax  float64   `parquet:"tax_id"`
		Tags []int32   `parquet:"scores,list"`
	}
	var b bytes.Buffer
	day := int32(time.Date(1961, 2, 3, 0, 0, 0, 0, time.UTC).Unix() / 86400)
	if err := parquet.Write(&b, []row{{"A B", day, time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC), 990011, 77, []int32{1, 2}}}); err != nil {
		t.Fatal(err)
	}
	rows, remarks := read(t, bytes.NewReader(b.Bytes()), book.Options{})
	want := map[string][]string{"name": {"A B"}, "birthDate": {"1961-02-03"}, "modifiedAt": {"2020-01-02"}, "imoNumber": {"990011"}, "taxNumber": {"77"}}
	if diff := cmp.Diff(want, rows[0].Properties); diff != "" {
		t.Error(diff)
	}
	if len(remarks) != 3 { // no id, no schema, scores not known
		t.Errorf("%v", remarks)
	}
}

func TestABadRowIsNamedAndTheOthersAreRead(t *testing.T) {
	rows, _ := read(t, strings.NewReader("id,schema,name,birthDate\n"+
		"1,Person,Anders Holm,\n"+
		"2,Person,Jos\xe9 Tallis,\n"+ // cp1252
		"3,Person\n"+
		"4,Person,A,B,C\n"+
		"5,Persn,A B,\n"+
		"6,Person,,\n"+
		"7,Person,A\x00B,\n"+
		"8,Person,\"Holm, never closed,\n"+
		"9,Person,\"says \"Hi\" Tallis\",\n"+
		"10,Person,"+strings.Repeat("A", 10_000)+",\n"+
		"11,Person,A \u202eB,\n"+
		"12,Person,\u0301\u0301,\n"+
		"13,Person,---,\n"+
		"14,Person,\"Last\nLine\",1961\n"+
		"15,Person,The Last,"), book.Options{})
	same(t, outline(rows), `
1 1 Person Anders Holm
2 2 BAD row 2, line 3, column 3 (name), byte 60: byte 0xE9 is not UTF-8; if the file comes from Windows say --encoding cp1252, or convert it with iconv -f cp1252 -t utf-8
3  BAD row 3, line 4, column 3 (name): the row has 2 cells, the header 4
4  BAD row 4, line 5: the row has 5 cells, the header 4; a cell with a comma in it must stand in quotes
5 5 BAD row 5, line 6, column 2 (schema), byte 96: no kind of party is called "Persn"; did you mean "Person"?
6 6 BAD row 6, line 7, column name: the row has neither a name nor a number to look for
7 7 BAD row 7, line 8, column 3 (name), byte 128: control character U+0000: no text has that; has the file been cut or converted wrongly?
8  BAD row 8, line 9, column 3 (name), byte 141: a cell begins with a quote that its line does not close, and the next line looks like a row of its own
9  BAD row 9, line 10, column 3 (name), byte 171: a quote inside a cell in quotes must be doubled ("")
10 10 BAD row 10, line 11, column 3 (name), byte 201: a name of 10000 characters: no name has more than 1000; have columns run together?
11 11 BAD row 11, line 12, column 3 (name), byte 10215: U+202E turns the direction of writing round: what is shown is not what is stored
12 12 BAD row 12, line 13, column 3 (name), byte 10231: a name of combining marks without a letter
13 13 BAD row 13, line 14, column 3 (name), byte 10247: "---" has no letter and no digit: that is no name
14 14 Person Last Line
15 15 Person The Last`)
}

func TestABadLineOfJSONIsNamedAndTheOthersAreRead(t *testing.T) {
	rows, _ := read(t, strings.NewReader(`{"id":"1","schema":"Person","name":"A B"}`+"\n"+
		`{"id":"2","schema":"Person","name":"A B"`+"\n"+
		`["3"]`+"\n"+
		`{"id":"4","schema":"Person","name":{"a":1}}`+"\n"+
		"{\"id\":\"5\",\"schema\":\"Person\",\"name\":\"Jos\xe9\"}\n\n"+
		`{"id":"6","schema":"Person","properties":3}`+"\n"+
		`{"id":"7","schema":"Vessel","imoNumbr":"1"}`+"\n"+
		`{"id":"8","schema":"Person","name":"C D","x":{}}`), book.Options{})
	same(t, outline(rows), `
1 1 Person A B
2  BAD row 2, line 2, byte 82: not JSON: unexpected end of JSON input
3  BAD row 3, line 3: not a JSON object: each line must be one, {...}
4  BAD row 4, line 4, column name: neither a value nor a list of values
5  BAD row 5, line 5, byte 173: byte 0xE9 is not UTF-8; if the file comes from Windows say --encoding cp1252, or convert it with iconv -f cp1252 -t utf-8
6  BAD row 6, line 7, column properties: properties is no object of values
7  BAD row 7, line 8, column imoNumbr: no property is called "imoNumbr"; did you mean "imoNumber"? To use the column say --map "imoNumbr=imoNumber", to leave it out --map "imoNumbr=-"
8 8 Person C D`)
}

// A quote that is never closed must not swallow the rows behind it, whatever
// they look like.
func TestAnOpenQuoteCostsItsOwnLineOnly(t *testing.T) {
	for _, after := range []string{"2,Person,B\n3,Person,C\n", "2,Person,\"B\"\n3,Person,C\n", "2,Person,\"\n3,Person,C\n", strings.Repeat("x\n", 8000) + "3,Person,C\n"} {
		rows, _ := read(t, strings.NewReader("id,schema,name\n1,Person,\"A\n"+after), book.Options{})
		if rows[0].Bad == nil || len(rows) != 1+strings.Count(after, "\n") || rows[len(rows)-1].Name != "C" {
			t.Errorf("after %.30q: %d rows\n%.300s", after, len(rows), outline(rows))
		}
	}
}

func TestWhatCannotBeReadAsABookIsRefused(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "line 1: the book is empty"},
		{"comments", "# a\n\n", "line 3: the book is empty"},
		{"no name", "id,schema,country\n1,Person,kr\n", "line 1, column name: the column is missing"},
		{"a slip", "id,schema,name,imoNumbr\n", `line 1, column 4 (imoNumbr): no property is called "imoNumbr"; did you mean "imoNumber"?`},
		{"twice", "id,name,name\n", "column 3 (name): the column stands twice"},
		{"UTF-16", "\xff\xfei\x00d\x00", "iconv -f utf-16"},
		{"UTF-16 without mark", "i\x00d\x00", "byte 2: a zero byte"},
		{"a header in cp1252", "id,name,pr\xe9nom\n", "byte 11: byte 0xE9 is not UTF-8"},
		{"Excel", "PK\x03\x04", "Excel workbook"},
		{"HTML", "<!doctype html>", "HTML or XML"},
		{"an array", `[{"id":1}]`, "jq -c '.[]'"},
		{"old line ends", "id,name\r1,A\r", "tr '\\r' '\\n'"},
		{"no gzip", "\x1f\x8bnothing", "not gzip"},
		{"cut Parquet", "PAR1abc", "damaged or cut"},
		{"an open header", "id,\"name\n1,A\n", "the header"},
	} {
		_, err := book.Open(strings.NewReader(c.text), book.Options{File: "b.csv"})
		var refusal *book.Refusal
		if !errors.As(err, &refusal) || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "b.csv: ") {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := book.Open(io.MultiReader(strings.NewReader("PAR1")), book.Options{}); err == nil || !strings.Contains(err.Error(), "write it to a file") {
		t.Errorf("Parquet through a pipe: %v", err)
	}
}

func TestAPackedFileThatBreaksOffSaysWhere(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for i := range 5000 {
		fmt.Fprintf(z, "%d,Person,A%d\n", i, i*7919)
		if i == 0 {
			b.Reset()
			z = gzip.NewWriter(&b)
			fmt.Fprint(z, "id,schema,name\n")
		}
	}
	_ = z.Close()
	r, err := book.Open(bytes.NewReader(b.Bytes()[:b.Len()/2]), book.Options{File: "b.csv.gz"})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for err == nil {
		_, err = r.Next()
		n++
	}
	if errors.Is(err, io.EOF) || n < 100 || !strings.Contains(err.Error(), fmt.Sprintf("row %d", n)) {
		t.Errorf("after %d rows: %v", n, err)
	}
}

func TestCP1252IsReadWhenAskedFor(t *testing.T) {
	const text = "id,schema,name\n1,Person,Jos\xe9 \x8aimek\n"
	rows, _ := read(t, strings.NewReader(text), book.Options{Encoding: "cp1252"})
	same(t, outline(rows), "1 1 Person José Šimek")
	if _, err := book.Open(strings.NewReader(text), book.Options{Encoding: "ebcdic"}); err == nil {
		t.Error("an unknown encoding was taken")
	}
}

func TestColumnsCanBeGivenAMeaning(t *testing.T) {
	const text = "nr,Kunde,imoNumbr,x\n7,Orrin Tallis,1,2\n"
	rows, remarks := read(t, strings.NewReader(text), book.Options{Columns: map[string]string{"nr": "id", "Kunde": "name", "imoNumbr": "-", "x": "-"}, Schema: "person"})
	same(t, outline(rows), "1 7 Person Orrin Tallis")
	if len(remarks) != 0 {
		t.Errorf("%v", remarks)
	}
	for _, c := range []struct{ from, to, want string }{
		{"Kunde", "nam", `no such property; did you mean "name"?`}, {"Kude", "name", "a column that the book does not have; it has Kunde, imoNumbr, nr, x"},
	} {
		if _, err := book.Open(strings.NewReader(text), book.Options{Columns: map[string]string{c.from: c.to, "imoNumbr": "-"}}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s=%s: %v", c.from, c.to, err)
		}
	}
}

// Columns that a bank's book has besides must not stop it.
func TestCommonColumnsAreNoSlips(t *testing.T) {
	head := "id,schema,name,State,ZIP,Balance,segment,branch,manager,created_at,updated_at,risk,risk_rating,amount,product,postcode,street,phone2,salutation,score,iban,account_type,district,county,opened,currency,source,language,website,email,url,company,data,date,code,age,iso,user,active"
	_, remarks := read(t, strings.NewReader(head+"\n1,Person,A"+strings.Repeat(",", strings.Count(head, ",")-2)+"\n"), book.Options{})
	if len(remarks) == 0 {
		t.Error("columns that are not used are not told")
	}
}

func TestValuesThatCannotBeAreLeftOutAndSaid(t *testing.T) {
	r := one(t, "id,schema,name,dob,nationality,imo,gender,mmsi\n1,Person,A B,31/31/1980,Narnia,,q,\n")
	if diff := cmp.Diff(map[string][]string{"name": {"A B"}}, r.Properties); diff != "" {
		t.Error(diff)
	}
	if len(r.Doubts) != 3 || !strings.Contains(r.Doubts[0].String(), "row 1, line 2, column 4 (dob)") {
		t.Errorf("%v", r.Doubts)
	}
	ship := one(t, "id,schema,name,imo,mmsi,flag\n1,ship,A TALE,990012,1,pa\n")
	if len(ship.Doubts) != 2 || ship.Properties["flag"][0] != "pa" {
		t.Errorf("%+v", ship)
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct {
		written string
		order   book.DateOrder
		want    string
		doubts  int
	}{
		{"1961-02-03", 0, "1961-02-03", 0},
		{"1961-2-30", 0, "", 1},
		{"1961-02-30", 0, "", 1},
		{"19610203", 0, "1961-02-03", 0},
		{"1961/02/03", 0, "1961-02-03", 0},
		{"1961-02-03 00:00:00", 0, "1961-02-03", 0},
		{"1961-02-03T00:00:00Z", 0, "1961-02-03", 0},
		{"3 Feb 1961", 0, "1961-02-03", 0},
		{"03/04/1961", 0, "1961", 1},
		{"03/04/1961", book.DayFirst, "1961-04-03", 0},
		{"03-04-1961", book.MonthFirst, "1961-03-04", 0},
		{"03.03.1961", 0, "1961-03-03", 0},
		{"25/12/1961", 0, "1961-12-25", 0},
		{"12/25/1961", 0, "1961-12-25", 0},
		{"circa 1961", 0, "1961", 0},
		{"yesterday", 0, "", 1},
	} {
		rows, _ := read(t, strings.NewReader("id,schema,name,dob\n1,Person,A,"+c.written+"\n"), book.Options{Dates: c.order})
		if got := strings.Join(rows[0].Properties["birthDate"], " "); got != c.want || len(rows[0].Doubts) != c.doubts {
			t.Errorf("%s: %q, %v", c.written, got, rows[0].Doubts)
		}
	}
}

func TestAColumnForAllKindsOfPartiesGoesWhereTheKindHasIt(t *testing.T) {
	rows, _ := read(t, strings.NewReader("id,schema,name,nationality,registration_no\n1,Person,A,kr,7\n2,Company,B,kr,8\n3,,C,kr,9\n"), book.Options{})
	for i, prop := range []string{"nationality", "country", "nationality"} {
		if rows[i].Properties[prop] == nil || len(rows[i].Doubts) != 0 {
			t.Errorf("%+v", rows[i])
		}
	}
}

func TestMixedDirectionIsScreenedAndSaid(t *testing.T) {
	r := one(t, "id,schema,name\n1,Company,شركة Tallis\n")
	if r.Bad != nil || len(r.Doubts) != 1 || !strings.Contains(r.Doubts[0].Reason, "both directions") {
		t.Errorf("%+v", r)
	}
}

func TestLongLinesAreGivenUpNotHeld(t *testing.T) {
	long := strings.Repeat("x", 3<<20)
	rows, _ := read(t, strings.NewReader("id,schema,name\n1,Person,"+long+"\n2,Person,B\n"), book.Options{})
	same(t, outline(rows), "1  BAD row 1, line 2: the line is longer than 1048576 bytes\n2 2 Person B")
}

func TestReadersHoldOneRow(t *testing.T) {
	for name, row := range map[string]string{
		"csv": "%d,Person,Orrin Tallis,1961-02-03\n", "jsonl": `{"id":"%d","schema":"Person","name":"Orrin Tallis"}` + "\n",
	} {
		head := ""
		if name == "csv" {
			head = "id,schema,name,dob\n"
		}
		heap := func(n int) float64 {
			r, err := book.Open(io.MultiReader(strings.NewReader(head), &repeated{row: row, n: n}), book.Options{})
			if err != nil {
				t.Fatal(err)
			}
			per := testing.AllocsPerRun(1, func() {
				for range n / 4 {
					if _, err := r.Next(); err != nil {
						t.Fatal(err)
					}
				}
			})
			return per / float64(n/4)
		}
		if small, large := heap(400), heap(40_000); large > small*1.2+1 {
			t.Errorf("%s: %.1f allocations a row in a small book, %.1f in a large one", name, small, large)
		}
	}
}

// repeated is a book of n rows that is nowhere as a whole.
type repeated struct {
	row  string
	n, i int
	left []byte
}

func (r *repeated) Read(p []byte) (int, error) {
	for len(r.left) < len(p) && r.i < r.n {
		r.i++
		r.left = fmt.Appendf(r.left, r.row, r.i)
	}
	if len(r.left) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.left)
	r.left = r.left[:copy(r.left, r.left[n:])]
	return n, nil
}

func TestParquetRowGroupsComeInOrder(t *testing.T) {
	type row struct {
		ID   int64  `parquet:"id"`
		Name string `parquet:"name"`
	}
	path := filepath.Join(t.TempDir(), "b.parquet")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := parquet.NewGenericWriter[row](f, parquet.Compression(&parquet.Zstd))
	for g := range 5 {
		for i := range 300 {
			_, _ = w.Write([]row{{int64(g*300 + i + 1), "Orrin Tallis"}})
		}
		_ = w.Flush()
	}
	if err := errors.Join(w.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	rows, _ := read(t, in, book.Options{})
	if len(rows) != 1500 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, r := range rows {
		if r.ID != fmt.Sprint(i+1) || r.Number != i+1 {
			t.Fatalf("row %d: %+v", i+1, r)
		}
	}
}
