package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"plimsoll/screen/quality"
)

type benchCmd struct {
	Names  benchNamesCmd  `cmd:"" help:"How many right pairs of names are found, and how many unlisted people alerted."`
	Book   benchBookCmd   `cmd:"" help:"How fast a book is screened."`
	Search benchSearchCmd `cmd:"" help:"How fast one name is looked up, and how large the index is."`
	Exact  benchExactCmd  `cmd:"" help:"Whether the index finds exactly what a scan of every party finds."`
	Ships  benchShipsCmd  `cmd:"" help:"How well what ships do is found: precision and recall on simulated traffic."`
	Gaps   benchGapsCmd   `cmd:"" help:"How well silent ships are told from unheard ones: precision and recall on labelled silences."`
}

type benchNamesCmd struct {
	Material string `arg:"" optional:"" type:"existingdir" help:"Folder with names/ and lists/; otherwise --data."`
	Develop  bool   `help:"Measure on the half that rules are worked out on."`
	Unlisted int    `help:"Unlisted people to ask about." default:"1499"`
	Pairs    int    `help:"Pairs of each kind." default:"2000"`
	Misses   string `help:"Show the missed pairs of this kind (or: alerts, firms: the unlisted people and companies that come closest) of the half that rules are worked out on." placeholder:"KIND"`
}

func (benchNamesCmd) Help() string {
	return `The folder holds names/variants.tsv.gz (group, kind, name, script), names/ko_native_pairs.tsv
(latin, hangul), lists/negatives/yente_negatives_*.csv (the name first) and sec_company_tickers_2023.json.

Examples:
  plimsoll bench names --data FOLDER
  plimsoll bench names --data FOLDER --misses arabic`
}

func (c *benchNamesCmd) Run(e *env) error {
	if c.Material == "" {
		c.Material = e.data
	}
	m, err := readMaterial(c.Material)
	if err != nil {
		return err
	}
	o := quality.Options{Side: quality.Report, Unlisted: c.Unlisted, Pairs: c.Pairs}
	if c.Develop || c.Misses != "" {
		o.Side = quality.Develop
	}
	if c.Misses != "" {
		return c.misses(e, m, o)
	}
	r := m.Measure(o)
	if e.json {
		return e.document(r)
	}
	return r.Write(e.stdout)
}

func (c *benchNamesCmd) misses(e *env, m *quality.Material, o quality.Options) error {
	if _, ok := quality.KindOf(c.Misses); !ok && c.Misses != "alerts" && c.Misses != "firms" {
		var all []string
		for _, k := range quality.Kinds {
			all = append(all, k.Name)
		}
		return &exitError{2, fmt.Errorf("there is no kind %q: the kinds are %s, and alerts and firms", c.Misses, strings.Join(all, ", "))}
	}
	alerts, firms, threshold := m.Alerts(o)
	if c.Misses == "firms" {
		alerts = firms
	}
	if c.Misses == "alerts" || c.Misses == "firms" {
		for _, a := range alerts[:min(60, len(alerts))] {
			fmt.Fprintf(e.stdout, "%.4f  %s = %s\n", a.Score, a.Query, a.Listed)
			for _, r := range a.Reasons {
				fmt.Fprintf(e.stdout, "        %s\n", r.Text)
			}
		}
		return nil
	}
	for _, miss := range m.Misses(c.Misses, threshold, o) {
		if e.json {
			if err := e.line(miss); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(e.stdout, "%.4f  %s = %s\n", miss.Score, miss.Query, miss.Listed)
		for _, r := range miss.Reasons {
			fmt.Fprintf(e.stdout, "        %s\n", r.Text)
		}
	}
	return nil
}

// readMaterial reads what names are measured on.
func readMaterial(dir string) (*quality.Material, error) {
	m := &quality.Material{}
	for _, f := range []struct {
		name string
		read func(io.Reader) error
	}{
		{"names/variants.tsv.gz", m.ReadVariants},
		{"names/ko_native_pairs.tsv", m.ReadNative},
		{"lists/negatives/sec_company_tickers_2023.json", m.ReadFirms},
		{"lists/negatives/yente_negatives_global.csv", m.ReadUnlisted},
		{"lists/negatives/yente_negatives_us.csv", m.ReadUnlisted},
	} {
		if err := readFile(filepath.Join(dir, f.name), f.read); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return m, nil
}

func readFile(path string, read func(io.Reader) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if !strings.HasSuffix(path, ".gz") {
		return read(file)
	}
	z, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	return read(z)
}
