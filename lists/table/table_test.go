package table

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"plimsoll/lists"
)

func open(data string, o Options) *Reader {
	return New(lists.Bytes("f.csv", lists.OnePart, "e0", []byte(data)), o)
}

func TestCellsHaveRowColumnAndByte(t *testing.T) {
	const file = "\ufeffid,name,notes\r\nP1,\"Vorrick, \"\"T\"\"\",\r\n\r\nP2, Ori\u00a0Vale ,\"two\nlines\"\nP3,x,y"
	r := open(file, Options{})
	if _, err := r.Header(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Columns() {
			if v := row.Value(c); !v.Empty() {
				got = append(got, fmt.Sprintf("%s|%s", v.Text, v.Place))
				at := 0
				if _, err := fmt.Sscanf(v.Place[strings.LastIndex(v.Place, "@"):], "@%d", &at); err != nil {
					t.Fatal(err)
				}
				cell := strings.TrimPrefix(file[at:], `"`)
				if !strings.HasPrefix(cell, v.Raw[:1]) || v.Exhibit != "e0" {
					t.Errorf("%s leads to %q", v.Place, cell[:3])
				}
			}
		}
	}
	want := []string{
		"P1|row 2, column id @18", `Vorrick, "T"|row 2, column name @21`,
		"P2|row 4, column id @42", "Ori Vale|row 4, column name @45", "two lines|row 4, column notes @57",
		"P3|row 5, column id @69", "x|row 5, column name @72", "y|row 5, column notes @74",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatIsNoTableIsRefusedWithItsPlace(t *testing.T) {
	for name, c := range map[string]struct {
		file, want string
	}{
		"ragged":       {"a,b\n1,2\n3\n", "f.csv: line 3 (byte 8): the row has 1 cells, the header 2"},
		"open quote":   {"a,b\n1,\"2\n3,4\n", "line 2, column b (byte 6): a quotation mark that nothing closes"},
		"stray quote":  {"a,b\n1,2\"3\n", "line 2, column b (byte 7): a quotation mark inside a cell"},
		"after quote":  {"a,b\n1,\"2\"3\n", "line 2, column b (byte 9): text after the quotation mark"},
		"NUL":          {"a,b\n1,\x00\n", "line 2, column b (byte 6): the cell has a NUL byte"},
		"not UTF-8":    {"a,b\n1,caf\xe9\n", "line 2, column b (byte 9): the byte 0xE9 is not UTF-8"},
		"long row":     {"a,b\n1," + strings.Repeat("x", 2<<20), "line 2 (byte 4): a row is longer than 1048576 bytes"},
		"long quote":   {"a,b\n1,\"" + strings.Repeat("x\n", 1<<20), "line 2 (byte 4): a row is longer than 1048576 bytes"},
		"empty":        {"", "line 1 (byte 0): the file ends before its header"},
		"only a blank": {"\n", "the file ends before its header"},
	} {
		t.Run(name, func(t *testing.T) {
			r := open(c.file, Options{})
			_, err := r.Header()
			for err == nil {
				_, err = r.Next()
			}
			var bad *lists.ParseError
			if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want it to say %q", err, c.want)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	rows := func(data string, o Options) (out []string, err error) {
		r := open(data, o)
		for {
			row, err := r.Next()
			if err != nil {
				return out, err
			}
			var cells []string
			for i := range row.Len() {
				cells = append(cells, row.Cell(i))
			}
			out = append(out, fmt.Sprintf("%d %q", r.Row(), cells))
		}
	}
	for name, c := range map[string]struct {
		data string
		o    Options
		want string
	}{
		"end mark":           {"1,2\r\n\x1a", Options{EndMark: 0x1a}, `1 ["1" "2"]`},
		"end mark in a cell": {"1,\x1a\r\n3,4\r\n\x1a\r\n", Options{EndMark: 0x1a}, "1 [\"1\" \"\\x1a\"]; 2 [\"3\" \"4\"]"},
		"tabs":               {"a b\t\"c\td\"\n", Options{Comma: '\t'}, `1 ["a b" "c\td"]`},
		"loose quotes":       {"1,2\"3\n\"a\"b,c\n", Options{Loose: true}, `1 ["1" "2\"3"]; 2 ["ab" "c"]`},
		"ragged":             {"1,2\n3\n", Options{Ragged: true, Columns: []string{"a", "b"}}, `1 ["1" "2"]; 2 ["3"]`},
		"behind a preamble":  {"# x\n1,2\n", Options{Offset: 4, Lines: 1}, `2 ["1" "2"]`},
		"blank after quotes": {"\"1\" ,2\n", Options{}, `1 ["1" "2"]`},
		"quoted nothing":     {"\"\"\n\n\"\"", Options{}, `1 [""]; 3 [""]`},
	} {
		got, err := rows(c.data, c.o)
		if !errors.Is(err, io.EOF) || strings.Join(got, "; ") != c.want {
			t.Errorf("%s: got %s (%v), want %s", name, strings.Join(got, "; "), err, c.want)
		}
	}
}

// Wherever the standard reader takes a file, this one reads the same cells.
func FuzzAgreesWithTheStandardReader(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "\"a\"\"b\",c\r\nd,\n", "a\n\n\"\"\n", "\xff", "a,\"b\nc\"\n", "\r\n", "a\rb,c\n", "\"a\" ,b\n", ",\n,", "\"", "a,b", "\ufeffa\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		mine, err := all(open(data, Options{Ragged: true}))
		if err != nil {
			var bad *lists.ParseError
			if !errors.As(err, &bad) || bad.Line < 1 || bad.Offset < 0 || bad.Offset > int64(len(data)) {
				t.Fatalf("got %#v", err)
			}
			return
		}
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(data, "\ufeff")))
		r.FieldsPerRecord = -1
		std, err := r.ReadAll()
		if err != nil {
			return // it takes no blanks after a closing quotation mark
		}
		if strings.Contains(data, "\r") {
			return // it drops carriage returns inside cells
		}
		if a, b := fmt.Sprintf("%q", mine), fmt.Sprintf("%q", std); a != b {
			t.Fatalf("read %s\nthe standard reader %s", a, b)
		}
	})
}

func all(r *Reader) (out [][]string, err error) {
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		cells := make([]string, row.Len())
		for i := range cells {
			cells[i] = row.Cell(i)
		}
		out = append(out, cells)
	}
}

// BenchmarkRead is the reading of rows alone, beside the standard reader.
func BenchmarkRead(b *testing.B) {
	row := "12345,\"VORRICK, Thessaly Ann\",\"individual\",\"DEMO] [DEMO2\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 11 Apr 1971; POB Ardle; Passport 000000009 (Mali); Secondary sanctions risk; Linked To: NOBODY.\"\r\n"
	data := []byte(strings.Repeat(row, 20000))
	b.Run("table", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			r := New(lists.Bytes("f.csv", lists.OnePart, "e0", data), Options{})
			for {
				if _, err := r.Next(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("encoding-csv", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			r := csv.NewReader(strings.NewReader(string(data)))
			r.ReuseRecord = true
			for {
				if _, err := r.Read(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
