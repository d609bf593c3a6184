package ofac

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"testing"

	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

func FuzzParseAdvanced(f *testing.F) {
	good := listtest.Fixture(f, "advanced.xml")
	f.Add(good)
	f.Add(good[:len(good)/3])
	for _, s := range []string{
		"", "<html></html>", `<Sanctions DeltaBaseVersion="1"/>`, "<Sanctions><SanctionsEntries><SanctionsEntries/>",
		smallAdvanced(`<Location ID="1"><LocationPart LocPartTypeID="3"><LocationPartValue><Value>x</Value></LocationPartValue></LocationPart></Location>`, `<IDRegDocument IdentityID="1" IDRegDocTypeID="5"><IDRegistrationNo>IMO 1</IDRegistrationNo></IDRegDocument>`,
			`<DistinctParty><Profile ID="1" PartySubTypeID="1"><Identity ID="1"><Alias><DocumentedName><DocumentedNamePart><NamePartValue>A</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity><Feature FeatureTypeID="7"><FeatureVersion><VersionLocation LocationID="1"/><VersionDetail>1</VersionDetail></FeatureVersion></Feature></Profile></DistinctParty>`),
		smallAdvanced("", "", `<DistinctParty><Comment>a; DOB 1961</Comment><Profile ID="1"><Identity ID="1" False="true"><Alias Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue ScriptID="2">أ</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty>`),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { listtest.Fuzz(t, advancedFormat(), "f.xml", data) })
}

// smallAdvanced is a file with the least that the format asks for.
func smallAdvanced(locations, documents, parties string) string {
	return `<Sanctions><DateOfIssue><Year>2026</Year><Month>3</Month><Day>7</Day></DateOfIssue><ReferenceValueSets><FeatureTypeValues><FeatureType ID="7">Vessel Flag</FeatureType></FeatureTypeValues></ReferenceValueSets>` +
		`<Locations>` + locations + `</Locations><IDRegDocuments>` + documents + `</IDRegDocuments><DistinctParties>` + parties + `</DistinctParties>` +
		`<ProfileRelationships><ProfileRelationship From-ProfileID="1" To-ProfileID="1"/></ProfileRelationships><SanctionsEntries><SanctionsEntry ProfileID="1"/><SanctionsEntry ProfileID="1"/></SanctionsEntries></Sanctions>`
}

func FuzzParseEnhanced(f *testing.F) {
	good := listtest.Fixture(f, "enhanced.xml")
	f.Add(good)
	f.Add(good[:len(good)/3])
	for _, s := range []string{
		"", "<html></html>", "<sanctionsData><entities><entity/></entities></sanctionsData>",
		smallEnhanced(`<entity id="1"><names><name><translations><translation><formattedFullName>A</formattedFullName></translation></translations></name></names></entity>`),
		smallEnhanced(`<entity id="1"><generalInfo><entityType>Vessel</entityType></generalInfo><names><name><isPrimary>true</isPrimary><translations><translation><script>Korean</script><nameParts><namePart><value>김</value></namePart><namePart><type>Last Name</type><value>이</value></namePart></nameParts></translation></translations></name></names><features><feature><type>Birthdate</type><value>x</value></feature></features><relationships><relationship><relatedEntity entityId="1"/></relationship><relationship><relatedEntity entityId="1"/></relationship></relationships></entity>`),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { listtest.Fuzz(t, enhancedFormat(), "f.xml", data) })
}

// smallEnhanced is a file with the least that the format asks for.
func smallEnhanced(entities string) string {
	return `<sanctionsData><publicationInfo><dataAsOf>2026-03-07T00:00:00</dataAsOf></publicationInfo><entities>` + entities + `</entities></sanctionsData>`
}

// elements finds where elements of a document begin and end: the first ones
// of each name.
func elements(t *testing.T, data []byte) [][2]int {
	t.Helper()
	var out [][2]int
	var open []int
	met := map[string]int{}
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		at := int(d.InputOffset())
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			open = append(open, at)
		case xml.EndElement:
			if met[tok.Name.Local]++; met[tok.Name.Local] <= 2 {
				out = append(out, [2]int{open[len(open)-1], int(d.InputOffset())})
			}
			open = open[:len(open)-1]
		}
	}
}

var attribute = regexp.MustCompile(` ([\w-]+)="[^"]*"`)

// Whatever is missing, mixed with text, said twice or of an unknown number,
// there is an answer.
func TestAnythingMayBeMissingOrTwiceInTheNewerFormats(t *testing.T) {
	for name, format := range map[string]lists.Format{"advanced.xml": advancedFormat(), "enhanced.xml": enhancedFormat()} {
		data := listtest.Fixture(t, name)
		for _, e := range elements(t, data) {
			from, to := e[0], e[1]
			for _, middle := range [][]byte{nil, bytes.Repeat(data[from:to], 2), slices.Concat(data[from:to], []byte("x"))} {
				listtest.Fuzz(t, format, "f.xml", slices.Concat(data[:from], middle, data[to:]))
			}
		}
		met := map[string]int{}
		for _, a := range attribute.FindAllSubmatchIndex(data, -1) {
			from, to, attr := a[0], a[1], string(data[a[2]:a[3]])
			if met[attr]++; met[attr] > 2 {
				continue
			}
			listtest.Fuzz(t, format, "f.xml", slices.Concat(data[:from], data[to:]))
			number := bytes.Replace(data[from:to], []byte(`="`), []byte(`="9`), 1)
			listtest.Fuzz(t, format, "f.xml", slices.Concat(data[:from], number, data[to:]))
		}
	}
}
