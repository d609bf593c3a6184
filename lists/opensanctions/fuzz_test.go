package opensanctions

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

// FuzzScanner holds the scanner against encoding/json: what it takes is JSON
// with the same meaning, and what it refuses is no JSON or one of the few
// things that it is stricter about.
func FuzzScanner(f *testing.F) {
	for _, s := range []string{
		`{"a":["b",1,-0.5e+3,true,false,null,{}],"c":{"d":[]}}`, `"\u00e9\ud83d\udea2\n\"\\\/"`, `[[[[]]]]`, ` 1 `, `01`, `1.`, `-`, `"\ud83d"`, "\"\t\"", `{"a":1,}`, `[1 2]`, `{"a" 1}`, `nul`, `"`, `{`, `[`, "\x00",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := &scanner{s: s}
		err := c.skip(0)
		if err == nil && c.peek() != 0 {
			err = errors.New("more behind")
		}
		if err == nil && c.i < len(s) {
			err = errors.New("more behind")
		}
		valid := json.Valid([]byte(s))
		switch {
		case err == nil && !valid:
			t.Fatalf("%q is no JSON, and is taken", s)
		case err != nil && valid && !strings.Contains(err.Error(), "surrogate") && !strings.Contains(err.Error(), "nested deeper"):
			t.Fatalf("%q is JSON, and is refused: %v", s, err)
		}
		c = &scanner{s: s}
		if err != nil || c.peek() != '"' {
			return
		}
		got, err := c.text()
		var want string
		if jsonErr := json.Unmarshal([]byte(s), &want); err != nil || jsonErr != nil || got != want && strings.ToValidUTF8(s, "") == s {
			t.Fatalf("%q reads %q, want %q (%v)", s, got, want, err)
		}
	})
}

// FuzzParse: whatever the bytes, either a ParseError or valid entities with
// ids of their own that say what encoding/json reads in the same lines.
func FuzzParse(f *testing.F) {
	for i, file := range traps {
		f.Add(i == 2, listtest.Fixture(f, file))
		f.Add(i == 2, listtest.Fixture(f, file)[:200])
	}
	for _, s := range []string{
		`{"id":"x","schema":"Person","properties":{"name":["A"],"x":[{"id":"x","schema":"Person","properties":{"name":"B"}}]}}`,
		`{"id":"x","schema":"Vessel","properties":{"imoNumber":["IMO"],"name":[""]},"caption":" "}`,
		`{"id":"x","schema":"Thing","properties":{},"first_seen":"x","last_change":1}`,
	} {
		f.Add(false, []byte(s))
	}
	f.Add(true, []byte("id,schema,name,sanctions\nx,Person,A,\"a;\"\"b;\"\nx-sanction-a,Person,B,\n"))
	f.Add(true, []byte("id,schema,name,\n\n"))
	f.Fuzz(func(t *testing.T, table bool, data []byte) {
		format := Authority().Formats[0]
		if table {
			format = Authority().Formats[1]
		}
		es, read := listtest.Fuzz(t, format, "f", data)
		if !read {
			return
		}
		seen := map[string]*ftm.Entity{}
		for _, e := range es {
			seen[e.ID] = e
		}
		if !table {
			compare(t, data, seen)
		}
	})
}

// compare reads the lines with encoding/json and looks for their values.
func compare(t *testing.T, data []byte, seen map[string]*ftm.Entity) {
	done := map[string]bool{}
	for line := range bytes.Lines(bytes.TrimPrefix(data, []byte("\ufeff"))) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if !json.Valid(line) {
			t.Fatalf("%q is no JSON, and was taken", line)
		}
		var plain struct {
			ID, Schema string
			Properties map[string][]string
		}
		if json.Unmarshal(line, &plain) != nil || done[plain.ID] {
			continue // a value that is no string, or a second line of one id
		}
		done[plain.ID] = true
		e := seen[plain.ID]
		if e == nil || e.Schema != plain.Schema {
			continue
		}
		schema, _ := ftm.Default().Schema(e.Schema)
		for prop, values := range plain.Properties {
			def, known := schema.Property(prop)
			for _, v := range values {
				if v = lists.Clean(v); !known || prop == "imoNumber" || def.Type == "entity" || strings.TrimSpace(v) == "" {
					continue
				}
				if !slices.Contains(e.Values(prop), v) {
					t.Fatalf("%s of %s is %q, not among %q", prop, e.ID, v, e.Values(prop))
				}
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	var lines, table bytes.Buffer
	table.WriteString("id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen,last_seen,last_change\n")
	for i := range 5000 {
		fmt.Fprintf(&lines, `{"id":"NK-%d","caption":"Vellum Quern %d","schema":"Person","referents":["a-%d","b-%d"],"datasets":["lark_list"],"first_seen":"2021-09-26T14:52:10","last_seen":"2026-03-01T06:00:01","last_change":"2024-05-03T00:00:00","target":true,"properties":{"name":["Vellum Quern %d","Веллум Кверн"],"alias":["V. Quern","Quern of Larkmere","Kwern"],"birthDate":["1961-02-03","1962"],"country":["kp"],"nationality":["kp"],"passportNumber":["DEMO%06d"],"position":["Harbour master of an invented port"],"topics":["sanction"],"notes":["%s"],"sourceUrl":["https://ships.example/list/%d"],"addressEntity":["addr-%d"]}}`+"\n",
			i, i, i, i, i, i, strings.Repeat("An invented ground of the usual length. ", 6), i, i)
		fmt.Fprintf(&lines, `{"id":"addr-%d","caption":"%d Quay, Larkmere","schema":"Address","properties":{"full":["%d Quay, Larkmere"],"country":["kp"]},"referents":[],"datasets":["lark_list"],"first_seen":"2021-09-26T14:52:10","last_seen":"2026-03-01T06:00:01","last_change":"2024-05-03T00:00:00","target":false}`+"\n", i, i, i)
		fmt.Fprintf(&table, "NK-%d,Person,Vellum Quern %d,V. Quern;Quern of Larkmere;Kwern,1961-02-03,kp;ru,\"%d Quay, Larkmere\",DEMO%06d,LARK-1 - An invented ground of the usual length - 2018-03-30,+1 000,v@ships.example,Larkmere List,2021-09-26T14:52:10,2026-03-01T06:00:01,2024-05-03T00:00:00\n", i, i, i, i)
	}
	for name, tc := range map[string]struct {
		data    []byte
		format  int
		dataset string
	}{"lines": {lines.Bytes(), 0, "lark_list"}, "lines, dataset to find": {lines.Bytes(), 0, ""}, "table": {table.Bytes(), 1, ""}} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(tc.data)))
			b.ReportAllocs()
			in := lists.Input{Dataset: tc.dataset, Files: []lists.File{lists.Bytes("generated", lists.OnePart, "e0", tc.data)}}
			for b.Loop() {
				if _, err := Authority().Formats[tc.format].Parse(context.Background(), in, func(*ftm.Entity) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
