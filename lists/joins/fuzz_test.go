package joins_test

import (
	"testing"

	"plimsoll/ftm"
)

// Whatever lists say, joining comes to an end, and every entry is in exactly
// one party.
func FuzzBuild(f *testing.F) {
	for _, v := range []string{"ZZi.001", "0990011", "1961-03-04", "0x00abcdef00112233445566778899aabbccddeeff", "a@b.example", "Ö 12 Straße", "kp", "V1@uk", "\xff"} {
		f.Add(v, v, v, uint8(3))
	}
	persons := []string{"name", "alias", "birthDate", "gender", "nationality", "passportNumber", "idNumber", "taxNumber", "email", "address", "innCode", "topics"}
	ships := []string{"name", "imoNumber", "mmsi", "callSign", "flag", "previousName"}
	firms := []string{"name", "leiCode", "swiftBic", "imoNumber", "registrationNumber", "country", "website", "phone"}
	f.Fuzz(func(t *testing.T, a, b, id string, n uint8) {
		var all []*ftm.Entity
		for _, d := range []string{"un_sc", "uk", "us"} {
			for schema, props := range map[string][]string{"Person": persons, "Vessel": ships, "Company": firms, "LegalEntity": firms[:3], "Airplane": {"name", "icaoCode", "serialNumber", "registrationNumber"}} {
				e := ftm.New(id+schema, schema)
				if n%2 == 0 {
					e.ID = d + "-" + schema
				}
				for i, p := range props {
					v := a
					if (int(n)>>2+i)%3 == 0 {
						v = b
					}
					e.Add(p, v, ftm.Origin{Dataset: d, Exhibit: a, Place: b})
				}
				all = append(all, e, sanction(d, e.ID, "unscId="+a, "listingDate="+b, "programId="+a), pass(d, e.ID, b, a))
				all = append(all, entity(d, e.ID+"-w", "CryptoWallet", "holder="+e.ID, "publicKey="+a))
			}
		}
		j := build(nil, all...)
		members := 0
		for p := range j.Parties() {
			members += len(p.Members)
			if again, ok := j.Party(p.ID); !ok || again.ID != p.ID {
				t.Fatalf("%q leads to %q", p.ID, again.ID)
			}
		}
		if c := j.Counts(); c.Entries != members {
			t.Fatalf("%d entries, %d members", c.Entries, members)
		}
		for s := range j.Suggestions() {
			if s.PartyA == s.PartyB {
				t.Fatalf("%+v", s)
			}
		}
	})
}
