package eu

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
	for i, name := range []string{"traps.xml", "traps-1.1.csv", "old.xml"} {
		good := listtest.Fixture(f, name)
		f.Add(byte(i), good)
		f.Add(byte(i), good[:len(good)/3])
	}
	f.Add(byte(1), listtest.Fixture(f, "traps-1.0.csv"))
	f.Add(byte(1), []byte(`"Date_file;Entity_logical_id;Naal_wholename`+"\t\"\n\"04/07/2018;1;\xe9\"\n"))
	f.Add(byte(1), []byte("fileGenerationDate;Entity_LogicalId;NameAlias_WholeName\n01/03/2026;1;A\n01/03/2026;2;B\n01/03/2026;1;C\n01/03/2026;2-sanction;D\n"))
	f.Add(byte(0), []byte(frame(`<sanctionEntity logicalId="1" euReferenceNumber="A"><nameAlias wholeName="A"/><identification number="(1)" identificationTypeCode="id"/><identification number="1" identificationTypeCode="id"/></sanctionEntity><sanctionEntity logicalId="1" euReferenceNumber="A"><nameAlias wholeName="(a) (b) "/></sanctionEntity>`)))
	f.Add(byte(2), []byte(`<WHOLE Date="11/02/2016"><ENTITY Id="1-id-1"><NAME><WHOLENAME>A</WHOLENAME></NAME><ADDRESS><OTHER>X[]Y[1]</OTHER></ADDRESS><PASSPORT><NUMBER>1 (a-b) (</NUMBER></PASSPORT></ENTITY></WHOLE>`))
	formats := Authority().Formats
	f.Fuzz(func(t *testing.T, which byte, data []byte) {
		format := formats[int(which)%len(formats)]
		format.Sniff("f", data[:min(len(data), lists.HeadSize)])
		listtest.Fuzz(t, format, "f", data)
	})
}

func frame(entries string) string {
	return `<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-03-01T08:25:35Z" globalFileId="1">` + entries + `</export>`
}

// generated makes a list of n persons of the usual length.
func generated(n int) []byte {
	var b strings.Builder
	const act = `<regulationSummary regulationType="amendment" publicationDate="2022-02-23" numberTitle="2022/9999 (OJ L9999)" publicationUrl="https://example.org/legal-content/EN/TXT/PDF/?uri=CELEX:99999R9999&amp;from=EN"/>`
	for i := range n {
		fmt.Fprintf(&b, `
    <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.%d.%d" logicalId="%d">
        <regulation regulationType="amendment" organisationType="council" publicationDate="2022-02-23" entryIntoForceDate="2022-02-23" numberTitle="2022/9999 (OJ L9999)" programme="UKR" logicalId="137000">
            <publicationUrl>https://example.org/legal-content/EN/TXT/PDF/?uri=CELEX:99999R9999</publicationUrl>
        </regulation>
        <subjectType code="person" classificationCode="P"/>`, i, i%100, i)
		for k, name := range []string{"Thessaly Vorrick", "Thessali Vorrik", "Тессали Воррик", "Tesali Vorik", "THESSALY VORRICK"} {
			fmt.Fprintf(&b, `
        <nameAlias firstName="" middleName="" lastName="" wholeName="%s %d" function="Clerk of the Tallow Bureau" gender="F" title="" nameLanguage="EN" strong="true" regulationLanguage="en" logicalId="%d">
            %s
        </nameAlias>`, name, i, 10*i+k, act)
		}
		fmt.Fprintf(&b, `
        <citizenship region="" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" regulationLanguage="en" logicalId="%d">
            %s
        </citizenship>
        <birthdate circa="false" calendarType="GREGORIAN" city="Ardle" zipCode="" birthdate="1961-11-09" dayOfMonth="9" monthOfYear="11" year="1961" region="" place="" countryIso2Code="00" countryDescription="UNKNOWN" regulationLanguage="en" logicalId="%d">
            %s
        </birthdate>
        <identification diplomatic="false" knownExpired="false" knownFalse="false" reportedLost="false" revokedByIssuer="false" issuedBy="" latinNumber="" nameOnDocument="" number="DEMO%d" region="" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" identificationTypeCode="passport" identificationTypeDescription="National passport" regulationLanguage="en" logicalId="%d">
            %s
        </identification>
    </sanctionEntity>`, i, act, i, act, i, i, act)
	}
	return []byte(frame(b.String()))
}

func BenchmarkParse(b *testing.B) {
	data := generated(1500)
	b.Run("XML", func(b *testing.B) { listtest.Bench(b, Authority().Formats[0], data) })
	table := string(listtest.Fixture(b, "traps-1.1.csv"))
	table = strings.ReplaceAll(table, "http://example.org/1", "https://example.org/legal-content/EN/TXT/PDF/?uri=CELEX:99999R9999&qid=1742218670627&from=EN")
	rows := strings.SplitAfter(table, "\n")
	var csv strings.Builder
	csv.WriteString(rows[0])
	for i := range 3000 {
		for _, row := range rows[1 : len(rows)-1] {
			csv.WriteString(strings.ReplaceAll(strings.ReplaceAll(row, "90000", fmt.Sprintf("%d0", 10000+i)), "9000", fmt.Sprintf("%d", 10000+i)))
		}
	}
	b.Run("CSV", func(b *testing.B) { listtest.Bench(b, Authority().Formats[1], []byte(csv.String())) })
}
