package ofac

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

// published reads published copies of the lists, where PLIMSOLL_DATA names a
// folder that has them under us_ofac.
func published(t *testing.T, names ...string) map[string][]byte {
	t.Helper()
	folder := listtest.RealFolder(t, "us_ofac")
	files := map[string][]byte{}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Skip(err)
		}
		files[name] = data
	}
	return files
}

// census is what a list holds, counted in two ways.
type census struct {
	Individuals, Entities, Vessels, Aircraft int
	Aliases, WeakAliases, Programmes         int
	Ships, Passports, Births, Wallets        int
	Addresses                                int
}

// censusOf counts what the parser made.
func censusOf(p *lists.Parsed, entities []*ftm.Entity) census {
	c := census{
		Individuals: p.Counts["individuals"], Entities: p.Counts["entities"],
		Vessels: p.Counts["vessels"], Aircraft: p.Counts["aircraft"],
	}
	for _, e := range entities {
		switch e.Schema {
		case "Passport":
			c.Passports++
		case "CryptoWallet":
			c.Wallets++
		case "Address":
			c.Addresses++
		}
		for _, s := range e.Statements {
			switch {
			case s.Strength == ftm.Weak:
				c.WeakAliases++
			case s.Strength == ftm.Strong:
				c.Aliases++
			case s.Prop == "program":
				c.Programmes++
			case s.Prop == "imoNumber" && s.Schema == "Vessel":
				c.Ships++
			case s.Prop == "birthPlace":
				c.Births++
			}
		}
	}
	return c
}

// rowsOf reads a file with the standard library, without header and end mark.
func rowsOf(t *testing.T, data []byte) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(bytes.TrimRight(data, "\x1a,\r\n")))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if rows[0][0] == "ent_num" {
		rows = rows[1:]
	}
	return rows
}

// distinct counts different things: what is said twice of a party is one
// statement of it.
type distinct map[string]bool

func (d distinct) add(parts ...string) { d[strings.Join(parts, "\x00")] = true }

var passport = regexp.MustCompile(`^(?:Diplomatic |Stateless Person |British National Overseas )?Passport .*\d`)

// countTables counts what a set of files holds. The files are main, aliases,
// addresses and comments.
func countTables(t *testing.T, main, alt, add, comments []byte) census {
	t.Helper()
	var c census
	rest, listed := map[string]string{}, map[string]bool{}
	if comments != nil {
		for _, row := range rowsOf(t, comments) {
			rest[row[0]] += row[1]
		}
	}
	programmes, weak, strong, ships, births, wallets, passports := distinct{}, distinct{}, distinct{}, distinct{}, distinct{}, distinct{}, distinct{}
	for _, row := range rowsOf(t, main) {
		uid := row[0]
		if listed[uid] {
			uid += " again"
		}
		listed[uid] = true
		switch row[2] {
		case "individual":
			c.Individuals++
		case "vessel":
			c.Vessels++
		case "aircraft":
			c.Aircraft++
		default:
			c.Entities++
		}
		for _, p := range strings.FieldsFunc(row[3], func(r rune) bool { return r == '[' || r == ']' }) {
			if p = strings.TrimSpace(p); p != "" {
				programmes.add(uid, p)
			}
		}
		remarks := row[11]
		if len(remarks) < 1000 && rest[uid] != "" {
			remarks = strings.TrimSuffix(remarks, ".") + "; "
		}
		remarks += rest[uid]
		for piece := range strings.SplitSeq(strings.TrimSuffix(remarks, "."), "; ") {
			piece = strings.TrimPrefix(piece, "alt. ")
			switch {
			case strings.HasPrefix(piece[min(1, len(piece)):], ".k.a. '") && strings.HasSuffix(piece, "'"):
				weak.add(uid, piece)
			case strings.HasPrefix(piece, "Vessel Registration Identification IMO ") && row[2] == "vessel":
				ships.add(uid, strings.TrimPrefix(piece, "Vessel Registration Identification "))
			case strings.HasPrefix(piece, "Identification Number IMO ") && row[2] == "vessel":
				ships.add(uid, strings.TrimPrefix(piece, "Identification Number "))
			case passport.MatchString(piece):
				passports.add(uid, piece)
			case strings.HasPrefix(piece, "POB ") && row[2] == "individual":
				births.add(uid, piece)
			case strings.HasPrefix(piece, "Digital Currency Address - "):
				wallets.add(uid, piece)
			}
		}
	}
	for _, row := range rowsOf(t, alt) {
		if listed[row[0]] {
			strong.add(row[0], row[2], lists.Clean(row[3]))
		}
	}
	for _, row := range rowsOf(t, add) {
		if listed[row[0]] && strings.TrimSpace(row[2])+strings.TrimSpace(row[3]) != "-0--0-" {
			c.Addresses++
		}
	}
	c.Programmes, c.WeakAliases, c.Aliases, c.Ships = len(programmes), len(weak), len(strong), len(ships)
	c.Births, c.Wallets, c.Passports = len(births), len(wallets), len(passports)
	return c
}

func TestConformanceOfTheDelimitedFiles(t *testing.T) {
	for _, set := range [][4]string{
		{"sdn_2024-05-03.csv", "alt_2024-09-27.csv", "add_2025-12-24.csv", "sdn_comments_2025-12-24.csv"}, // not of one day
		{"sdn_2022-01-31.csv", "alt_2022-01-31.csv", "add_2022-01-31.csv", ""},
		{"cons_prim_2025-12-19.csv", "cons_alt_2025-12-19.csv", "cons_add_2025-12-19.csv", "cons_comments_2025-12-19.csv"},
	} {
		t.Run(set[0], func(t *testing.T) {
			files := published(t, set[:3]...)
			if set[3] != "" {
				files[set[3]] = published(t, set[3])[set[3]]
			}
			p, entities := readSet(t, files)
			got, want := censusOf(p, entities), countTables(t, files[set[0]], files[set[1]], files[set[2]], files[set[3]])
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("counted otherwise (-want +got):\n%s", diff)
			}
			t.Logf("%+v, %d entities", got, len(entities))
			if len(p.Warnings) > 12 {
				t.Errorf("%d kinds of warnings", len(p.Warnings))
			}
			for _, w := range p.Warnings {
				t.Log(w)
			}
		})
	}
}

// countLegacy counts elements with the decoder of the standard library.
func countLegacy(t *testing.T, data []byte) census {
	t.Helper()
	var doc struct {
		Entries []struct {
			UID      string   `xml:"uid"`
			Type     string   `xml:"sdnType"`
			Programs []string `xml:"programList>program"`
			IDs      []struct {
				Type   string `xml:"idType"`
				Number string `xml:"idNumber"`
			} `xml:"idList>id"`
			Aliases []struct {
				Type     string `xml:"type"`
				Category string `xml:"category"`
				Last     string `xml:"lastName"`
				First    string `xml:"firstName"`
			} `xml:"akaList>aka"`
			Births    []string `xml:"placeOfBirthList>placeOfBirthItem>placeOfBirth"`
			Addresses []struct {
				Parts []struct {
					XMLName xml.Name
				} `xml:",any"`
			} `xml:"addressList>address"`
		} `xml:"sdnEntry"`
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	if err := d.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	var c census
	weak, strong := distinct{}, distinct{}
	for _, e := range doc.Entries {
		switch e.Type {
		case "Individual":
			c.Individuals++
		case "Entity":
			c.Entities++
		}
		c.Programmes += len(e.Programs)
		c.Births += len(e.Births)
		for _, id := range e.IDs {
			if id.Type == "Passport" {
				c.Passports++
			}
		}
		for _, a := range e.Aliases {
			if a.Category == "weak" {
				weak.add(e.UID, a.Type, a.Last, a.First)
			} else {
				strong.add(e.UID, a.Type, a.Last, a.First)
			}
		}
		for _, a := range e.Addresses {
			for _, part := range a.Parts {
				if n := part.XMLName.Local; n != "uid" && n != "country" {
					c.Addresses++
					break
				}
			}
		}
	}
	c.WeakAliases, c.Aliases = len(weak), len(strong)
	return c
}

func TestConformanceOfTheLegacyXML(t *testing.T) {
	for name, entries := range map[string]int{"consolidated_nonsdn_2026-01-08.xml": 442, "consolidated_nonsdn_2025-06-30.xml": 443} {
		t.Run(name, func(t *testing.T) {
			files := published(t, name)
			p, entities := readSet(t, files)
			got := censusOf(p, entities)
			if diff := cmp.Diff(countLegacy(t, files[name]), got); diff != "" {
				t.Errorf("counted otherwise (-want +got):\n%s", diff)
			}
			if n := bytes.Count(files[name], []byte("<sdnEntry>")); n != entries || got.Individuals+got.Entities != entries {
				t.Errorf("%d entries, want %d, got %+v", n, entries, got)
			}
			t.Logf("%+v, %d entities, %s", got, len(entities), p.Published)
			for _, w := range p.Warnings {
				t.Error(w)
			}
		})
	}
}
