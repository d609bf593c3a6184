package match

import (
	_ "embed"
	"net/http"
	"time"

	"plimsoll/house/roll"
	"plimsoll/screen"
)

func (a *api) health(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	a.reply(w, r, http.StatusOK, map[string]string{"status": "ok"})
	return nil
}

// ready says whether queries are answered.
func (a *api) ready(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	p, err := readParams(r)
	if err != nil {
		return err
	}
	delete(p.values, "as_of")
	now, err := a.take(r.Context(), p)
	if err != nil {
		return err
	}
	a.reply(w, r, http.StatusOK, struct {
		Status string `json:"status"`
		from
	}{"ok", a.origin(w, now, p)})
	return nil
}

// dataset is a list or a collection, in the catalogue's form.
type dataset struct {
	Name         string     `json:"name"`
	Title        string     `json:"title"`
	Type         string     `json:"type"` // source or collection
	Version      string     `json:"version"`
	Load         bool       `json:"load"`
	EntitiesURL  *string    `json:"entities_url"`
	DeltaURL     *string    `json:"delta_url"`
	Namespace    bool       `json:"namespace"`
	IndexVersion string     `json:"index_version"`
	IndexCurrent bool       `json:"index_current"`
	Children     []string   `json:"children"`
	URL          string     `json:"url,omitempty"`
	Licence      string     `json:"licence,omitempty"`
	Publisher    *publisher `json:"publisher,omitempty"`
	UpdatedAt    *string    `json:"updated_at,omitempty"`
	EntityCount  int        `json:"entity_count"`
	TargetCount  int        `json:"target_count"` // parties that the list names as sanctioned
	Snapshot     string     `json:"snapshot,omitempty"`
}

type publisher struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type catalogue struct {
	Datasets   []dataset `json:"datasets"`
	Current    []string  `json:"current"`
	Outdated   []string  `json:"outdated"`
	IndexStale bool      `json:"index_stale"`
	from
}

func (a *api) catalog(w http.ResponseWriter, r *http.Request) error {
	p, err := readParams(r)
	if err != nil {
		return err
	}
	now, err := a.take(r.Context(), p)
	if err != nil {
		return err
	}
	head := a.Rolls.Head()
	if p.values.Get("as_of") != "" {
		head = now.Snapshots()
	}
	c := catalogue{Datasets: []dataset{}, Current: []string{}, Outdated: []string{}, from: a.origin(w, now, p)}
	for _, name := range []string{everything, everyAlias, sanctions} {
		if children := leaves(now, name); len(children) > 0 {
			c.Datasets = append(c.Datasets, collection(now, name, children))
		}
	}
	for _, d := range now.Datasets {
		v := a.dataset(d, head)
		c.Datasets = append(c.Datasets, v)
		if v.IndexCurrent {
			c.Current = append(c.Current, d.Dataset)
		} else {
			c.Outdated = append(c.Outdated, d.Dataset)
		}
		delete(head, d.Dataset)
	}
	c.Outdated = append(c.Outdated, keys(head)...) // lists that came after the index was made
	c.IndexStale = len(c.Outdated) > 0
	for i := range c.Datasets {
		if c.Datasets[i].Type == "collection" {
			c.Datasets[i].IndexCurrent = !c.IndexStale
		}
	}
	p.ignored(w)
	return a.tagged(w, r, c)
}

func collection(r *roll.Roll, name string, children []string) dataset {
	d := dataset{
		Name: name, Type: "collection", Load: true, Children: children, Version: r.ID, IndexVersion: r.ID,
		Title: "All lists held here", EntityCount: 0,
	}
	if name == sanctions {
		d.Title = "The lists that name parties as sanctioned"
	}
	inside := roll.Filter{Datasets: map[string]bool{}}
	for _, c := range children {
		inside.Datasets[c] = true
	}
	for _, p := range r.Parties() {
		if inside.Within(p) {
			d.EntityCount++
			if contains(p.Topics, "sanction") {
				d.TargetCount++
			}
		}
	}
	return d
}

func (a *api) dataset(d roll.Dataset, head map[string]string) dataset {
	out := dataset{
		Name: d.Dataset, Title: d.Title, Type: "source", Load: true, Children: []string{}, Version: version(d.Published, d.ID),
		IndexCurrent: head[d.Dataset] == d.ID, EntityCount: d.Parties, TargetCount: d.Listed, Snapshot: d.ID, UpdatedAt: moment(d.Published),
	}
	out.IndexVersion = out.Version
	for _, auth := range a.Authorities {
		if auth.ID == d.Authority {
			out.URL, out.Licence, out.Publisher = auth.URL, auth.Licence, &publisher{auth.Publisher, auth.URL}
			if out.Title == "" {
				out.Title = auth.Title
			}
		}
	}
	if out.Title == "" {
		out.Title = d.Dataset
	}
	return out
}

// version is when a snapshot was published and the beginning of its hash.
func version(published time.Time, id string) string {
	return published.UTC().Format("20060102150405") + "-" + id[:min(len(id), 8)]
}

// moment is a time as the field writes it: seconds, without a zone; null where
// it is unknown.
func moment(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format("2006-01-02T15:04:05")
	return &s
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

type feature struct {
	Description string   `json:"description"`
	Coefficient *float64 `json:"coefficient"`
	URL         *string  `json:"url"`
}

type algorithm struct {
	Name        string             `json:"name"`
	Description string             `json:"description"`
	Features    map[string]feature `json:"features"`
	Docs        docs               `json:"docs"`
}

type docs struct {
	Name        string             `json:"name"`
	Description string             `json:"description"`
	Config      map[string]any     `json:"config"`
	Features    map[string]feature `json:"features"`
}

// best is the name that means the algorithm that is recommended.
const best = "best"

// theirs are algorithms of the field that are not run here.
var theirs = []string{"logic-v2", "logic-v1", "ofac", "name-based", "name-qualified", "regression-v1"}

// pick checks which algorithm is asked for. Another than ours is refused:
// answering with our score under its name would mislead.
func pick(p *params) error {
	name, ok := p.text("algorithm")
	switch {
	case !ok, name == best, name == screen.Version:
		return nil
	case contains(theirs, name):
		return refuse(http.StatusBadRequest, "The algorithm %s is not run here, and its scores are not ours: ask for %s, or leave the parameter out (%s).", name, best, screen.Version)
	}
	return refuse(http.StatusBadRequest, "No algorithm is called %q%s Ask for %s, or leave the parameter out.", name, orStop(perhaps(name, []string{best, screen.Version})), best)
}

func (a *api) algorithms(w http.ResponseWriter, r *http.Request) error {
	p, err := readParams(r)
	if err != nil {
		return err
	}
	p.ignored(w)
	about := "Names in any script are compared word by word; contradictions lower the score, missing values do not; an equal identifier counts by itself. Every party that reaches the threshold is found."
	f := map[string]feature{}
	for _, x := range features {
		f[x.name] = feature{Description: x.about}
	}
	ours := algorithm{
		Name: screen.Version, Description: about, Features: f,
		Docs: docs{Name: screen.Version, Description: about, Config: map[string]any{}, Features: f},
	}
	return a.tagged(w, r, map[string]any{
		"algorithms": []algorithm{ours}, "default": best, "best": screen.Version, "version": a.Version,
	})
}

// openapiJSON is written by hand; a test holds answers, routes and parameters
// against it.
//
//go:embed openapi.json
var openapiJSON []byte

func (a *api) openapi(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-cache")
	send(w, r, http.StatusOK, openapiJSON)
	return nil
}
