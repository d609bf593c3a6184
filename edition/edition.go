// Package edition builds the report: a published edition that anyone can
// rebuild, byte for byte, from the documents in the public log.
//
// It reads those documents and nothing else, so that a reader who has the log
// needs no other part of the program's state to check an edition. What it
// writes depends on its inputs alone: no clock, no order of a map.
package edition

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/publog"
)

// Entry is a published document as the public log has it.
type Entry struct {
	Index    uint64
	Document []byte
}

// Input is everything an edition is made of.
type Input struct {
	Title   string
	AsOf    time.Time // entries published later are left out by the caller
	Origin  string    // of the log
	Entries []Entry
}

// File is one file of an edition.
type File struct {
	Name string
	Data []byte
}

// document is the part of a published finding an edition shows. The form is
// that of casework.Document; reading it anew here keeps editions buildable
// from the public log alone.
type document struct {
	Format  string `json:"format"`
	Finding string `json:"finding"`
	World   string `json:"world"`
	Content struct {
		Title      string `json:"title"`
		Summary    string `json:"summary"`
		Likelihood string `json:"likelihood"`
		Confidence string `json:"confidence"`
		Claims     []struct {
			N        int    `json:"n"`
			Text     string `json:"text"`
			Exhibits []struct {
				Exhibit string `json:"exhibit"`
				Place   string `json:"place"`
				Note    string `json:"note"`
			} `json:"exhibits"`
		} `json:"claims"`
		Measures []struct {
			ID   string `json:"id"`
			Text string `json:"text"`
		} `json:"measures"`
		Parties []party `json:"parties"`
	} `json:"content"`
	Concur  int `json:"concur"`
	Dissent int `json:"dissent"`
	Stances []struct {
		Name     string `json:"name"`
		Position string `json:"position"`
		Ground   string `json:"ground"`
		Claim    int    `json:"claim"`
		Text     string `json:"text"`
	} `json:"stances"`

	Index uint64 `json:"-"`
	Leaf  string `json:"-"`
}

type party struct {
	Entity     string              `json:"entity"`
	Schema     string              `json:"schema"`
	Name       string              `json:"name"`
	Role       string              `json:"role"`
	Status     string              `json:"status"`
	Properties map[string][]string `json:"properties"`
}

const documentFormat = "plimsoll finding v1"

//go:embed report.html
var reportHTML string

// Build makes the files of an edition: the report to read, the parties as
// FollowTheMoney JSON lines, the findings as published, and a manifest with
// the SHA-256 of each.
func Build(in Input) ([]File, error) {
	docs, err := read(in.Entries)
	if err != nil {
		return nil, fmt.Errorf("building the edition %s: %w", in.Title, err)
	}
	report, err := page(in, docs)
	if err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	parties, err := entities(in, docs)
	if err != nil {
		return nil, fmt.Errorf("writing the parties: %w", err)
	}
	var findings bytes.Buffer
	for _, e := range in.Entries {
		findings.Write(e.Document)
		findings.WriteByte('\n')
	}
	files := []File{{"entities.ftm.jsonl", parties}, {"findings.jsonl", findings.Bytes()}, {"index.html", report}}
	manifest, err := manifest(in, files)
	if err != nil {
		return nil, err
	}
	return append(files, File{"manifest.json", manifest}), nil
}

func read(entries []Entry) ([]document, error) {
	var out []document
	for _, e := range entries {
		var d document
		if err := json.Unmarshal(e.Document, &d); err != nil {
			return nil, fmt.Errorf("reading entry %d of the log: %w", e.Index, err)
		}
		if d.Format != documentFormat {
			return nil, fmt.Errorf("entry %d of the log has the form %q: this program reads %q", e.Index, d.Format, documentFormat)
		}
		if len(d.Stances) != 0 && d.Dissent > len(d.Stances) {
			return nil, fmt.Errorf("entry %d counts %d dissents and shows %d stances", e.Index, d.Dissent, len(d.Stances))
		}
		d.Index, d.Leaf = e.Index, publog.LeafHash(e.Document).String()
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b document) int {
		return cmp.Or(cmp.Compare(a.Finding, b.Finding), cmp.Compare(a.Index, b.Index))
	})
	return out, nil
}

// coverage counts what the findings say about each measure: the beginning of
// an audit of what is missing.
type coverage struct {
	Measure  string
	Findings int
}

type view struct {
	Input
	Date     string
	World    []string
	Findings []document
	Coverage []coverage
}

func page(in Input, docs []document) ([]byte, error) {
	v := view{Input: in, Date: in.AsOf.UTC().Format(time.DateOnly), Findings: docs}
	counts := map[string]int{}
	for _, d := range docs {
		if d.World != "" && !slices.Contains(v.World, d.World) {
			v.World = append(v.World, d.World)
		}
		for _, m := range d.Content.Measures {
			counts[m.ID]++
		}
	}
	for m, n := range counts {
		v.Coverage = append(v.Coverage, coverage{m, n})
	}
	slices.SortFunc(v.Coverage, func(a, b coverage) int { return strings.Compare(a.Measure, b.Measure) })
	t, err := template.New("report").Parse(reportHTML)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, v)
	return b.Bytes(), err
}

// entities writes the parties of all findings as FollowTheMoney, each with the
// legal status that decides what may be done about it. A dissent travels with
// every party of its finding.
func entities(in Input, docs []document) ([]byte, error) {
	byID := map[string]*ftm.Entity{}
	var order []string
	for _, d := range docs {
		for _, p := range d.Content.Parties {
			e := byID[p.Entity]
			if e == nil {
				e = ftm.New(p.Entity, p.Schema)
				byID[p.Entity] = e
				order = append(order, p.Entity)
			}
			state(e, p, ftm.Origin{Dataset: in.Origin, Place: fmt.Sprintf("entry %d of %s", d.Index, in.Origin)}, notes(d, p))
		}
	}
	slices.Sort(order)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	var errs []error
	for _, id := range order {
		errs = append(errs, ftm.Default().Check(byID[id]), enc.Encode(byID[id].Proxy()))
	}
	return b.Bytes(), errors.Join(errs...)
}

func state(e *ftm.Entity, p party, from ftm.Origin, notes []string) {
	schema, ok := ftm.Default().Schema(p.Schema)
	if !ok {
		return
	}
	props := make([]string, 0, len(p.Properties))
	for prop := range p.Properties {
		if _, ok := schema.Property(prop); ok && prop != "notes" {
			props = append(props, prop)
		}
	}
	slices.Sort(props)
	e.Add("name", p.Name, from)
	for _, prop := range props {
		for _, v := range p.Properties[prop] {
			e.Add(prop, v, from)
		}
	}
	for _, n := range notes {
		e.Add("notes", n, from)
	}
}

func notes(d document, p party) []string {
	out := []string{fmt.Sprintf("Status: %s. Finding %s: %s. Likelihood: %s. %d concur, %d dissent.",
		p.Status, d.Finding, d.Content.Title, d.Content.Likelihood, d.Concur, d.Dissent)}
	for _, s := range d.Stances {
		if s.Position == "dissent" {
			out = append(out, fmt.Sprintf("Dissent of %s (%s) in %s: %s", s.Name, s.Ground, d.Finding, s.Text))
		}
	}
	if d.World != "" {
		out = append(out, d.World)
	}
	return out
}

func manifest(in Input, files []File) ([]byte, error) {
	type line struct {
		Name   string `json:"name"`
		SHA256 string `json:"sha256"`
		Bytes  int    `json:"bytes"`
	}
	m := struct {
		Title   string `json:"title"`
		AsOf    string `json:"as_of"`
		Log     string `json:"log"`
		Entries int    `json:"entries"`
		Files   []line `json:"files"`
	}{in.Title, in.AsOf.UTC().Format(time.RFC3339), in.Origin, len(in.Entries), nil}
	for _, f := range files {
		sum := sha256.Sum256(f.Data)
		m.Files = append(m.Files, line{f.Name, hex.EncodeToString(sum[:]), len(f.Data)})
	}
	raw, err := json.MarshalIndent(m, "", "  ")
	return append(raw, '\n'), err
}
