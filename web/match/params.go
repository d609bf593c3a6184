package match

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/house/roll"
	"plimsoll/lists"
)

// params reads the parameters of an address and remembers which it knows.
type params struct {
	values url.Values
	known  map[string]bool
	faults []fault
}

func readParams(r *http.Request) (*params, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "The parameters cannot be read: %v.", err)
	}
	return &params{values: values, known: map[string]bool{}}, nil
}

func (p *params) fault(name, kind, format string, args ...any) {
	p.faults = append(p.faults, fault{Type: kind, Loc: []any{"query", name}, Msg: fmt.Sprintf(format, args...)})
}

func (p *params) problem() *problem { return misformed(p.faults...) }

// text returns the one value of a parameter.
func (p *params) text(name string) (string, bool) {
	p.known[name] = true
	all := p.values[name]
	if len(all) > 1 {
		p.fault(name, "repeated", "%s was given %d times; give it once", name, len(all))
	}
	if len(all) == 0 || all[0] == "" {
		return "", false
	}
	return all[0], true
}

// list returns all values of a parameter that are not empty.
func (p *params) list(name string) []string {
	p.known[name] = true
	return slices.DeleteFunc(slices.Clone(p.values[name]), func(s string) bool { return s == "" })
}

func (p *params) integer(name string, otherwise, least, most int) int {
	s, ok := p.text(name)
	if !ok {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		p.fault(name, "int_range", "%s is to be a whole number from %d to %d, not %q", name, least, most, s)
		return otherwise
	}
	return n
}

// share returns a number from 0 to 1.
func (p *params) share(name string, otherwise float64) float64 {
	s, ok := p.text(name)
	if !ok {
		return otherwise
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || f < 0 || f > 1 {
		p.fault(name, "float_range", "%s is to be a number from 0 to 1, not %q", name, s)
		return otherwise
	}
	return f
}

func (p *params) truth(name string, otherwise bool) bool {
	s, ok := p.text(name)
	if !ok {
		return otherwise
	}
	switch strings.ToLower(s) {
	case "true", "1", "yes", "on":
		return true
	case "false", "0", "no", "off":
		return false
	}
	p.fault(name, "bool", "%s is to be true or false, not %q", name, s)
	return otherwise
}

func (p *params) day(name string) (time.Time, bool) {
	s, ok := p.text(name)
	if !ok {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		p.fault(name, "date", "%s is to be a day written as 2024-03-07, not %q", name, s)
	}
	return t, err == nil
}

// moment reads a day, or a day with hour, minute and second.
func (p *params) moment(name string) time.Time {
	s, ok := p.text(name)
	if !ok {
		return time.Time{}
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15", "2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	p.fault(name, "datetime", "%s is to be written as 2024-03-07 or 2024-03-07T15:04:05, not %q", name, s)
	return time.Time{}
}

// filter reads what /match and /search have in common.
func (p *params) filter() roll.Filter {
	f := roll.Filter{
		ExcludeSchemas: p.list("exclude_schema"), Topics: p.list("topics"),
		ChangedSince: p.moment("changed_since"),
	}
	for _, s := range f.ExcludeSchemas {
		if _, ok := ftm.Default().Schema(s); !ok {
			p.fault("exclude_schema", "schema", "no schema is called %q%s", s, perhaps(s, ftm.Default().SchemaNames()))
		}
	}
	topics := ftm.Default().Types["topic"].Values
	for _, t := range f.Topics {
		if _, ok := topics[t]; !ok {
			p.fault("topics", "topic", "no topic is called %q%s", t, perhaps(t, keys(topics)))
		}
	}
	return f
}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// perhaps suggests what a misspelt word may mean.
func perhaps(word string, candidates []string) string {
	if near := lists.Nearest(word, candidates); near != "" {
		return ": did you mean " + near + "?"
	}
	return ""
}

// Collections are datasets made of others.
const (
	everything = "default"
	everyAlias = "all"
	sanctions  = "sanctions"
)

func isCollection(name string) bool {
	return name == everything || name == everyAlias || name == sanctions
}

// leaves gives the lists of a dataset or collection.
func leaves(r *roll.Roll, name string) []string {
	var out []string
	for _, d := range r.Datasets {
		if d.Dataset == name || name == everything || name == everyAlias || name == sanctions && d.Listed > 0 {
			out = append(out, d.Dataset)
		}
	}
	return out
}

func datasetNames(r *roll.Roll) []string {
	out := []string{everything, everyAlias, sanctions}
	for _, d := range r.Datasets {
		out = append(out, d.Dataset)
	}
	return out
}

// scope is the lists that are asked: those of the dataset in the path, and
// among the included ones, and not among the excluded ones.
func scope(r *roll.Roll, name string, p *params) (map[string]bool, error) {
	include, exclude := p.list("include_dataset"), p.list("exclude_dataset")
	all := leaves(r, name)
	if len(all) == 0 {
		if name == sanctions {
			return nil, refuse(http.StatusNotFound, "None of the lists held names anybody as sanctioned.")
		}
		return nil, refuse(http.StatusNotFound, "No such dataset: %q%s GET /catalog lists them.", name, orStop(perhaps(name, datasetNames(r))))
	}
	if len(include) > 0 {
		var wanted []string
		for _, d := range include {
			wanted = append(wanted, p.leaves(r, "include_dataset", d)...)
		}
		all = slices.DeleteFunc(all, func(d string) bool { return !slices.Contains(wanted, d) })
	}
	for _, d := range exclude {
		without := p.leaves(r, "exclude_dataset", d)
		all = slices.DeleteFunc(all, func(d string) bool { return slices.Contains(without, d) })
	}
	if len(p.faults) > 0 {
		return nil, p.problem()
	}
	if len(all) == 0 {
		return nil, refuse(http.StatusBadRequest, "No list is left to ask: %s, include_dataset and exclude_dataset have nothing in common.", name)
	}
	out := make(map[string]bool, len(all))
	for _, d := range all {
		out[d] = true
	}
	return out, nil
}

func orStop(hint string) string {
	if hint == "" {
		return "."
	}
	return hint
}

func (p *params) leaves(r *roll.Roll, param, name string) []string {
	all := leaves(r, name)
	if len(all) == 0 && !isCollection(name) {
		p.fault(param, "dataset", "no dataset is called %q%s", name, perhaps(name, datasetNames(r)))
	}
	return all
}
