package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"plimsoll/book"
	"plimsoll/desk"
	"plimsoll/network"
)

// What became of a row.
const (
	rowClear = "clear" // nobody met the threshold
	rowHit   = "hit"
	rowError = "error" // it could not be read, and is not screened
)

// screenedRow is a row of the output.
type screenedRow struct {
	Row    int           `json:"row"`
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Status string        `json:"status"`
	Hits   []rowHitFound `json:"hits,omitempty"`
	More   int           `json:"more,omitempty"` // hits that are not written
	Error  *book.Remark  `json:"error,omitempty"`
	Doubts []book.Remark `json:"doubts,omitempty"`
	line   []byte        // as it is written
}

type rowHitFound struct {
	ID      string         `json:"id"`
	Caption string         `json:"caption"`
	Schema  string         `json:"schema"`
	Dataset string         `json:"dataset"`
	Status  network.Status `json:"status"`
	Score   float64        `json:"score"`
	Name    string         `json:"name"` // that came closest
	Reasons []string       `json:"reasons"`
}

func newRowHit(h desk.Hit) rowHitFound {
	reasons := reasonTexts(h)
	if h.Ownership != "" {
		reasons = append(reasons, h.Ownership)
	}
	for _, f := range h.Findings {
		reasons = append(reasons, "finding "+f.ID+": "+f.Sentence)
	}
	return rowHitFound{h.Entity.ID, h.Entity.Caption(), h.Entity.Schema, h.Dataset, h.Status, h.Score, h.Name, reasons}
}

// encodeJSON writes a row as one line of JSON.
func encodeJSON(r *screenedRow) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		panic(err) // texts and numbers can be encoded
	}
	return b.Bytes()
}

var csvHeader = []string{"row", "id", "name", "status", "score", "hit_id", "hit_caption", "hit_name", "hit_schema", "hit_dataset", "hit_status", "reasons", "remarks"}

// encodeCSV writes a line for each hit of a row, or one line without a hit.
func encodeCSV(r *screenedRow) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	var remarks []string
	if r.Error != nil {
		remarks = append(remarks, r.Error.String())
	}
	for _, d := range r.Doubts {
		remarks = append(remarks, d.String())
	}
	if r.More > 0 {
		remarks = append(remarks, fmt.Sprintf("%d more hits are not written", r.More))
	}
	head := []string{strconv.Itoa(r.Row), text(r.ID), text(r.Name), r.Status}
	last := text(strings.Join(remarks, "; "))
	if len(r.Hits) == 0 {
		_ = w.Write(append(head, "", "", "", "", "", "", "", "", last)) // a buffer does not fail
	}
	for _, h := range r.Hits {
		_ = w.Write(append(head[:4:4], strconv.FormatFloat(h.Score, 'f', -1, 64), text(h.ID), text(h.Caption), text(h.Name), h.Schema, h.Dataset,
			string(h.Status), text(strings.Join(h.Reasons, "; ")), last))
		last = ""
	}
	w.Flush()
	return b.Bytes()
}

// text keeps a spreadsheet from running a cell that begins like a formula: an
// apostrophe before it makes it text. Numbers stay as they are.
func text(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return "'" + s
}
