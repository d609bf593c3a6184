package regime

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

//go:embed data/*/*.yaml
var embedded embed.FS

// Load returns the regime on the DPRK compiled into the program.
func Load() (*Regime, error) { return LoadNamed("dprk") }

// LoadNamed returns a regime compiled into the program: one folder of data.
func LoadNamed(id string) (*Regime, error) {
	names, err := Names()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(names, id) {
		return nil, fmt.Errorf("opening the regime %q: use one of %s", id, strings.Join(names, ", "))
	}
	sub, err := fs.Sub(embedded, path.Join("data", id))
	if err != nil {
		return nil, fmt.Errorf("opening the embedded regime %s: %w", id, err)
	}
	r, err := LoadFS(sub)
	if err != nil {
		return nil, fmt.Errorf("loading the regime %s: %w", id, err)
	}
	if r.About.ID != id {
		return nil, fmt.Errorf("loading the regime %s: regime.yaml calls it %q: name the folder and the id alike", id, r.About.ID)
	}
	return r, nil
}

// Names lists the regimes compiled into the program.
func Names() ([]string, error) {
	dirs, err := fs.ReadDir(embedded, "data")
	if err != nil {
		return nil, fmt.Errorf("listing the embedded regimes: %w", err)
	}
	var out []string
	for _, d := range dirs {
		out = append(out, d.Name())
	}
	return out, nil
}

// LoadFS reads a regime from the YAML files in the root of a file system:
// regime.yaml with its names and goods, mandates.yaml and votes.yaml if there
// are any, and one file a resolution named by its number.
// The first fault ends the reading and is named by file and field.
func LoadFS(fsys fs.FS) (*Regime, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("listing the regime files: %w", err)
	}
	r := &Regime{byID: map[string]Paragraph{}}
	about, err := fs.ReadFile(fsys, aboutFile)
	if err != nil {
		return nil, fmt.Errorf("reading the regime file %s, which names the country and the goods: %w", aboutFile, err)
	}
	if r.About, err = parseAbout(aboutFile, about); err != nil {
		return nil, err
	}
	for _, name := range names {
		if name == aboutFile {
			continue
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("reading the regime file %s: %w", name, err)
		}
		if err := r.add(name, data); err != nil {
			return nil, err
		}
	}
	if len(r.Resolutions) == 0 {
		return nil, fmt.Errorf("reading the regime: no file of a resolution (such as 1718.yaml) among %d files", len(names))
	}
	slices.SortFunc(r.Resolutions, func(a, b Resolution) int { return a.Number - b.Number })
	r.spoken = r.kindsSpokenOf()
	return r, r.checkLinks()
}

func (r *Regime) add(name string, data []byte) error {
	switch path.Base(name) {
	case "mandates.yaml":
		m, err := parseMandates(name, data)
		r.Mandates = m
		return err
	case "votes.yaml":
		v, err := parseVotes(name, data)
		r.Votes = v
		return err
	}
	res, err := r.parseResolution(name, data)
	if err != nil {
		return err
	}
	if want := fmt.Sprintf("%d.yaml", res.Number); path.Base(name) != want {
		return fault(name, "resolution", "%d stands in a file that is not called %s", res.Number, want)
	}
	for i, p := range res.Paragraphs {
		if _, twice := r.byID[p.ID]; twice {
			return fault(name, at("paragraphs", i, "op"), "%s stands twice", p.ID)
		}
		r.byID[p.ID] = p
	}
	r.Resolutions = append(r.Resolutions, res)
	return nil
}

// checkLinks looks at what only the whole set can show: that a paragraph said
// to be amended or superseded is so by one that exists.
func (r *Regime) checkLinks() error {
	for _, res := range r.Resolutions {
		name := fmt.Sprintf("%d.yaml", res.Number)
		for i, p := range res.Paragraphs {
			for _, link := range []struct {
				field string
				ids   []string
			}{{"amended_by", p.AmendedBy}, {"superseded_by", p.SupersededBy}} {
				if err := r.checkLink(name, i, p, link.field, link.ids); err != nil {
					return err
				}
			}
		}
	}
	if err := r.checkGoods(); err != nil {
		return err
	}
	if err := r.checkMandates(); err != nil {
		return err
	}
	return r.checkVotes()
}

func (r *Regime) checkLink(name string, i int, p Paragraph, field string, ids []string) error {
	for _, id := range ids {
		later, ok := r.byID[id]
		switch {
		case !ok:
			return fault(name, at("paragraphs", i, field), "no paragraph is %q", id)
		case later.From < p.From:
			return fault(name, at("paragraphs", i, field), "%s is older than %s", id, p.ID)
		case field == "superseded_by" && p.Until == "":
			return fault(name, at("paragraphs", i, "until"), "%s was superseded, so it needs a last day", p.ID)
		}
	}
	return nil
}

// file forms: days stay text until they are checked, so that a fault can name
// the field.
type resolutionFile struct {
	Resolution int             `yaml:"resolution"`
	Adopted    string          `yaml:"adopted"`
	Meeting    int             `yaml:"meeting"`
	Trigger    string          `yaml:"trigger"`
	Source     string          `yaml:"source"`
	Paragraphs []paragraphFile `yaml:"paragraphs"`
}

type paragraphFile struct {
	OP              string          `yaml:"op"`
	Kind            string          `yaml:"kind"`
	Says            string          `yaml:"says"`
	From            string          `yaml:"from"`
	Until           string          `yaml:"until"`
	Covers          []coverFile     `yaml:"covers"`
	Limits          []limitFile     `yaml:"limits"`
	Exemptions      []exemptionFile `yaml:"exemptions"`
	AmendedBy       []string        `yaml:"amended_by"`
	SupersededBy    []string        `yaml:"superseded_by"`
	Verified        *bool           `yaml:"verified"`
	ContentVerified bool            `yaml:"content_verified"`
	Source          string          `yaml:"source"`
}

type coverFile struct {
	Acts      []string `yaml:"acts"`
	Direction string   `yaml:"direction"`
	Goods     []string `yaml:"goods"`
	Needs     []string `yaml:"needs"`
	From      string   `yaml:"from"`
	Capped    bool     `yaml:"capped"`
}

type limitFile struct {
	Per     string `yaml:"per"`
	From    string `yaml:"from"`
	Until   string `yaml:"until"`
	Barrels int64  `yaml:"barrels"`
	Tonnes  int64  `yaml:"tonnes"`
	USD     int64  `yaml:"usd"`
	Rule    string `yaml:"rule"`
}

type exemptionFile struct {
	ID    string   `yaml:"id"`
	Says  string   `yaml:"says"`
	Goods []string `yaml:"goods"`
	From  string   `yaml:"from"`
	Until string   `yaml:"until"`
}

type mandatesFile struct {
	Mandates []struct {
		Resolution int    `yaml:"resolution"`
		OP         string `yaml:"op"`
		From       string `yaml:"from"`
		Until      string `yaml:"until"`
		Verified   *bool  `yaml:"verified"`
		Source     string `yaml:"source"`
	} `yaml:"mandates"`
}

type votesFile struct {
	Votes []struct {
		Date            string   `yaml:"date"`
		Resolution      int      `yaml:"resolution"`
		Subject         string   `yaml:"subject"`
		For             []string `yaml:"for"`
		Against         []string `yaml:"against"`
		Abstain         []string `yaml:"abstain"`
		Verified        bool     `yaml:"verified"`
		MembersVerified bool     `yaml:"members_verified"`
		Source          string   `yaml:"source"`
	} `yaml:"votes"`
}

// decode reads strict YAML: an unknown key is a fault. The library reports
// line and column.
func decode(name string, data []byte, into any) (err error) {
	defer func() { // a damaged file must not bring the program down with its reader
		if p := recover(); p != nil {
			err = fmt.Errorf("reading the regime file %s: the YAML cannot be read: %v", name, p)
		}
	}()
	if err := yaml.UnmarshalWithOptions(data, into, yaml.Strict()); err != nil {
		return fmt.Errorf("reading the regime file %s: %s", name, strings.TrimSpace(yaml.FormatError(err, false, false)))
	}
	return nil
}

func fault(name, field, format string, args ...any) error {
	return fmt.Errorf("reading the regime file %s: field %s: %s", name, field, fmt.Sprintf(format, args...))
}

func at(list string, i int, field string) string { return fmt.Sprintf("%s[%d].%s", list, i, field) }

// day checks a day; an empty one passes when it may be left out.
func day(name, field, value string, optional bool) (Day, error) {
	if value == "" && optional {
		return "", nil
	}
	t, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return "", fault(name, field, "%q is not a day such as 2017-09-11", value)
	}
	return DayOf(t), nil
}
