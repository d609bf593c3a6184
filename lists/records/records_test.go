package records

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/lists"
)

func doc(s string) *Document {
	return New(context.Background(), lists.Bytes("list.json", lists.OnePart, "e0", []byte(s)))
}

const sample = "{\"total\": 2, \"answer\": {\"more\":[1], \"rows\": [\n" +
	` {"id": 7, "name": " Caf\u00e9  \"Lamp\" ", "aka": ["A","B", null, []], "none": null, "box": {"deep": [{"x": true}, {"x": 1.50}]}},` + "\n" +
	` {"id": 8, "name": "ライト", "aka": "C", "aka": "D"} ]}}` + "\n"

func TestRecordsAreReadOneByOneWithTheirPlaces(t *testing.T) {
	for _, bom := range []string{"", "\ufeff"} {
		text := bom + sample
		var got []string
		see := func(v lists.Value) {
			var at int
			fmt.Sscan(v.Place[strings.LastIndex(v.Place, "@")+1:], &at)
			var lit any
			d := json.NewDecoder(strings.NewReader(text[at:]))
			d.UseNumber()
			if err := d.Decode(&lit); err != nil || fmt.Sprint(lit) != v.Raw {
				t.Errorf("%s leads to %.20q, not to %q", v.Place, text[at:], v.Raw)
			}
			got = append(got, fmt.Sprintf("%s=%s", v.Place[:strings.Index(v.Place, " @")], v.Text))
		}
		err := doc(text).Each([]string{"answer", "rows"}, func(n *Node) error {
			see(n.At("id"))
			see(n.At("name"))
			for a := range n.All("aka") {
				if !a.Empty() {
					see(a.Value())
				}
			}
			for a := range n.One("box").All("deep") {
				see(a.At("x"))
			}
			if !n.At("none").Empty() || n.One("missing").Exists() || n.One("missing").One("more").Exists() {
				t.Error("null or a missing key says something")
			}
			return nil
		}, func(n *Node) error {
			got = append(got, n.Path())
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{
			"/total", "/answer/more",
			"/answer/rows[1]/id=7", `/answer/rows[1]/name=Café "Lamp"`, "/answer/rows[1]/aka[1]=A", "/answer/rows[1]/aka[2]=B",
			"/answer/rows[1]/box/deep[1]/x=true", "/answer/rows[1]/box/deep[2]/x=1.50",
			"/answer/rows[2]/id=8", "/answer/rows[2]/name=ライト", "/answer/rows[2]/aka=C", "/answer/rows[2]/aka=D",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestWhatNobodyAskedForIsWarnedOf(t *testing.T) {
	r := lists.NewReading(context.Background(), lists.Input{}, nil, "x", "x")
	err := doc(sample).Each([]string{"answer", "rows"}, func(n *Node) error {
		n.At("id")
		n.One("box")
		for a := range n.Children() {
			if a.Name == "aka" {
				a.Use()
			}
		}
		n.Unknown(r)
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := r.Done()
	var got []string
	for _, w := range p.Warnings {
		got = append(got, w.String())
	}
	want := []string{
		"unknown key /answer/rows/name left out (2 times, first at /answer/rows[1]/name @65)",
		"unknown key /answer/rows/box/deep left out (2 times, first at /answer/rows[1]/box/deep[1] @149)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDamagedDocumentsAreRefused(t *testing.T) {
	for name, tc := range map[string]struct{ data, reason string }{
		"empty":                {"", "before the list begins"},
		"blanks":               {" \n ", "ends"},
		"HTML":                 {"<!DOCTYPE html><html>", "not JSON"},
		"an array":             {"[1]", "the file is not an object"},
		"error body":           {`{"timestamp":"2026","status":500}`, "there is no /answer"},
		"no rows":              {`{"answer":{}}`, "there is no /answer/rows"},
		"rows are no array":    {`{"answer":{"rows":{"a":1}}}`, "/answer/rows is not an array"},
		"answer is null":       {`{"answer":null}`, "/answer is not an object"},
		"rows twice":           {`{"answer":{"rows":[],"rows":[]}}`, "stands twice"},
		"record is no object":  {`{"answer":{"rows":[{}, 3]}}`, "/answer/rows[2]: a record that is no object"},
		"record is an array":   {`{"answer":{"rows":[[], 3]}}`, "/answer/rows[1]: a record that is no object"},
		"record is arrays":     {`{"answer":{"rows":[[1,2]]}}`, "no object"},
		"record in an array":   {`{"answer":{"rows":[[{"a":1}]]}}`, "no object"},
		"not UTF-8":            {"{\"answer\":{\"rows\":[\n{\"a\":\"\xe9\"}]}}", "0xE9 is not UTF-8"},
		"NUL":                  {"{\"answer\":{\"rows\":[{\"a\":\"\x00\"}]}}", "not JSON"},
		"follow-up":            {`{"answer":{"rows":[]}} {}`, "something follows"},
		"trailing rubbish":     {`{"answer":{"rows":[]}} x`, "not JSON"},
		"missing comma":        {`{"answer":{"rows":[{"a":1} {"a":2}]}}`, "not JSON"},
		"wrong bracket":        {`{"answer":{"rows":[{"a":1}}}`, "not JSON"},
		"nested too deep":      {`{"answer":{"rows":[{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}]}}`, "nested deeper"},
		"endless values":       {`{"answer":{"rows":[{"a":[` + strings.Repeat("1,", maxNodes) + `1]}]}}`, "more than 100000 values"},
		"endless record":       {`{"answer":{"rows":[{"a":"` + strings.Repeat("x", 3*maxRecord) + `"}]}}`, "longer than"},
		"endless other thing":  {`{"b":"` + strings.Repeat("x", 3*maxRecord) + `", "answer":{"rows":[]}}`, "longer than"},
		"UTF-16":               {"\xff\xfe{\x00", "not JSON"},
		"key without a value":  {`{"answer":{"rows":[{"a"}]}}`, "not JSON"},
		"a comma at the end":   {`{"answer":{"rows":[{"a":1,}]}}`, "not JSON"},
		"a comma in the array": {`{"answer":{"rows":[{"a":1},]}}`, "not JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			err := doc(tc.data).Each([]string{"answer", "rows"}, func(*Node) error { return nil }, nil)
			refused(t, err, tc.reason)
		})
	}
	for cut := range len(sample) - 2 {
		err := doc(sample[:cut]).Each([]string{"answer", "rows"}, func(*Node) error { return nil }, nil)
		refused(t, err, "")
	}
}

func refused(t *testing.T, err error, reason string) {
	t.Helper()
	var bad *lists.ParseError
	if !errors.As(err, &bad) {
		t.Fatalf("not refused with a ParseError: %v", err)
	}
	if !strings.Contains(err.Error(), reason) {
		t.Errorf("the reason is %q, want it to say %q", err, reason)
	}
	if bad.File != "list.json" || bad.Line < 1 || bad.Offset < 0 {
		t.Errorf("the place is %q line %d byte %d", bad.File, bad.Line, bad.Offset)
	}
}

type brokenPipe struct{}

func (brokenPipe) ReadAt([]byte, int64) (int, error) { return 0, errors.New("pipe burst") }

func TestTroubleOfTheReaderIsNotBlamedOnTheFile(t *testing.T) {
	file := lists.File{Name: "x", Size: 100, ReaderAt: brokenPipe{}}
	err := New(context.Background(), file).Each([]string{"a"}, nil, nil)
	var bad *lists.ParseError
	if err == nil || errors.As(err, &bad) || !strings.Contains(err.Error(), "pipe burst") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err = New(ctx, lists.Bytes("x", "", "", []byte(sample))).Each([]string{"answer", "rows"}, nil, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

// FuzzRecords: whatever the bytes, a ParseError or values that are those of
// encoding/json.
func FuzzRecords(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(`{"answer":{"rows":[{"a":[[1],[2]],"b":{}}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		err := New(context.Background(), lists.Bytes("f", "", "", data)).Each([]string{"answer", "rows"}, func(rec *Node) error {
			for c := range rec.Children() {
				c.Value()
			}
			n++
			return nil
		}, nil)
		if err != nil {
			var bad *lists.ParseError
			if !errors.As(err, &bad) {
				t.Fatalf("not a ParseError: %v", err)
			}
			return
		}
		var all struct {
			Answer struct {
				Rows []json.RawMessage `json:"rows"`
			} `json:"answer"`
		}
		if !bytes.Contains(bytes.ToLower(data), []byte("\\u")) && json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &all) == nil && len(all.Answer.Rows) < n {
			t.Fatalf("%d records, encoding/json has %d", n, len(all.Answer.Rows))
		}
	})
}
