package un1718

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"io"
	"strings"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/table"
)

// vessels.csv has the facts of the edition of 4 June 2020, and in its head the
// SHA-256 of the PDF that they were taken from.
//
//go:embed vessels.csv
var vessels []byte

// Bundled is the list of 4 June 2020 as a file to import, for whoever has no
// copy: its facts, and a few words of this project's own about the grounds.
func Bundled() []byte { return bytes.Clone(vessels) }

// factColumns are the columns of the facts. A cell has several values divided
// by ";", the oldest first. A designation is "2018-03-30: 2321 OP12(a), 2371 OP6".
const factColumns = "names,imo,mmsi,flags,callSigns,type,designations,resourceOf,note"

func sniffFacts(_ string, head []byte) string {
	for line := range bytes.Lines(bytes.TrimPrefix(head, []byte("\ufeff"))) {
		if line[0] != '#' {
			return part(string(bytes.TrimSpace(line)) == factColumns)
		}
	}
	return ""
}

func parseFacts(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	r := newReader(ctx, in, emit)
	t := table.New(in.Files[0], table.Options{})
	if err := r.factsHead(t); err != nil {
		return nil, err
	}
	for {
		row, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := r.fact(t, row); err != nil {
			return nil, err
		}
	}
	if r.Counts["vessels"] == 0 {
		return nil, refusal(in.Files[0], 1, 0, "the list has no rows below its header")
	}
	return r.Done()
}

// factsHead reads the lines that begin with # and the header.
func (r *reader) factsHead(t *table.Reader) error {
	for {
		row, err := t.Next()
		if errors.Is(err, io.EOF) {
			return t.Fail("", "the file ends before its header %s", factColumns)
		}
		if err != nil {
			return err
		}
		cells := make([]string, row.Len())
		for i := range cells {
			cells[i] = lists.Clean(row.Cell(i))
		}
		line := strings.Join(cells, ",")
		if !strings.HasPrefix(line, "#") {
			if line != factColumns {
				return t.Fail("", "the header is %q, not %q", line, factColumns)
			}
			t.SetColumns(cells)
			return nil
		}
		key, value, _ := strings.Cut(strings.TrimLeft(line, "# "), ": ")
		if key == "published" {
			day, err := time.Parse(time.DateOnly, value)
			if err != nil {
				return t.Fail("", "published is %q: write a day like 2020-06-04", value)
			}
			r.Published = day
		}
	}
}

func (r *reader) fact(t *table.Reader, row *table.Row) error {
	e := &entry{
		here: row.Here(), line: t.Line(),
		names: several(row.Value("names")), mmsi: several(row.Value("mmsi")),
		flags: several(row.Value("flags")), calls: several(row.Value("callSigns")),
		imo: row.Value("imo"), kind: row.Value("type"), owner: row.Value("resourceOf"), own: row.Value("note"),
	}
	for _, v := range several(row.Value("designations")) {
		a, unknown := factAct(v)
		if unknown != "" {
			return t.Fail("designations", "%q is no measure of the list", unknown)
		}
		e.acts = append(e.acts, a)
	}
	return r.entry(e)
}

// several divides a cell at its semicolons.
func several(v lists.Value) (out []lists.Value) {
	if v.Empty() {
		return nil
	}
	for piece := range strings.SplitSeq(v.Text, ";") {
		if piece = strings.TrimSpace(piece); piece != "" {
			out = append(out, v.With(piece))
		}
	}
	return out
}

// factAct reads "2018-03-30: 2321 OP12(a), 2371 OP6, 2375 OP6".
func factAct(v lists.Value) (a act, unknown string) {
	date, said, _ := strings.Cut(v.Text, ":")
	a.date = v.With(strings.TrimSpace(date))
	words := map[string]bool{}
	for w := range strings.SplitSeq(said, ",") {
		words[strings.TrimSpace(w)] = true
	}
	for i, m := range measures() {
		if all(m.provisions, words) {
			a.measures[i] = v.With("Yes")
			for _, p := range m.provisions {
				delete(words, p)
			}
		}
	}
	for w := range strings.SplitSeq(said, ",") {
		if w = strings.TrimSpace(w); words[w] {
			return a, w
		}
	}
	return a, ""
}

func all(provisions []string, words map[string]bool) bool {
	for _, p := range provisions {
		if !words[p] {
			return false
		}
	}
	return true
}
