package ofac

import (
	"fmt"
	"strings"
	"testing"

	"plimsoll/lists/listtest"
)

func FuzzParseLegacy(f *testing.F) {
	good := listtest.Fixture(f, "legacy.xml")
	f.Add(good)
	f.Add(good[:len(good)/3])
	f.Add([]byte(""))
	f.Add([]byte("<!DOCTYPE html><html></html>"))
	f.Add([]byte(legacyFrame(1, "<sdnEntry><uid>1</uid><firstName>A</firstName><remarks>; a.k.a. '; alt. ; Passport (; (Linked To: )</remarks></sdnEntry>")))
	f.Add([]byte(legacyFrame(2, strings.Repeat("<sdnEntry><uid>1</uid><lastName>sanction</lastName><sdnType>Vessel</sdnType><idList><id><idType>Passport</idType><idNumber>IMO 1</idNumber></id></idList></sdnEntry>", 2))))
	f.Fuzz(func(t *testing.T, data []byte) { listtest.Fuzz(t, legacyFormat(), "f", data) })
}

func legacyFrame(count int, entries string) string {
	return fmt.Sprintf(`<sdnList><publshInformation><Publish_Date>01/02/2026</Publish_Date><Record_Count>%d</Record_Count></publshInformation>%s</sdnList>`, count, entries)
}

// generatedLegacy makes a list of n entries of the usual length.
func generatedLegacy(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `
  <sdnEntry>
    <uid>%d</uid>
    <firstName>Thessaly %d</firstName>
    <lastName>VORRICK</lastName>
    <title>Harbour master of an invented port</title>
    <sdnType>Individual</sdnType>
    <remarks>(Linked To: OSTRELLAN LAMPLIGHT BUNKERING)</remarks>
    <programList>
      <program>NPWMD</program>
      <program>DPRK2</program>
    </programList>
    <idList>
      <id>
        <uid>%d</uid>
        <idType>Gender</idType>
        <idNumber>Female</idNumber>
      </id>
      <id>
        <uid>%d</uid>
        <idType>Passport</idType>
        <idNumber>DEMO%06d</idNumber>
        <idCountry>Korea, North</idCountry>
      </id>
      <id>
        <uid>%d</uid>
        <idType>Secondary sanctions risk:</idType>
        <idNumber>section 9(z) of an invented order, as amended by another</idNumber>
      </id>
    </idList>
    <akaList>
      <aka>
        <uid>%d</uid>
        <type>a.k.a.</type>
        <category>strong</category>
        <lastName>VORRIK</lastName>
        <firstName>Tessaly</firstName>
      </aka>
      <aka>
        <uid>%d</uid>
        <type>a.k.a.</type>
        <category>weak</category>
        <lastName>THE LAMPLIGHTER</lastName>
      </aka>
    </akaList>
    <addressList>
      <address>
        <uid>%d</uid>
        <address1>3 Drift Lane</address1>
        <city>Pyongyang</city>
        <country>Korea, North</country>
      </address>
    </addressList>
    <dateOfBirthList>
      <dateOfBirthItem>
        <uid>%d</uid>
        <dateOfBirth>03 Feb 1961</dateOfBirth>
        <mainEntry>true</mainEntry>
      </dateOfBirthItem>
    </dateOfBirthList>
    <placeOfBirthList>
      <placeOfBirthItem>
        <uid>%d</uid>
        <placeOfBirth>Ardle, Korea, North</placeOfBirth>
        <mainEntry>true</mainEntry>
      </placeOfBirthItem>
    </placeOfBirthList>
  </sdnEntry>`, i+1, i, i, i, i, i, i, i, i, i, i)
	}
	return legacyFrame(n, b.String())
}

func BenchmarkParseLegacy(b *testing.B) {
	listtest.Bench(b, legacyFormat(), []byte(generatedLegacy(2000)))
}
