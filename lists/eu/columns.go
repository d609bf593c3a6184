package eu

import (
	"slices"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/table"
)

// columns is how one CSV format is read: what becomes of a row, and the
// columns that are asked for or knowingly passed over.
type columns struct {
	read  func(p *csvReader, row *table.Row)
	names []string
	// passed are endings of columns that say by which act and in which language
	// a detail is kept.
	passed []string
}

func (c columns) has(name string) bool {
	return slices.Contains(c.names, name) || slices.ContainsFunc(c.passed, func(end string) bool { return strings.HasSuffix(name, end) })
}

var columns11 = columns{
	read: read11,
	names: strings.Fields(`Entity_LogicalId Entity_EU_ReferenceNumber Entity_UnitedNationId Entity_UN_ReferenceNumber
		Entity_DesignationDate Entity_DesignationDetails Entity_DelistingDate Entity_Remark Entity_SubjectType
		Entity_SubjectType_ClassificationCode Entity_Regulation_PublicationDate Entity_Regulation_EntryIntoForceDate
		Entity_Regulation_NumberTitle Entity_Regulation_Programme Entity_Regulation_PublicationUrl
		NameAlias_LastName NameAlias_FirstName NameAlias_MiddleName NameAlias_WholeName NameAlias_NameLanguage NameAlias_Gender
		NameAlias_Title NameAlias_Function NameAlias_LogicalId NameAlias_Remark NameAlias_Strong
		Address_City Address_Street Address_PoBox Address_ZipCode Address_Region Address_Place Address_AsAtListingTime
		Address_ContactInfo Address_CountryIso2Code Address_CountryDescription Address_LogicalId Address_Remark
		BirthDate_BirthDate BirthDate_Day BirthDate_Month BirthDate_Year BirthDate_YearRangeFrom BirthDate_YearRangeTo
		BirthDate_Circa BirthDate_CalendarType BirthDate_ZipCode BirthDate_Region BirthDate_Place BirthDate_City
		BirthDate_CountryIso2Code BirthDate_CountryDescription BirthDate_LogicalId BirthDate_Remark
		Identification_Number Identification_Diplomatic Identification_KnownExpired Identification_KnownFalse
		Identification_ReportedLost Identification_RevokedByIssuer Identification_IssuedBy Identification_IssuedDate
		Identification_ValidFrom Identification_ValidTo Identification_LatinNumber Identification_NameOnDocument
		Identification_TypeCode Identification_TypeDescription Identification_Region Identification_CountryIso2Code
		Identification_CountryDescription Identification_LogicalId Identification_Remark
		Citizenship_Region Citizenship_CountryIso2Code Citizenship_CountryDescription Citizenship_LogicalId Citizenship_Remark`),
	passed: []string{
		"_RegulationLanguage", "_Regulation_Type", "_Regulation_OrganisationType", "_Regulation_PublicationDate",
		"_Regulation_EntryIntoForceDate", "_Regulation_NumberTitle", "_Regulation_Programme", "_Regulation_PublicationUrl",
	},
}

// group reads the columns that begin alike, by the rest of their names.
type group struct {
	row    *table.Row
	prefix string
	index  map[string]int
}

// groups finds the columns once, so that no row has to put their names together.
func (c columns) groups(names []string) map[string]map[string]int {
	out := map[string]map[string]int{}
	for i, name := range names {
		prefix, rest, _ := strings.Cut(name, "_")
		if out[prefix] == nil {
			out[prefix] = map[string]int{}
		}
		if _, twice := out[prefix][rest]; !twice {
			out[prefix][rest] = i
		}
	}
	return out
}

func (p *csvReader) group(row *table.Row, prefix string) group {
	return group{row, prefix, p.groups[prefix]}
}

func (g group) at(name string) lists.Value {
	if i, ok := g.index[name]; ok {
		return g.row.At(i)
	}
	return lists.Value{}
}

func (g group) cell(name string) string {
	if i, ok := g.index[name]; ok {
		return g.row.Cell(i)
	}
	return ""
}

// says reports whether any of the columns says something.
func (g group) says(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return g.cell(n) != "" })
}

func read11(p *csvReader, row *table.Row) {
	x, e := &p.x, p.group(row, "Entity")
	if p.first("entity", x.logicalID, row) {
		x.unitedID, x.details = e.at("UnitedNationId"), e.at("DesignationDetails")
		if x.unitedID.Empty() {
			x.unitedID = e.at("UN_ReferenceNumber")
		}
		x.designated, x.delisted = e.at("DesignationDate"), e.at("DelistingDate")
		// Files have been seen with the letter in the one column and with it in
		// the other.
		x.code, x.class = e.at("SubjectType"), e.at("SubjectType_ClassificationCode")
		if len(x.code.Text) == 1 {
			x.code, x.class = x.class, x.code
		}
	}
	if p.changed(0, e.cell("Remark"), "") {
		x.remarks = lines(e.at("Remark"), x.remarks)
	}
	if p.changed(1, e.cell("Regulation_Programme"), e.cell("Regulation_NumberTitle")) {
		x.act(act{
			programme: e.at("Regulation_Programme"), title: e.at("Regulation_NumberTitle"), published: e.at("Regulation_PublicationDate"),
			inForce: e.at("Regulation_EntryIntoForceDate"), url: e.at("Regulation_PublicationUrl"),
		})
	}
	p.name11(p.group(row, "NameAlias"))
	p.birth11(p.group(row, "BirthDate"))
	p.address11(p.group(row, "Address"))
	p.number11(p.group(row, "Identification"))
	c := p.group(row, "Citizenship")
	if c.says("CountryIso2Code", "CountryDescription", "Region", "Remark") && p.detail(c, "LogicalId", "Regulation_PublicationDate") {
		x.citizens = append(x.citizens, citizen{
			country: c.at("CountryIso2Code"), countryName: c.at("CountryDescription"), region: c.at("Region"), remarks: lines(c.at("Remark"), nil),
		})
	}
}

// changed reports whether cells that all rows of an entry repeat differ from
// those of the row before.
func (p *csvReader) changed(which int, a, b string) bool {
	now := [2]string{a, b}
	if p.rows > 1 && p.last[which] == now {
		return false
	}
	p.last[which] = now
	return true
}

// act adds an act, once.
func (x *entry) act(a act) {
	for _, have := range x.acts {
		if have.title.Text == a.title.Text && have.programme.Text == a.programme.Text {
			return
		}
	}
	x.acts = append(x.acts, a)
}

// detail reports whether the detail is a new one, and takes note of its act.
func (p *csvReader) detail(g group, id, day string) bool {
	if !p.first(g.prefix, g.at(id), g.row) {
		return false
	}
	published := g.at(day)
	p.x.seen(published.Text, func() lists.Value { return published })
	return true
}

func (p *csvReader) name11(g group) {
	if !g.says("WholeName", "LastName", "FirstName") || !p.detail(g, "LogicalId", "Regulation_PublicationDate") {
		return
	}
	p.addName(alias{
		whole: g.at("WholeName"), first: g.at("FirstName"), middle: g.at("MiddleName"), last: g.at("LastName"), title: g.at("Title"),
		function: g.at("Function"), gender: g.at("Gender"), tongue: g.at("NameLanguage"),
		strong: strings.ToLower(g.at("Strong").Text), remarks: lines(g.at("Remark"), nil),
	})
}

// addName adds a name, and marks one whose letters became question marks.
func (p *csvReader) addName(a alias) {
	a.mend()
	if p.lossy && strings.Contains(a.whole.Text, "?") {
		a.damaged = true
		p.m.Warn(a.whole.Place, "name in which question marks stand for lost letters, kept in notes")
	}
	p.x.names = append(p.x.names, a)
}

func (p *csvReader) birth11(g group) {
	if !g.says("BirthDate", "Year", "YearRangeFrom", "YearRangeTo", "City", "Place", "Region", "CountryIso2Code", "Remark") ||
		!p.detail(g, "LogicalId", "Regulation_PublicationDate") {
		return
	}
	p.x.births = append(p.x.births, birth{
		date: g.at("BirthDate"), year: g.at("Year"), month: g.at("Month"), day: g.at("Day"), from: g.at("YearRangeFrom"), to: g.at("YearRangeTo"),
		calendar: g.at("CalendarType"), circa: isTrue(g.at("Circa").Text), city: g.at("City"), place: g.at("Place"), region: g.at("Region"),
		zip: g.at("ZipCode"), country: g.at("CountryIso2Code"), countryName: g.at("CountryDescription"), remarks: lines(g.at("Remark"), nil),
	})
}

func (p *csvReader) address11(g group) {
	if !g.says("City", "Street", "PoBox", "ZipCode", "Region", "Place", "ContactInfo", "CountryIso2Code", "CountryDescription", "Remark") ||
		!p.detail(g, "LogicalId", "Regulation_PublicationDate") {
		return
	}
	info := g.at("ContactInfo")
	contacts, rest := packed(info)
	p.x.addresses = append(p.x.addresses, address{
		street: g.at("Street"), poBox: g.at("PoBox"), city: g.at("City"), zip: g.at("ZipCode"), region: g.at("Region"), place: g.at("Place"),
		country: g.at("CountryIso2Code"), countryName: g.at("CountryDescription"), atListing: g.at("AsAtListingTime"),
		contacts: contacts, remarks: lines(rest, lines(g.at("Remark"), nil)),
	})
}

func (p *csvReader) number11(g group) {
	if !g.says("Number", "LatinNumber", "TypeCode", "Remark") || !p.detail(g, "LogicalId", "Regulation_PublicationDate") {
		return
	}
	n := number{
		code: g.at("TypeCode"), kind: g.at("TypeDescription"), number: g.at("Number"), latin: g.at("LatinNumber"),
		country: g.at("CountryIso2Code"), countryName: g.at("CountryDescription"), region: g.at("Region"), issuedBy: g.at("IssuedBy"),
		issued: g.at("IssuedDate"), validFrom: g.at("ValidFrom"), validTo: g.at("ValidTo"), nameOn: g.at("NameOnDocument"),
		diplomatic: isTrue(g.at("Diplomatic").Text), remarks: lines(g.at("Remark"), nil),
	}
	for _, flag := range known {
		if v := g.at(strings.ToUpper(flag.attr[:1]) + flag.attr[1:]); isTrue(v.Text) {
			n.flags = append(n.flags, v.With(flag.words))
		}
	}
	p.x.numbers = append(p.x.numbers, n)
}

var columns10 = columns{
	read: read10,
	names: strings.Fields(`Entity_logical_id Subject_type Leba_numtitle Leba_publication_date Leba_url Programme Entity_remark EU_ref_num
		Naal_logical_id Naal_lastname Naal_firstname Naal_middlename Naal_wholename Naal_gender Naal_title Naal_function Naal_language
		Addr_logical_id Addr_number Addr_street Addr_zipcode Addr_city Addr_country Addr_other
		Birt_logical_id Birt_date Birt_place Birt_country Iden_logical_id Iden_number Iden_country Citi_logical_id Citi_country`),
	passed: []string{"_leba_numtitle", "_leba_publication_date", "_leba_url", "_programme"},
}

func read10(p *csvReader, row *table.Row) {
	x := &p.x
	if p.first("entity", x.logicalID, row) {
		x.class = row.Value("Subject_type")
	}
	if e := p.group(row, "Entity"); p.changed(0, e.cell("remark"), "") {
		x.remarks = lines(e.at("remark"), x.remarks)
	}
	if a := p.group(row, "Leba"); p.changed(1, p.group(row, "Programme").cell(""), a.cell("numtitle")) {
		x.act(act{programme: row.Value("Programme"), title: a.at("numtitle"), published: a.at("publication_date"), url: a.at("url")})
	}
	const id, day = "logical_id", "leba_publication_date"
	if g := p.group(row, "Naal"); g.says("wholename", "lastname", "firstname") && p.detail(g, id, day) {
		p.addName(alias{
			whole: g.at("wholename"), first: g.at("firstname"), middle: g.at("middlename"), last: g.at("lastname"), title: g.at("title"),
			function: g.at("function"), gender: g.at("gender"), tongue: g.at("language"),
		})
	}
	if g := p.group(row, "Addr"); g.says("number", "street", "zipcode", "city", "country", "other") && p.detail(g, id, day) {
		x.addresses = append(x.addresses, addressOld(g.at("number"), g.at("street"), g.at("zipcode"), g.at("city"), g.at("country"), g.at("other")))
	}
	if g := p.group(row, "Birt"); g.says("date", "place", "country") && p.detail(g, id, day) {
		x.births = append(x.births, birthOld(g.at("date"), g.at("place"), g.at("country")))
	}
	if g := p.group(row, "Iden"); g.says("number") && p.detail(g, id, day) {
		x.numbers = append(x.numbers, numberOld(g.at("number"), g.at("country")))
	}
	if g := p.group(row, "Citi"); g.says("country") && p.detail(g, id, day) {
		x.citizens = append(x.citizens, citizen{country: g.at("country")})
	}
}
