// Package opensanctions reads what OpenSanctions publishes, and any other
// export of FollowTheMoney entities: JSON lines (entities.ftm.json), the same
// with entities nested in the properties of others (targets.nested.json), and
// the table of targets (targets.simple.csv).
//
// A line of JSON is an entity already, and stays what it is:
//
//   - Ids and references are kept as they are. Every value is a statement; its
//     place is "line 12, properties.name[1] @3456", counted from 0 inside a list
//     as JSON paths are. Only an imoNumber loses the letters before it.
//   - The dataset of all statements is the one the import names, else the one
//     that all lines share, else "opensanctions". The datasets that a line names
//     are kept as its publisher, unless it names that one alone.
//   - first_seen and last_change become createdAt and modifiedAt where the
//     schema has them and no property says so; last_seen tells when the export
//     was made. Caption, referents and target are about the record and not about
//     the party: they become no statement. A target: false is not counted.
//   - What a newer model has and this program does not know is warned of and
//     kept: a property as a note, an entity of an unknown schema as a LegalEntity
//     where it has a name, so that it is still found by it, else as a Note.
//   - An entity whose id an earlier line has gets the hash of its line behind
//     its id. One nested in another is taken once, and not at all where it has a
//     line of its own.
//
// A row of the table says less: its countries, identifiers and sanctions are
// not told apart. An identifier is an IMO number where it is written as one,
// an idNumber of a party otherwise; each text about a sanction is the summary
// of a Sanction.
package opensanctions

import (
	"bytes"
	"slices"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// Dataset is the id of a list whose lines name no one dataset.
const Dataset = "opensanctions"

// Authority describes the exports. None of them is fetched by itself: the
// licence leaves it to the user to have the right to it.
func Authority() lists.Authority {
	return lists.Authority{
		ID:        Dataset,
		Title:     "OpenSanctions and other exports of FollowTheMoney entities",
		Publisher: "OpenSanctions",
		URL:       "https://www.opensanctions.org/datasets/",
		Licence:   "CC BY-NC 4.0; commercial use needs a licence from OpenSanctions, which is the user's own business",
		Cadence:   "several times a day",
		Formats: []lists.Format{
			{Name: "FollowTheMoney JSON lines", Sniff: sniffLines, Parse: parseLines},
			{Name: "OpenSanctions targets.simple.csv", Sniff: sniffSimple, Parse: parseSimple},
		},
	}
}

// sniffLines takes JSON whose first line is an entity with properties. Of a
// line longer than the head, what is seen of it must do.
func sniffLines(_ string, head []byte) string {
	line, _, whole := bytes.Cut(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"), []byte("\n"))
	keys, complete := topKeys(string(line))
	whole = whole || complete
	has := func(key, begins string) bool { return strings.HasPrefix(keys[key], begins) }
	if !has("properties", "{") {
		return ""
	}
	if has("id", `"`) && has("schema", `"`) || !whole && (has("id", `"`) || has("schema", `"`) || has("caption", `"`)) {
		return lists.OnePart
	}
	return ""
}

// topKeys lists the keys of an object and how the value of each begins, as far
// as the text goes.
func topKeys(s string) (keys map[string]string, complete bool) {
	keys = map[string]string{}
	c := &scanner{s: s}
	more, err := c.open('{', '}')
	for err == nil && more {
		var key string
		if key, err = c.key(); err != nil {
			break
		}
		if c.i < len(s) {
			keys[key] = s[c.i : c.i+1]
		}
		if err = c.skip(0); err == nil {
			more, err = c.next('}')
		}
	}
	return keys, err == nil && len(keys) > 0
}

func sniffSimple(_ string, head []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\ufeff")), []byte("\n"))
	cells := strings.Split(strings.ReplaceAll(strings.TrimRight(string(line), "\r"), `"`, ""), ",")
	for _, want := range []string{"id", "schema", "name", "aliases", "birth_date", "countries"} {
		if !slices.Contains(cells, want) {
			return ""
		}
	}
	return lists.OnePart
}

// count counts parties, each among its kind.
func (p *parser) count(schema *ftm.Schema) {
	if kind := kindOf(schema); kind != "" {
		p.Counts[kind]++
	}
}

func kindOf(schema *ftm.Schema) string {
	switch {
	case schema.Is("Person"):
		return "individuals"
	case schema.Is("LegalEntity"):
		return "entities"
	case schema.Is("Vessel"):
		return "vessels"
	case schema.Is("Airplane"):
		return "aircraft"
	case schema.Is("CryptoWallet"):
		return "wallets"
	case schema.Is("Security"):
		return "securities"
	case !schema.Is("Thing"), schema.Is("Address"), schema.Is("Analyzable"):
		return ""
	}
	return "others"
}
