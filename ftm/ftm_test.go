package ftm

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAVesselInheritsFromAssetAndThing(t *testing.T) {
	v, ok := Default().Schema("Vessel")
	if !ok {
		t.Fatal("no Vessel")
	}
	for _, a := range []string{"Vessel", "Vehicle", "Asset", "Thing"} {
		if !v.Is(a) {
			t.Errorf("a Vessel is no %s", a)
		}
	}
	if v.Is("Person") {
		t.Error("a Vessel is a Person")
	}
	for prop, typ := range map[string]string{"imoNumber": "identifier", "name": "name", "flag": "country", "topics": "topic"} {
		if p, ok := v.Property(prop); !ok || p.Type != typ {
			t.Errorf("property %s: %+v, want type %s", prop, p, typ)
		}
	}
}

func TestRelationsKnowTheirEnds(t *testing.T) {
	o, _ := Default().Schema("Ownership")
	if o.Edge == nil || o.Edge.Source != "owner" || o.Edge.Target != "asset" {
		t.Errorf("Ownership: %+v", o.Edge)
	}
}

// The compiled-in model must be the official one. The official package is
// there once the page's npm packages are.
func TestTheModelIsTheOfficialOne(t *testing.T) {
	raw, err := os.ReadFile("../node_modules/@alephdata/followthemoney/dist/defaultModel.json")
	if errors.Is(err, os.ErrNotExist) {
		if os.Getenv("CI") == "true" {
			t.Fatal("the official model is missing: run npm ci")
		}
		t.Skip("SKIPPED: the official model is not installed (npm ci)")
	}
	if err != nil {
		t.Fatal(err)
	}
	var official struct {
		Schemata map[string]struct {
			Extends    []string
			Required   []string
			Properties map[string]struct {
				Type, Range string
				Stub        bool
			}
		}
	}
	if err := json.Unmarshal(raw, &official); err != nil {
		t.Fatal(err)
	}
	if len(official.Schemata) != len(Default().Schemata) {
		t.Errorf("%d schemata, the official model has %d", len(Default().Schemata), len(official.Schemata))
	}
	for name, want := range official.Schemata {
		got := Default().Schemata[name]
		if got == nil {
			t.Errorf("schema %s is missing", name)
			continue
		}
		if strings.Join(got.Extends, " ") != strings.Join(want.Extends, " ") || strings.Join(got.Required, " ") != strings.Join(want.Required, " ") {
			t.Errorf("schema %s extends %v and requires %v, officially %v and %v", name, got.Extends, got.Required, want.Extends, want.Required)
		}
		for pn, p := range want.Properties {
			if p.Stub {
				continue
			}
			if p.Type == "" {
				p.Type = "string"
			}
			if g := got.Properties[pn]; g == nil || g.Type != p.Type || g.Range != p.Range {
				t.Errorf("%s:%s is %+v, officially %+v", name, pn, g, p)
			}
		}
	}
}

func ship() *Entity {
	e := New("IMO0990011", "Vessel")
	e.Add("name", "ORRIN TALE", Origin{Dataset: "demo_list", Exhibit: "ab", Place: "row 2, column name"})
	e.Add("name", "ORRIN TALE", Origin{Dataset: "demo_list", Place: "again"})
	e.Add("alias", " ORIN TAIL ", Origin{Dataset: "demo_list", Strength: Weak, Original: "ORIN TAIL"})
	e.Add("imoNumber", "", Origin{Dataset: "demo_list"})
	e.Add("name", "ORRIN TALE", Origin{Dataset: "other"})
	return e
}

func TestAnEntityIsItsStatements(t *testing.T) {
	e := ship()
	if len(e.Statements) != 3 {
		t.Fatalf("%d statements, want 3: an empty value and a repeated one say nothing", len(e.Statements))
	}
	if diff := cmp.Diff([]string{"ORRIN TALE", "ORIN TAIL"}, e.Names()); diff != "" {
		t.Error(diff)
	}
	if e.Caption() != "ORRIN TALE" || New("x", "Vessel").Caption() != "x" {
		t.Errorf("captions %q, %q", e.Caption(), New("x", "Vessel").Caption())
	}
	if s := e.Statements[1]; s.Value != "ORIN TAIL" || s.Original != "" || s.Strength != Weak {
		t.Errorf("alias: %+v", s)
	}
	if e.Statements[0].ID() == e.Statements[2].ID() {
		t.Error("two datasets' statements have one id")
	}
}

func TestCheckNamesEveryFault(t *testing.T) {
	bad := New("x", "Person")
	bad.Add("imoNumber", "1", Origin{Place: "row 3"})
	for _, c := range []struct {
		e    *Entity
		want string
	}{
		{bad, `schema Person has no property "imoNumber" (row 3)`},
		{New("x", "Persn"), `no schema is called "Persn"`},
		{New("x", "Ownership"), "must have a owner"},
		{New("", "Person"), "no id"},
	} {
		if err := Default().Check(c.e); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
	if err := Default().Check(ship()); err != nil {
		t.Error(err)
	}
}

func TestLinesRoundTrip(t *testing.T) {
	var b bytes.Buffer
	if err := WriteLines(&b, []*Entity{ship(), ship()}); err != nil {
		t.Fatal(err)
	}
	first := b.String()
	back, err := ReadLines(&b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*Entity{ship(), ship()}, back); diff != "" {
		t.Error(diff)
	}
	var again bytes.Buffer
	if err := WriteLines(&again, back); err != nil || again.String() != first {
		t.Errorf("the bytes changed (%v)", err)
	}
}

func TestADamagedLineIsNamed(t *testing.T) {
	for _, text := range []string{"{\"id\":\"a\",\"schema\":\"Person\"}\n{", "\n{}", "\n[1]\n"} {
		if _, err := ReadLines(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v, want line 2 named", text, err)
		}
	}
}

func FuzzReadLines(f *testing.F) {
	f.Add([]byte("{\"id\":\"a\",\"schema\":\"Person\",\"statements\":[]}\n"))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		es, err := ReadLines(bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, e := range es {
			_ = Default().Check(e)
			_ = e.Caption()
			_ = e.Proxy()
		}
	})
}
