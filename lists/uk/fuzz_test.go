package uk

import (
	"fmt"
	"strings"
	"testing"

	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

// FuzzParse: whatever the bytes, each format gives either a ParseError or a
// list in which every entity is valid and every id is used once.
func FuzzParse(f *testing.F) {
	for i, name := range []string{"traps.xml", "traps.csv", "conlist-2016.csv"} {
		good := listtest.Fixture(f, name)
		f.Add(byte(i), good)
		f.Add(byte(i), good[:len(good)/3])
	}
	f.Add(byte(2), listtest.Fixture(f, "conlist-2022.csv"))
	f.Add(byte(0), []byte(frame(`<Designation><UniqueID>A</UniqueID><Names><Name><Name6>IMO 0990011 (A)</Name6></Name></Names><IndividualEntityShip>Ship</IndividualEntityShip><OtherInformation>Listed as asset of B - OFSI ID: 1</OtherInformation><ShipDetails><Ship><CurrentOwnerOperators><CurrentOwnerOperator>A</CurrentOwnerOperator></CurrentOwnerOperators></Ship></ShipDetails></Designation><Designation><UniqueID>A-link-current-owner-or-operator-A</UniqueID><OFSIGroupID>1</OFSIGroupID><Names><Name><Name6>B</Name6></Name></Names></Designation>`)))
	f.Add(byte(1), []byte("Report Date: 24-Mar-2026\nUnique ID,Name 6,Designation Type,Passport number,IMO number\nA,B,Ship,1,2\nB,C,Entity,1,3\nA,D,Individual,\"(1)\",4\n"))
	f.Add(byte(2), []byte("Last Updated,11/01/2016\nName 6,Group Type,Group ID,Other Information,Passport Details,NI Number\nA,Ship,1,(IMO number):1 (Gender):x (Business Reg No):INN: 1234567OGRN: 1,\"(1) 1 (2)-(9) 2\",(1) to\n\xe9,Entity,1,,passport no. 1 passport no. 2,\n"))
	formats := Authority().Formats
	f.Fuzz(func(t *testing.T, which byte, data []byte) {
		format := formats[int(which)%len(formats)]
		format.Sniff("f", data[:min(len(data), lists.HeadSize)])
		listtest.Fuzz(t, format, "f", data)
	})
}

func frame(designations string) string {
	return `<Designations><DateGenerated>26/03/2026</DateGenerated>` + designations + `</Designations>`
}

// generated makes a list of n persons of the usual length.
func generated(n int) []byte {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `
  <Designation>
    <LastUpdated>09/04/2025</LastUpdated>
    <DateDesignated>31/12/2020</DateDesignated>
    <UniqueID>ZZD%d</UniqueID>
    <OFSIGroupID>9%d</OFSIGroupID>
    <Names>`, i, i)
		for _, kind := range []string{"Primary Name", "Primary Name Variation", "Alias"} {
			fmt.Fprintf(&b, `
      <Name>
        <Name1>Thessaly</Name1>
        <Name2>%s</Name2>
        <Name6>VORRICK %d</Name6>
        <NameType>%s</NameType>
      </Name>`, kind, i, kind)
		}
		fmt.Fprintf(&b, `
    </Names>
    <RegimeName>The Larkmere (Sanctions) (EU Exit) Regulations 2031</RegimeName>
    <IndividualEntityShip>Individual</IndividualEntityShip>
    <DesignationSource>UK</DesignationSource>
    <SanctionsImposed>Asset freeze|Travel Ban|Trust Services Sanctions|Director Disqualification Sanction</SanctionsImposed>
    <SanctionsImposedIndicators>
      <AssetFreeze>true</AssetFreeze>
      <ArmsEmbargo>false</ArmsEmbargo>
      <TargetedArmsEmbargo>false</TargetedArmsEmbargo>
      <CharteringOfShips>false</CharteringOfShips>
      <ClosureOfRepresentativeOffices>false</ClosureOfRepresentativeOffices>
      <CrewServicingOfShipsAndAircraft>false</CrewServicingOfShipsAndAircraft>
      <Deflag>false</Deflag>
      <PreventionOfBusinessArrangements>false</PreventionOfBusinessArrangements>
      <ProhibitionOfPortEntry>false</ProhibitionOfPortEntry>
      <TravelBan>true</TravelBan>
      <PreventionOfCharteringOfShips>false</PreventionOfCharteringOfShips>
      <PreventionOfCharteringOfShipsAndAircraft>false</PreventionOfCharteringOfShipsAndAircraft>
      <TechnicalAssistanceRelatedToAircraft>false</TechnicalAssistanceRelatedToAircraft>
      <TrustServicesSanctions>true</TrustServicesSanctions>
      <DirectorDisqualificationSanction>true</DirectorDisqualificationSanction>
    </SanctionsImposedIndicators>
    <OtherInformation>%s</OtherInformation>
    <UKStatementofReasons>
%s
</UKStatementofReasons>
    <Addresses>
      <Address>
        <AddressLine1>%d Drift Lane</AddressLine1>
        <AddressLine6>Ardle</AddressLine6>
        <AddressCountry>Russia</AddressCountry>
      </Address>
    </Addresses>
    <IndividualDetails>
      <Individual>
        <DOBs>
          <DOB>17/03/1938</DOB>
        </DOBs>
        <PassportDetails>
          <Passport>
            <PassportNumber>DEMO%d</PassportNumber>
            <PassportAdditionalInformation>Russia</PassportAdditionalInformation>
          </Passport>
        </PassportDetails>
        <Nationalities>
          <Nationality>Russia</Nationality>
        </Nationalities>
      </Individual>
    </IndividualDetails>
  </Designation>`, strings.Repeat("Collects lamps. ", 12), strings.Repeat("Warden of the lamps of Larkmere. ", 15), i, i)
	}
	return []byte(frame(b.String()))
}

// rows makes the ConList of n persons with three rows each, far apart.
func rows(n int) []byte {
	var b strings.Builder
	b.WriteString("Last Updated,11/01/2016\nName 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,Passport Details,NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID\n")
	for k, kind := range []string{"AKA", "Prime Alias", "AKA"} {
		for i := range n {
			fmt.Fprintf(&b, "VORRICK,Thessaly %d,O'Rell,,,,,00/00/1961,(1) Ardle (2) Loom,Tunisia,Tunisian,G%07d (Tunisian). Issued on 4 August 1987. Expired on 9 July 1993,,Warden,%d Drift Lane,,,,,Ardle,,Tunisia,\"%s\",Individual,%s,Al-Qaida,23/09/2003,17/11/2014,9%d\n",
				k, i, i, strings.Repeat("Collects lamps, and wicks. ", 10), kind, i)
		}
	}
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	b.Run("XML", func(b *testing.B) { listtest.Bench(b, Authority().Formats[0], generated(1500)) })
	b.Run("ConList", func(b *testing.B) { listtest.Bench(b, Authority().Formats[2], rows(3000)) })
}
