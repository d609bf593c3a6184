package uk

import (
	"context"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// slashed is how the list writes days.
const slashed = "02/01/2006"

// maxElements is more than any designation has; one beyond it is refused
// before it can fill the memory.
const maxElements = 5000

// Parse reads the XML to its end, one designation in memory at a time.
func Parse(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	m := newMaker(ctx, in, emit, FCDO, office)
	doc := markup.New(ctx, in.Files[0])
	if _, err := doc.Root("Designations"); err != nil {
		return nil, err
	}
	err := doc.Each(func(n *markup.Node) error {
		name := n.Name
		if name != "DateGenerated" && name != "Designation" {
			m.Warn(n.Place(), "unknown element %s left out", name)
			return nil
		}
		node, err := doc.Tree()
		if err != nil {
			return err
		}
		if name == "DateGenerated" {
			if !m.publishedOn(node.Text(), slashed) {
				return doc.Fail(node, "%q is no day like 26/03/2026: the day of publication is unknown", node.Text())
			}
			return nil
		}
		return m.designation(doc, node)
	})
	if err != nil {
		return nil, err
	}
	if err := doc.End(); err != nil {
		return nil, err
	}
	switch {
	case m.entries() == 0:
		return nil, doc.FailHere("the list has no designations")
	case m.Published.IsZero():
		return nil, doc.FailHere("the list has no DateGenerated: the day of publication is unknown")
	}
	if err := m.emitLinks(); err != nil {
		return nil, err
	}
	return m.Done()
}

// designation makes the entities of one Designation.
func (m *maker) designation(doc *markup.Document, n *markup.Node) error {
	if elements(n) > maxElements {
		return doc.Fail(n, "one designation has more than %d elements", maxElements)
	}
	id := n.At("UniqueID")
	if id.Empty() {
		return doc.Fail(n, "a designation without a UniqueID: nothing tells it from others")
	}
	l := listing{
		updated: n.At("LastUpdated"), designated: n.At("DateDesignated"), id: id, group: n.At("OFSIGroupID"), unRef: n.At("UNReferenceNumber"),
		regime: n.At("RegimeName"), source: n.At("DesignationSource"), imposed: n.At("SanctionsImposed"),
		other: n.At("OtherInformation"), reasons: n.At("UKStatementofReasons"),
	}
	p := m.party(id.Text, l.group.Text, n.One("IndividualEntityShip").Text(), n.Here())
	p.names(n)
	for d := range n.In("EntityDetails", "Entity") {
		p.entityDetails(d)
	}
	p.listing(l)
	for i := range n.One("SanctionsImposedIndicators").Children() {
		i.Use()
		if i.Text() == "true" {
			p.measure(i.Name, l.imposed.Text, i.Value())
		}
	}
	for d := range n.In("IndividualDetails", "Individual") {
		p.individualDetails(d)
	}
	for d := range n.In("ShipDetails", "Ship") {
		p.shipDetails(d)
	}
	p.contacts(n)
	n.Unknown(m.Reading)
	if !p.named() {
		return doc.Fail(n, "a designation without a name")
	}
	return p.done()
}

// elements counts what is inside an element.
func elements(n *markup.Node) int {
	count := 0
	for c := range n.Children() {
		count += 1 + elements(c)
	}
	return count
}

func (p *party) names(n *markup.Node) {
	for c := range n.In("Names", "Name") {
		parts := []lists.Value{c.At("Name1"), c.At("Name2"), c.At("Name3"), c.At("Name4"), c.At("Name5"), c.At("Name6")}
		p.name(parts, c.At("NameType"), c.At("AliasStrength"))
	}
	for c := range n.In("NonLatinNames", "NonLatinName") {
		p.nonLatin(c.At("NameNonLatinScript"), c.At("NonLatinScriptType"), c.At("NonLatinScriptLanguage"))
	}
	for c := range n.In("Titles", "Title") {
		p.tell("title", c.Value())
	}
}

func (p *party) contacts(n *markup.Node) {
	for c := range n.In("Addresses", "Address") {
		lines := []lists.Value{
			c.At("AddressLine1"), c.At("AddressLine2"), c.At("AddressLine3"), c.At("AddressLine4"), c.At("AddressLine5"), c.At("AddressLine6"),
		}
		p.address(lines, c.At("AddressPostalCode"), c.At("AddressCountry"))
	}
	each(n, "PhoneNumbers", "PhoneNumber", p.phone)
	each(n, "EmailAddresses", "EmailAddress", func(v lists.Value) { p.tell("email", v) })
	each(n, "Websites", "Website", func(v lists.Value) { p.tell("website", v) })
}

// each calls fn with what the elements of a group say.
func each(n *markup.Node, group, name string, fn func(lists.Value)) {
	for c := range n.In(group, name) {
		if v := c.Value(); !v.Empty() {
			fn(v)
		}
	}
}

func (p *party) individualDetails(n *markup.Node) {
	each(n, "DOBs", "DOB", func(v lists.Value) { p.birthDate(v, false) })
	for c := range n.In("PassportDetails", "Passport") {
		p.document("Passport", c.At("PassportNumber"), c.At("PassportAdditionalInformation"))
	}
	for c := range n.In("NationalIdentifierDetails", "NationalIdentifier") {
		p.document("National identifier", c.At("NationalIdentifierNumber"), c.At("NationalIdentifierAdditionalInformation"))
	}
	each(n, "Nationalities", "Nationality", p.nationality)
	each(n, "Positions", "Position", func(v lists.Value) { p.tell("position", v) })
	each(n, "Genders", "Gender", p.gender)
	for c := range n.In("BirthDetails", "Location") {
		p.birthPlace(c.At("TownOfBirth"), c.At("CountryOfBirth"))
	}
}

func (p *party) entityDetails(n *markup.Node) {
	each(n, "TypeOfEntities", "TypeOfEntity", p.entityType)
	each(n, "ParentCompanies", "ParentCompany", p.parent)
	each(n, "Subsidiaries", "Subsidiary", p.subsidiary)
	each(n, "BusinessRegistrationNumbers", "BusinessRegistrationNumber", p.registration)
}

func (p *party) shipDetails(n *markup.Node) {
	each(n, "IMONumbers", "IMONumber", p.imo)
	each(n, "CurrentOwnerOperators", "CurrentOwnerOperator", func(v lists.Value) { p.owner(v, false) })
	each(n, "PreviousOwnerOperators", "PreviousOwnerOperator", func(v lists.Value) { p.owner(v, true) })
	each(n, "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip", func(v lists.Value) { p.flag(v, false) })
	each(n, "PreviousFlags", "PreviousFlag", func(v lists.Value) { p.flag(v, true) })
	each(n, "TypeOfShipDetails", "TypeOfShip", func(v lists.Value) { p.tell("type", v) })
	each(n, "TonnageOfShipDetails", "TonnageOfShip", func(v lists.Value) { p.tell("tonnage", v) })
	each(n, "LengthOfShipDetails", "LengthOfShip", func(v lists.Value) { p.note("Length", v) })
	each(n, "YearsBuilt", "YearBuilt", p.built)
	each(n, "HullIdentificationNumbers", "HullIdentificationNumber", func(v lists.Value) { p.note("Hull identification number", v) })
}
