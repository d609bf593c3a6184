package bis

import (
	"fmt"
	"strings"
	"testing"

	"plimsoll/lists/listtest"
)

// FuzzParse: whatever the bytes and the format, either a ParseError or entities
// that are all valid and have ids of their own.
func FuzzParse(f *testing.F) {
	formats := Authority().Formats
	for name := range fixtures() {
		for i := range formats {
			f.Add(byte(i), listtest.Fixture(f, name))
		}
	}
	f.Add(byte(1), []byte("source,entity_number,name,alt_names,addresses,ids,type\nSDN,1,A,;;,;TR;,\"Passport, 1, KP;x;Vessel Registration Identification, IMO 1\",Vessel\nSDN,1,A,,,,\n"))
	f.Add(byte(2), []byte(`{"results":[{"name":"A","ids":["Passport"],"addresses":"TR","alt_names":"a; b"},{"name":["A",null],"ids":[{"type":"SSN","number":"1"}]}]}`))
	f.Fuzz(func(t *testing.T, which byte, data []byte) {
		listtest.Fuzz(t, formats[int(which)%len(formats)], "f", data)
	})
}

func BenchmarkParse(b *testing.B) {
	formats := Authority().Formats
	b.Run("DPL", func(b *testing.B) {
		s := strings.Builder{}
		s.WriteString(strings.Join(dplColumns(), "\t") + "\n")
		for i := range 10_000 {
			fmt.Fprintf(&s, "\"ORRIN VELLACOTT-ZZ %d\"\t\"INMATE NUMBER 9%d, 3 DRIFT LANE, UPPER LOOM CORRECTIONAL INSTITUTION\"\t\"ARDLE\"\t\"TX\"\t\"US\"\t\"99999\"\t\"08/10/2017\"\t\"12/14/2026\"\t\"Y\"\t\"2017-08-22\"\t\"FR NOTICE ADDED\"\t\"99 F.R. 99105 8/16/2016\"\n", i, i)
		}
		listtest.Bench(b, formats[0], []byte(s.String()))
	})
	b.Run("CSV", func(b *testing.B) {
		s := strings.Builder{}
		s.WriteString(strings.Join(cslColumns(), ",") + "\n")
		for i := range 10_000 {
			fmt.Fprintf(&s, "\"%d\",\"Specially Designated Nationals (SDN) - Treasury Department\",\"%d\",\"Individual\",\"NPWMD\",\"VORRICK, Thessaly %d\",\"\",\"Ardle, CN; 3 Drift Lane, Pyongyang, KP\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"(Linked To: BRACKENFOLD TIDEWATER LINES)\",\"https://example.org/Home/SdnList\",\"QUENN, Tessaly; VORRIK, Thessaly\",\"\",\"1978-12-05\",\"KP\",\"Ardle, Sudan\",\"https://example.org/policy-issues/financial-sanctions/a-page-with-a-long-address\",\"Passport, DEMO%d, KP; Secondary sanctions risk:, Invented Regulations, sections 1.2 and 1.3; Gender, Male\"\n", i, i, i, i)
		}
		listtest.Bench(b, formats[1], []byte(s.String()))
	})
	b.Run("JSON", func(b *testing.B) {
		s := strings.Builder{}
		s.WriteString(`{"results":[`)
		for i := range 10_000 {
			if i > 0 {
				s.WriteByte(',')
			}
			fmt.Fprintf(&s, `{"id":"%d","source":"Specially Designated Nationals (SDN) - Treasury Department","entity_number":"%d","type":"Individual","programs":["NPWMD"],"name":"VORRICK, Thessaly %d","title":null,"addresses":[{"address":"3 Drift Lane","city":"Pyongyang","state":null,"postal_code":null,"country":"KP"}],"federal_register_notice":null,"start_date":null,"end_date":null,"standard_order":null,"license_requirement":null,"license_policy":null,"call_sign":null,"vessel_type":null,"gross_tonnage":null,"gross_registered_tonnage":null,"vessel_flag":null,"vessel_owner":null,"remarks":"(Linked To: BRACKENFOLD)","source_list_url":"https://example.org/Home/SdnList","alt_names":["QUENN, Tessaly","VORRIK, Thessaly"],"citizenships":[],"dates_of_birth":["1978-12-05"],"nationalities":["KP"],"places_of_birth":["Ardle, Sudan"],"source_information_url":"https://example.org/info","ids":[{"type":"Passport","number":"DEMO%d","country":"KP","issue_date":null,"expiration_date":null},{"type":"Gender","number":"Male","country":null,"issue_date":null,"expiration_date":null}]}`, i, i, i, i)
		}
		s.WriteString(`]}`)
		listtest.Bench(b, formats[2], []byte(s.String()))
	})
}
