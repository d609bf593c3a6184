package ftm

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func packed(t testing.TB, entities ...*Entity) []byte {
	t.Helper()
	var b bytes.Buffer
	w := NewPackWriter(&b)
	for _, e := range entities {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unpacked(data []byte) (out []*Entity, err error) {
	r := NewPackReader(bytes.NewReader(data))
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, e)
	}
}

func TestAPackHoldsEverythingThatWasStated(t *testing.T) {
	a, b := New("a-1", "Person"), New("b\t2", "Vessel")
	a.Add("name", "Thessaly\tVorrick\n\\", Origin{
		Dataset: "one", Exhibit: "e1", Place: "row 1 @3", Original: "Thessaly \\t", Lang: "und-Cyrl", Strength: Weak,
	})
	a.Add("birthDate", "1961", Origin{Dataset: "one", Exhibit: "e1", Qualifier: Circa})
	a.Add("name", "Тессали", Origin{Dataset: "two", Exhibit: "e2", Place: "\r"})
	b.Add("name", "ORRIN TALE", Origin{Dataset: "one", Exhibit: "e1"})
	want := []*Entity{a, b}
	data := packed(t, want...)
	got, err := unpacked(data)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if again := packed(t, got...); !bytes.Equal(again, data) {
		t.Error("packing what was unpacked gives other bytes")
	}
	for cut := range data {
		if got, err := unpacked(data[:cut]); err == nil && len(got) == len(want) && cut < len(data)-1 && len(got[1].Statements) == 1 {
			t.Errorf("a pack that was cut at byte %d is taken for whole", cut)
		}
	}
}

func TestAPackIsOfOneEntityAtATime(t *testing.T) {
	e := New("a", "Person")
	e.Add("name", "A", Origin{Dataset: "d"})
	e.Statements[0].Entity = "b"
	if err := NewPackWriter(io.Discard).Write(e); err == nil {
		t.Error("a statement about another entity was packed")
	}
}

func TestADamagedPackIsRefusedWithItsLine(t *testing.T) {
	for data, want := range map[string]string{
		"":                                "it is empty",
		"pack 9\n":                        "line 1",
		"pack 1\nS\tname\tA\t\t\t\t\t\n":  "line 2: a statement before the first entity",
		"pack 1\nE\ta\n":                  "line 2: an entity needs an id and a schema",
		"pack 1\nE\ta\tPerson\nS\tname\n": "line 3: a statement has 7 fields",
		"pack 1\nQ\t\n":                   "line 2: unknown line",
		"pack 1\nE\ta\tPerson":            "the pack was cut",
	} {
		if _, err := unpacked([]byte(data)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
}

func FuzzPack(f *testing.F) {
	f.Add("a", "Person", "name", "A\tB", "e", "row 1 @2")
	f.Add("\\", "\n", "\r", "\\t", "", "\t")
	f.Fuzz(func(t *testing.T, id, schema, prop, value, exhibit, place string) {
		if id == "" || schema == "" || strings.TrimSpace(value) == "" {
			return
		}
		e := New(id, schema)
		e.Add(prop, value, Origin{Dataset: "d", Exhibit: exhibit, Place: place})
		got, err := unpacked(packed(t, e))
		if err != nil || len(got) != 1 || fmt.Sprint(got[0]) != fmt.Sprint(e) {
			t.Fatalf("%v became %v: %v", e, got, err)
		}
	})
}

// BenchmarkPack writes and reads statements of the usual length.
func BenchmarkPack(b *testing.B) {
	e := New("us_demo-12345", "Person")
	for i := range 12 {
		e.Add("alias", fmt.Sprintf("Thessaly Vorrick %d", i), Origin{
			Dataset: "us_demo", Exhibit: strings.Repeat("e0", 32), Place: fmt.Sprintf("/LIST/ENTRY[%d]/ALIAS[%d] @%d", i, i, 1000*i), Strength: Weak,
		})
	}
	many := make([]*Entity, 1000)
	for i := range many {
		many[i] = e
	}
	data := packed(b, many...)
	b.Run("write", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		w := NewPackWriter(io.Discard)
		for b.Loop() {
			for _, e := range many {
				if err := w.Write(e); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := unpacked(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
