package ofac

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/table"
)

// Parts of a set of delimited files. The first is named as its file is.
const (
	partAlt      = "alt"
	partAdd      = "add"
	partComments = "comments"
)

// Columns of the files, by the names that OFAC's description gives them. The
// files have no header as published.
func mainColumns() []string {
	return []string{"ent_num", "name", "type", "program", "title", "call_sign", "vess_type", "tonnage", "grt", "vess_flag", "vess_owner", "remarks"}
}

func altColumns() []string {
	return []string{"ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"}
}

func addColumns() []string {
	return []string{"ent_num", "add_num", "address", "city", "country", "add_remarks"}
}

func commentColumns() []string { return []string{"ent_num", "remarks"} }

// Numbers of the columns that are read by number.
const (
	colName    = 1
	colType    = 2
	colProgram = 3
	colTitle   = 4
	colRemarks = 11
)

// sdnTables is SDN.CSV with ALT.CSV, ADD.CSV and SDN_COMMENTS.CSV.
func sdnTables() lists.Format { return tablesFormat("SDN.CSV", "sdn", false) }

// consTables is CONS_PRIM.CSV with CONS_ALT.CSV, CONS_ADD.CSV and
// CONS_COMMENTS.CSV.
func consTables() lists.Format { return tablesFormat("CONS_PRIM.CSV", "prim", true) }

func tablesFormat(name, first string, consolidated bool) lists.Format {
	return lists.Format{
		Name:  name,
		Parts: []string{first, partAlt, partAdd, partComments},
		Sniff: func(name string, head []byte) string {
			if isConsolidated(name) != consolidated {
				return ""
			}
			return partOf(name, head, first)
		},
		Parse: func(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
			return parseTables(ctx, in, emit, first, consolidated)
		},
	}
}

// isConsolidated tells by its name which list a file belongs to, for the
// legacy formats of both lists have one shape.
func isConsolidated(name string) bool {
	base := strings.ToLower(path.Base(strings.ReplaceAll(name, `\`, "/")))
	return strings.HasPrefix(base, "cons")
}

// partOf knows a file by its first row.
func partOf(name string, head []byte, first string) string {
	line, _, whole := bytes.Cut(head, []byte("\n"))
	if !whole {
		return ""
	}
	row, err := table.New(lists.Bytes(name, "", "", line), table.Options{}).Next()
	if err != nil {
		return ""
	}
	header := isHeader(row)
	if !header && !isUID(row.Cell(0)) {
		return ""
	}
	switch row.Len() {
	case len(mainColumns()):
		if _, _, known := kindOf(strings.TrimSpace(row.Cell(colType)), false); header || known && row.Cell(colType) != "" {
			return first
		}
	case len(altColumns()):
		if header || isUID(row.Cell(1)) && isAliasType(row.Cell(2)) {
			return partAlt
		}
	case len(addColumns()):
		if header || isUID(row.Cell(1)) && bytes.Contains(head, []byte(null)) {
			return partAdd
		}
	case len(commentColumns()): // nothing but the name tells what the text is
		if header || strings.Contains(strings.ToLower(name), "comment") {
			return partComments
		}
	}
	return ""
}

func isHeader(row *table.Row) bool {
	name := strings.ReplaceAll(strings.ToLower(lists.Clean(row.Cell(0))), " ", "_")
	return name == "ent_num"
}

func isAliasType(s string) bool { return s == "aka" || s == "fka" || s == "nka" }

// sheet reads one of the files.
type sheet struct {
	ctx     context.Context
	file    lists.File
	t       *table.Reader
	started bool
	marked  bool // the end mark was read
}

const endMark = 0x1a

func openSheet(ctx context.Context, file lists.File, columns []string) *sheet {
	return &sheet{ctx: ctx, file: file, t: table.New(file, table.Options{Columns: columns, EndMark: endMark})}
}

// next reads a row and its number. Some copies have a header, and some spread
// the end mark over the columns.
func (s *sheet) next() (row *table.Row, uid lists.Value, err error) {
	if err := s.ctx.Err(); err != nil {
		return nil, uid, fmt.Errorf("reading %s: %w", s.file.Name, err)
	}
	row, err = s.t.Next()
	if errors.Is(err, io.EOF) {
		return nil, uid, s.end()
	}
	if err != nil {
		return nil, uid, err
	}
	first := !s.started
	s.started = true
	switch {
	case s.marked:
		return nil, uid, s.t.Fail("", "a row after the end of the list")
	case first && isHeader(row):
		return s.next()
	case row.Cell(0) == string(rune(endMark)) && strings.TrimSpace(row.Cell(1)) == "":
		s.marked = true
		return s.next()
	}
	if uid = row.At(0); !isUID(uid.Text) {
		return nil, uid, s.t.Fail("ent_num", "%.40q is no number of an entry: is this a file of OFAC's?", row.Cell(0))
	}
	return row, uid, nil
}

// end checks that nothing was cut off: the files end with a mark as published,
// and with a newline when others saved them anew, whose newlines are plain.
func (s *sheet) end() error {
	tail := make([]byte, min(s.file.Size, 64))
	if _, err := s.file.ReadAt(tail, s.file.Size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the end of %s: %w", s.file.Name, err)
	}
	fail := func(reason string) error {
		return &lists.ParseError{File: s.file.Name, Line: max(s.t.Line(), 1), Offset: s.file.Size, Reason: reason}
	}
	switch {
	case !s.started:
		return fail("the file is empty")
	case bytes.HasSuffix(bytes.TrimRight(tail, ",\r\n"), []byte{endMark}):
	case bytes.HasSuffix(tail, []byte("\r\n")):
		return fail("the mark (0x1A) that ends the files of OFAC is missing: the file was cut, fetch it again")
	case !bytes.HasSuffix(tail, []byte("\n")):
		return fail("the file ends in the middle of a line: it was cut, fetch it again")
	}
	return io.EOF
}

// cell is the value of a cell; "-0- " says nothing.
func cell(row *table.Row, i int) lists.Value {
	if raw := row.Cell(i); len(raw) <= len(null)+1 && strings.TrimSpace(raw) == null {
		return lists.Value{}
	}
	return row.At(i)
}

// side is a file whose rows belong to the entries of the main one, held until
// their entry comes.
type side struct {
	rows  map[string][]sideRow
	order []string
}

// sideRow is what a row says after the numbers: three cells of an alias, four
// of an address, one of further remarks.
type sideRow [4]lists.Value

// readSide reads a file, if the list came with it. Skip is how many columns
// are numbers.
func readSide(ctx context.Context, in lists.Input, part string, columns []string, skip int) (*side, error) {
	out := &side{rows: map[string][]sideRow{}}
	file, ok := in.File(part)
	if !ok {
		return out, nil
	}
	s := openSheet(ctx, file, columns)
	for {
		row, uid, err := s.next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		var r sideRow
		for i := skip; i < row.Len(); i++ {
			r[i-skip] = cell(row, i)
		}
		have := out.rows[uid.Text]
		switch {
		case have == nil:
			out.order = append(out.order, uid.Text)
		case len(have) == maxPieces:
			return nil, s.t.Fail("ent_num", "more than %d rows of one entry", maxPieces)
		}
		out.rows[uid.Text] = append(have, r)
	}
}

// take gives the rows of an entry away.
func (s *side) take(uid string) []sideRow {
	rows := s.rows[uid]
	delete(s.rows, uid)
	return rows
}

// orphans warns of rows whose entry never came.
func (s *side) orphans(r *lists.Reading, part string) {
	for _, uid := range s.order {
		for _, row := range s.rows[uid] {
			r.Warn(firstOf(row[:]...).Place, "a row of the file %q names an entry that the list does not have: are the files of one day?", part)
		}
	}
}
