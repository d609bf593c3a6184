package ofac

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// generator writes a file of the Advanced Sanctions Data Model with any number
// of invented parties, in the proportions of the real list: of 17,000 parties
// it makes about 120 MB, 25,000 locations, 30,000 documents and 11,000
// relations. The same number of parties is always the same file.
type generator struct {
	w       *bufio.Writer
	parties int
}

// generateAdvanced writes a file.
func generateAdvanced(w io.Writer, parties int) error {
	g := &generator{bufio.NewWriterSize(w, 1<<20), parties}
	g.head()
	g.block("Locations", g.locations)
	g.block("IDRegDocuments", g.documents)
	g.block("DistinctParties", g.party)
	g.block("ProfileRelationships", g.relation)
	g.block("SanctionsEntries", g.entry)
	g.line(1, "<SanctionsEntryLinks />")
	g.line(0, "</Sanctions>")
	return g.w.Flush()
}

// mix is a number that looks like chance and depends on its arguments alone.
func mix(n, salt int) int {
	x := uint64(n)*0x9E3779B97F4A7C15 + uint64(salt)*0xBF58476D1CE4E5B9
	x ^= x >> 31
	x *= 0x94D049BB133111EB
	return int(x >> 33)
}

// perTen are how many of something the ten parties of each ten have.
type perTen [10]int

var (
	locationsPerTen = perTen{0, 1, 1, 2, 1, 3, 1, 2, 1, 3}
	documentsPerTen = perTen{3, 0, 2, 1, 3, 2, 1, 2, 1, 3}
	relationsPerTen = perTen{1, 0, 1, 1, 0, 1, 0, 1, 1, 0}
	aliasesPerTen   = perTen{1, 2, 1, 0, 3, 2, 5, 1, 1, 2}
)

// of returns the number of the first of party i and how many it has.
func (p perTen) of(i int) (first, many int) {
	sum := 0
	for _, n := range p {
		sum += n
	}
	first = 1000 + i/10*sum
	for _, n := range p[:i%10] {
		first += n
	}
	return first, p[i%10]
}

func profile(i int) int { return 100000 + 7*i }

func invented(n, words int) string {
	syllables := [...]string{"vor", "quen", "drath", "mul", "sheb", "ostr", "zib", "fen", "grol", "hask", "ilm", "jurn", "kelv", "lorm", "nadd", "prit", "tov", "umb", "wex", "yarl"}
	var b strings.Builder
	for w := range words {
		if w > 0 {
			b.WriteByte(' ')
		}
		for s := range 2 + mix(n, w)%2 {
			part := syllables[mix(n, 10*w+s)%len(syllables)]
			if s == 0 {
				part = strings.ToUpper(part[:1]) + part[1:]
			}
			b.WriteString(part)
		}
	}
	return b.String()
}

func (g *generator) line(depth int, format string, args ...any) {
	for range depth {
		_, _ = g.w.WriteString("  ")
	}
	if len(args) == 0 {
		_, _ = g.w.WriteString(format)
	} else {
		fmt.Fprintf(g.w, format, args...)
	}
	_, _ = g.w.WriteString("\r\n")
}

func (g *generator) block(name string, each func(i int)) {
	g.line(1, "<%s>", name)
	for i := range g.parties {
		each(i)
	}
	g.line(1, "</%s>", name)
}

const generatedTables = `AliasType 1400 A.K.A.|AliasType 1401 F.K.A.|AliasType 1403 Name|CalendarType 1 Gregorian|Country 11109 Iran|Country 11171 Russia|Country 11143 Mexico|Country 11210 United Arab Emirates
DetailReference 91526 Male|DetailReference 91527 Female|DetailReference 92764 See Section 11 of Executive Order 14024.|DetailReference 91281 Tanker|DetailType 1430 DATE|DetailType 1431 LOOKUP|DetailType 1432 TEXT|DetailType 1433 COUNTRY
DocNameStatus 1 Primary Latin|DocNameStatus 2 Others|EntryEventType 1 Created|FeatureType 8 Birthdate|FeatureType 9 Place of Birth|FeatureType 10 Nationality Country|FeatureType 25 Location|FeatureType 224 Gender|FeatureType 504 Secondary sanctions risk:|FeatureType 2 VESSEL TYPE|FeatureType 3 Vessel Flag|FeatureType 344 Digital Currency Address - XBT|FeatureType 14 Website
IDRegDocDateType 1480 Issue Date|IDRegDocDateType 1481 Expiration Date|IDRegDocType 1571 Passport|IDRegDocType 1584 National ID No.|IDRegDocType 1596 Tax ID No.|IDRegDocType 1626 Vessel Registration Identification|IDRegDocType 91761 Registration Number
LegalBasis 92049 Executive Order 14024 (Russia)|List 1550 SDN List|List 91512 Consolidated List|LocPartType 1 Unknown|LocPartType 1451 ADDRESS1|LocPartType 1454 CITY|LocPartType 1456 POSTAL CODE
NamePartType 1520 Last Name|NamePartType 1521 First Name|NamePartType 1522 Middle Name|NamePartType 1525 Entity Name|NamePartType 1526 Vessel Name|PartyType 1 Individual|PartyType 2 Entity|PartyType 4 Transport
RelationQuality 1 Unknown|RelationType 15001 Providing support to|RelationType 15003 Owned or Controlled By|RelationType 91725 Leader or official of|Reliability 1 Unknown|SanctionsType 1 Program|SanctionsType 1705 Block|Validity 1 Valid`

func (g *generator) head() {
	g.line(0, `<?xml version="1.0" encoding="utf-8"?>`)
	g.line(0, `<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML" Version="3">`)
	g.line(1, `<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>3</Month><Day>17</Day></DateOfIssue>`)
	g.line(1, "<ReferenceValueSets>")
	for row := range strings.FieldsFuncSeq(generatedTables, func(r rune) bool { return r == '|' || r == '\n' }) {
		name, rest, _ := strings.Cut(row, " ")
		id, text, _ := strings.Cut(rest, " ")
		g.line(2, `<%sValues><%s ID="%s">%s</%s></%sValues>`, name, name, id, text, name, name)
	}
	g.line(2, `<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>`)
	g.line(2, `<ScriptValues><Script ID="215" ScriptCode="Latin">Latin</Script><Script ID="220" ScriptCode="Cyrl">Cyrillic</Script></ScriptValues>`)
	g.line(1, "</ReferenceValueSets>")
}

func country(i int) int { return [...]int{11109, 11171, 11143, 11210}[mix(i, 3)%4] }

func (g *generator) locations(i int) {
	first, many := locationsPerTen.of(i)
	for id := first; id < first+many; id++ {
		g.line(2, `<Location ID="%d">`, id)
		g.line(3, `<LocationAreaCode AreaCodeID="%d" />`, country(id))
		g.line(3, `<LocationCountry CountryID="%d" CountryRelevanceID="1413" />`, country(id))
		for k, part := range []struct {
			kind int
			text string
		}{{1451, strconv.Itoa(1+mix(id, 4)%200) + " " + invented(id, 2) + " Street"}, {1454, invented(id%900, 1)}, {1456, strconv.Itoa(100000 + mix(id, 5)%800000)}} {
			if k == 2 && id%3 > 0 {
				continue
			}
			g.line(3, `<LocationPart LocPartTypeID="%d">`, part.kind)
			g.line(4, `<LocationPartValue Primary="true" LocPartValueTypeID="1" LocPartValueStatusID="1">`)
			g.line(5, `<Comment />`)
			g.line(5, `<Value>%s</Value>`, part.text)
			g.line(4, `</LocationPartValue>`)
			g.line(3, `</LocationPart>`)
		}
		g.line(3, `<FeatureVersionReference FeatureVersionID="%d" />`, 200000+id)
		g.line(2, `</Location>`)
	}
}

func (g *generator) documents(i int) {
	first, many := documentsPerTen.of(i)
	for id := first; id < first+many; id++ {
		kind := [...]int{1571, 1584, 1596, 91761}[mix(id, 6)%4]
		number := fmt.Sprintf("Z%08d", mix(id, 7)%100000000)
		if id == first && isShip(i) {
			kind, number = 1626, "IMO 0"+strconv.Itoa(990000+i%9000)
		}
		g.line(2, `<IDRegDocument ID="%d" IDRegDocTypeID="%d" IdentityID="%d" IssuedBy-CountryID="%d" ValidityID="1">`, id, kind, i+1, country(i))
		g.line(3, `<Comment />`)
		g.line(3, `<IDRegistrationNo>%s</IDRegistrationNo>`, number)
		g.line(3, `<IssuingAuthority />`)
		if id%13 == 0 {
			g.line(3, `<DocumentDate IDRegDocDateTypeID="1481">`)
			g.period(4, 2000+id%30, 1+id%12, 1+id%28, true)
			g.line(3, `</DocumentDate>`)
		}
		g.line(3, `<DocumentedNameReference DocumentedNameID="%d" />`, i+1)
		g.line(2, `</IDRegDocument>`)
	}
}

// period writes a DatePeriod: a day, or the year of it.
func (g *generator) period(depth, year, month, day int, exact bool) {
	g.line(depth, `<DatePeriod CalendarTypeID="1" YearFixed="false" MonthFixed="false" DayFixed="false">`)
	for _, side := range []string{"Start", "End"} {
		if !exact {
			month, day = 1, 1
			if side == "End" {
				month, day = 12, 31
			}
		}
		g.line(depth+1, `<%s Approximate="false" YearFixed="false" MonthFixed="false" DayFixed="false">`, side)
		for _, end := range []string{"From", "To"} {
			g.line(depth+2, `<%s>`, end)
			g.line(depth+3, `<Year>%d</Year>`, year)
			g.line(depth+3, `<Month>%d</Month>`, month)
			g.line(depth+3, `<Day>%d</Day>`, day)
			g.line(depth+2, `</%s>`, end)
		}
		g.line(depth+1, `</%s>`, side)
	}
	g.line(depth, `</DatePeriod>`)
}

func isShip(i int) bool   { return i%14 == 5 }
func isPerson(i int) bool { return !isShip(i) && i%5 < 2 }

func (g *generator) party(i int) {
	id, subtype := profile(i), 3
	switch {
	case isShip(i):
		subtype = 1
	case isPerson(i):
		subtype = 4
	}
	g.line(2, `<DistinctParty FixedRef="%d">`, id)
	g.line(3, `<Comment />`)
	g.line(3, `<Profile ID="%d" PartySubTypeID="%d">`, id, subtype)
	g.line(4, `<Identity ID="%d" FixedRef="%d" Primary="true" False="false">`, i+1, id)
	_, aliases := aliasesPerTen.of(i)
	for k := range 1 + aliases {
		g.alias(i, k)
	}
	g.line(5, `<NamePartGroups>`)
	for k := range 1 + aliases {
		for part := range nameParts(i) {
			g.line(6, `<MasterNamePartGroup>`)
			g.line(7, `<NamePartGroup ID="%d" NamePartTypeID="%d" />`, group(i, k, part), partType(i, part))
			g.line(6, `</MasterNamePartGroup>`)
		}
	}
	g.line(5, `</NamePartGroups>`)
	g.line(4, `</Identity>`)
	g.features(i)
	g.line(3, `</Profile>`)
	g.line(2, `</DistinctParty>`)
}

func nameParts(i int) int {
	if isPerson(i) {
		return 2 + i%2
	}
	return 1
}

func group(i, alias, part int) int { return i*20 + alias*3 + part }

func partType(i, part int) int {
	switch {
	case isPerson(i):
		return 1520 + part
	case isShip(i):
		return 1526
	}
	return 1525
}

func (g *generator) alias(i, k int) {
	kind, primary := 1400, "false"
	if k == 0 {
		kind, primary = 1403, "true"
	}
	g.line(5, `<Alias FixedRef="%d" AliasTypeID="%d" Primary="%s" LowQuality="%t">`, profile(i), kind, primary, k == 4)
	for script := range 1 + max(0, 1-k)*(i%8)/7 {
		g.line(6, `<DocumentedName ID="%d" FixedRef="%d" DocNameStatusID="%d">`, i*8+k+script, profile(i), 1+min(1, k+script))
		for part := range nameParts(i) {
			text, code := invented(100*i+k, 1+(part+1)%2), 215
			if script == 1 {
				text, code = "Воррик Кенн", 220
			}
			g.line(7, `<DocumentedNamePart>`)
			g.line(8, `<NamePartValue NamePartGroupID="%d" ScriptID="%d" ScriptStatusID="1" Acronym="false">%s</NamePartValue>`, group(i, k, part), code, text)
			g.line(7, `</DocumentedNamePart>`)
		}
		g.line(6, `</DocumentedName>`)
	}
	g.line(5, `</Alias>`)
}

func (g *generator) features(i int) {
	first, many := locationsPerTen.of(i)
	for id := first; id < first+many; id++ {
		g.feature(i, 25, func() { g.line(6, `<VersionLocation LocationID="%d" />`, id) })
	}
	detail := func(kind, text string) func() {
		return func() { g.line(6, `<VersionDetail DetailTypeID="%s">%s</VersionDetail>`, kind, text) }
	}
	lookup := func(ref int) func() {
		return func() { g.line(6, `<VersionDetail DetailTypeID="1431" DetailReferenceID="%d" />`, ref) }
	}
	if isPerson(i) {
		g.feature(i, 8, func() {
			g.period(6, 1940+i%60, 1+i%12, 1+i%28, i%4 > 0)
			g.line(6, `<VersionDetail DetailTypeID="1430" />`)
		})
		g.feature(i, 9, detail("1432", invented(i, 1)+", Iran"))
		g.feature(i, 224, lookup(91526+i%2))
	}
	if isShip(i) {
		g.feature(i, 2, lookup(91281))
		g.feature(i, 3, detail("1432", "Panama"))
	}
	if i%3 > 0 {
		g.feature(i, 504, lookup(92764))
	}
	if i%11 == 0 {
		g.feature(i, 14, detail("1432", fmt.Sprintf("www.zz%d.example", i)))
	}
	if i%97 == 0 {
		g.feature(i, 344, detail("1432", fmt.Sprintf("ZZ%030d", i)))
	}
}

func (g *generator) feature(i, kind int, version func()) {
	g.line(4, `<Feature ID="%d" FeatureTypeID="%d">`, i*40+kind, kind)
	g.line(5, `<FeatureVersion ID="%d" ReliabilityID="1">`, i*50+kind)
	g.line(6, `<Comment />`)
	version()
	g.line(5, `</FeatureVersion>`)
	g.line(5, `<IdentityReference IdentityID="%d" IdentityFeatureLinkTypeID="1" />`, i+1)
	g.line(4, `</Feature>`)
}

func (g *generator) relation(i int) {
	first, many := relationsPerTen.of(i)
	for id := first; id < first+many; id++ {
		kind := [...]int{15003, 15001, 15003, 91725}[id%4]
		g.line(2, `<ProfileRelationship ID="%d" From-ProfileID="%d" To-ProfileID="%d" RelationTypeID="%d" RelationQualityID="1" Former="false" SanctionsEntryID="%d">`,
			id, profile(i), profile(mix(id, 9)%g.parties), kind, profile(i))
		g.line(3, `<Comment />`)
		g.line(2, `</ProfileRelationship>`)
	}
}

func (g *generator) entry(i int) {
	id := profile(i)
	g.line(2, `<SanctionsEntry ID="%d" ProfileID="%d" ListID="1550">`, id, id)
	g.line(3, `<EntryEvent ID="%d" EntryEventTypeID="1" LegalBasisID="92049">`, id)
	g.line(4, `<Comment />`)
	g.line(4, `<Date CalendarTypeID="1">`)
	g.line(5, `<Year>%d</Year>`, 2000+i%26)
	g.line(5, `<Month>%d</Month>`, 1+i%12)
	g.line(5, `<Day>%d</Day>`, 1+i%28)
	g.line(4, `</Date>`)
	g.line(3, `</EntryEvent>`)
	for k, comment := range []string{"<Comment />", "<Comment>RUSSIA-EO14024</Comment>"} {
		g.line(3, `<SanctionsMeasure ID="%d" SanctionsTypeID="%d">`, 2*i+k, [...]int{1705, 1}[k])
		g.line(4, "%s", comment)
		g.line(4, `<DatePeriod CalendarTypeID="1" YearFixed="true" MonthFixed="true" DayFixed="true" />`)
		g.line(3, `</SanctionsMeasure>`)
	}
	g.line(2, `</SanctionsEntry>`)
}
