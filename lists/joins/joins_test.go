package joins_test

import (
	"slices"
	"strings"
	"testing"

	"plimsoll/ftm"
	"plimsoll/lists/joins"
)

// entity makes one from "prop=value" and "prop~value", the latter for a value
// that the list calls approximate or weak.
func entity(dataset, id, schema string, facts ...string) *ftm.Entity {
	e := ftm.New(id, schema)
	for _, f := range facts {
		from := ftm.Origin{Dataset: dataset, Exhibit: "exhibit of " + dataset}
		prop, value, ok := strings.Cut(f, "=")
		if !ok {
			prop, value, _ = strings.Cut(f, "~")
			from.Strength = ftm.Weak
			if prop == "birthDate" {
				from.Strength, from.Qualifier = "", ftm.Circa
			}
		}
		from.Place = id + "/" + prop
		e.Add(prop, value, from)
	}
	return e
}

func sanction(dataset, party string, facts ...string) *ftm.Entity {
	return entity(dataset, party+"-sanction", "Sanction", append([]string{"entity=" + party}, facts...)...)
}

func pass(dataset, holder, number, country string) *ftm.Entity {
	facts := []string{"holder=" + holder, "number=" + number}
	if country != "" {
		facts = append(facts, "country="+country)
	}
	return entity(dataset, holder+"-passport-"+number, "Passport", facts...)
}

func build(decisions []joins.Decision, entities ...*ftm.Entity) *joins.Joined {
	b := joins.NewBuilder()
	for _, e := range entities {
		b.Add(e)
	}
	return b.Build(decisions)
}

// members lists the entries of a party, "" where there is no such party.
func members(j *joins.Joined, id string) string {
	p, _ := j.Party(id)
	var out []string
	for _, m := range p.Members {
		out = append(out, m.ID)
	}
	return strings.Join(out, " ")
}

func suggested(j *joins.Joined, a, b string) (joins.Suggestion, bool) {
	for s := range j.Suggestions() {
		if j.Canonical(a) == s.PartyA && j.Canonical(b) == s.PartyB || j.Canonical(b) == s.PartyA && j.Canonical(a) == s.PartyB {
			return s, true
		}
	}
	return joins.Suggestion{}, false
}

func has(reasons []joins.Reason, kinds ...joins.Kind) bool {
	for _, k := range kinds {
		if !slices.ContainsFunc(reasons, func(r joins.Reason) bool { return r.Kind == k }) {
			return false
		}
	}
	return true
}

// apart fails where two entries are one party.
func apart(t *testing.T, j *joins.Joined, a, b string) {
	t.Helper()
	if j.Canonical(a) == j.Canonical(b) {
		t.Errorf("%s and %s are one party: %s", a, b, members(j, a))
	}
}

func together(t *testing.T, j *joins.Joined, ids ...string) {
	t.Helper()
	for _, id := range ids[1:] {
		if j.Canonical(id) != j.Canonical(ids[0]) {
			t.Errorf("%s and %s are two parties", ids[0], id)
		}
	}
}

func TestStrongIdentifiersJoin(t *testing.T) {
	const leiOne, leiTwo = "0000000000PLIMSOLL49", "0000000000PLIMSOLL48" // the second fails its check digits
	for _, c := range []struct {
		name     string
		kind     joins.Kind
		joined   bool
		entities []*ftm.Entity
	}{
		{"a UN reference, zeros and case aside", joins.Reference, true, []*ftm.Entity{
			entity("eu", "eu-1", "Person", "name=Orrin Vantle"), sanction("eu", "eu-1", "unscId=ZZi.43"),
			entity("uk", "uk-1", "Person", "name=Vantle Oreen"), sanction("uk", "uk-1", "unscId=Zzi.043 "),
		}},
		{"the UN's own entry is known by its id", joins.Reference, true, []*ftm.Entity{
			entity("un_sc", "un_sc-ZZe.058", "Organization", "name=Brackenfold Bureau"),
			entity("uk", "uk-1", "Company", "name=Bureau Brackenfold"), sanction("uk", "uk-1", "unscId=Zze.058"),
		}},
		{"a person's reference on a firm is somebody else's", joins.Reference, false, []*ftm.Entity{
			entity("eu", "eu-1", "Company", "name=Orrin Vantle"), sanction("eu", "eu-1", "unscId=ZZi.043"),
			entity("uk", "uk-1", "Company", "name=Vantle Works"), sanction("uk", "uk-1", "unscId=ZZi.043"),
		}},
		{"the reference of an owner on two ships", joins.Reference, false, []*ftm.Entity{
			entity("eu", "eu-1", "Vessel", "name=ORRIN TALE"), sanction("eu", "eu-1", "unscId=ZZe.020"),
			entity("uk", "uk-1", "Vessel", "name=QUILL MARROW"), sanction("uk", "uk-1", "unscId=ZZe.020"),
		}},
		{"two references on one entry are not its own", joins.Reference, false, []*ftm.Entity{
			entity("eu", "eu-1", "Person", "name=Orrin Vantle"), sanction("eu", "eu-1", "unscId=ZZi.043", "unscId=ZZi.044"),
			entity("uk", "uk-1", "Person", "name=Vantle Works"), sanction("uk", "uk-1", "unscId=ZZi.043"),
		}},
		{"one ship under two names by IMO number", joins.Ship, true, []*ftm.Entity{
			entity("un_1718", "un_1718-9", "Vessel", "name=FERN KEEP", "imoNumber=0990011"),
			entity("us", "us-9", "Vessel", "name=EVER DULL 88", "imoNumber=IMO 990011"),
		}},
		{"an IMO number that fails its check digit", joins.Ship, false, []*ftm.Entity{
			entity("uk", "uk-9", "Vessel", "name=FERN KEEP", "imoNumber=0990012"),
			entity("us", "us-9", "Vessel", "name=EVER DULL 88", "imoNumber=0990012"),
		}},
		{"a firm's IMO number", joins.Firm, true, []*ftm.Entity{
			entity("uk", "uk-8", "Company", "name=Keep Shipping", "imoNumber=0990012"),
			entity("us", "us-8", "Organization", "name=Dull Marine", "imoNumber=0990012"),
		}},
		{"a passport with its country", joins.Passport, true, []*ftm.Entity{
			entity("uk", "uk-1", "Person", "name=Orrin Vantle"), pass("uk", "uk-1", "ZX 472-320", "kp"),
			entity("us", "us-1", "Person", "name=O. Vantel"), pass("us", "us-1", "zx472320", "kp"),
		}},
		{"a passport of parties whose names have nothing in common", joins.Passport, false, []*ftm.Entity{
			entity("uk", "uk-1", "Person", "name=Orrin Vantle"), pass("uk", "uk-1", "ZX472320", "kp"),
			entity("us", "us-1", "Person", "name=Somebody Else"), pass("us", "us-1", "ZX472320", "kp"),
		}},
		{"a name in a script that cannot be read is no other name", joins.Passport, true, []*ftm.Entity{
			entity("uk", "uk-1", "Person", "name=Orrin Vantle"), pass("uk", "uk-1", "ZX472320", "kp"),
			entity("us", "us-1", "Person", "name=فانتل"), pass("us", "us-1", "ZX472320", "kp"),
		}},
		{"one passport number of two countries", joins.Passport, false, []*ftm.Entity{
			entity("uk", "uk-1", "Person", "name=Orrin Vantle"), pass("uk", "uk-1", "ZX472320", "kp"),
			entity("us", "us-1", "Person", "name=Orrin Vantle"), pass("us", "us-1", "ZX472320", "ir"),
		}},
		{"a passport without its country", joins.Passport, false, []*ftm.Entity{
			entity("uk", "uk-1", "Person", "name=Orrin Vantle"), pass("uk", "uk-1", "ZX472320", "kp"),
			entity("us", "us-1", "Person", "name=Somebody Else"), pass("us", "us-1", "ZX472320", ""),
		}},
		{"a passport without its country, and the name", joins.Passport, true, []*ftm.Entity{
			entity("uk", "uk-1", "Person", "name=Orrin Vantle"), pass("uk", "uk-1", "ZX472320", "kp"),
			entity("us", "us-1", "Person", "name=VANTLE, Orrin"), pass("us", "us-1", "ZX472320", ""),
		}},
		{"a passport without its country, and the birth date", joins.Passport, true, []*ftm.Entity{
			entity("uk", "uk-1", "Person", "name=Orrin Vantle", "birthDate=1961-03-04"), pass("uk", "uk-1", "ZX472320", "kp"),
			entity("us", "us-1", "Person", "name=Somebody Else", "birthDate=1961-03-04", "passportNumber=ZX472320"),
		}},
		{"a passport of equal digits", joins.Passport, false, []*ftm.Entity{
			entity("uk", "uk-1", "Person", "name=Orrin Vantle"), pass("uk", "uk-1", "0000000", "kp"),
			entity("us", "us-1", "Person", "name=Somebody Else"), pass("us", "us-1", "0000000", "kp"),
		}},
		{"a passport counted up", joins.Passport, false, []*ftm.Entity{
			entity("uk", "uk-1", "Person", "name=Orrin Vantle"), pass("uk", "uk-1", "12345678", "kp"),
			entity("us", "us-1", "Person", "name=Somebody Else"), pass("us", "us-1", "12345678", "kp"),
		}},
		{"a passport too short", joins.Passport, false, []*ftm.Entity{
			entity("uk", "uk-1", "Person", "name=Orrin Vantle"), pass("uk", "uk-1", "A123", "kp"),
			entity("us", "us-1", "Person", "name=Orrin Vantle"), pass("us", "us-1", "A123", "kp"),
		}},
		{"a register number with the firm's country", joins.Register, true, []*ftm.Entity{
			entity("uk", "uk-8", "Company", "name=Keep Shipping", "registrationNumber=HE 310-9871", "country=cy"),
			entity("us", "us-8", "Organization", "name=Keep Marine", "taxNumber=HE3109871", "country=cy", "country=ru"),
		}},
		{"a register number of two countries", joins.Register, false, []*ftm.Entity{
			entity("uk", "uk-8", "Company", "name=Keep Shipping", "registrationNumber=HE3109871", "country=cy"),
			entity("us", "us-8", "Organization", "name=Dull Marine", "registrationNumber=HE3109871", "country=ru"),
		}},
		{"a short register number wants the name", joins.Register, false, []*ftm.Entity{
			entity("uk", "uk-8", "Company", "name=Keep Shipping", "registrationNumber=31098", "country=cy"),
			entity("us", "us-8", "Organization", "name=Dull Marine", "registrationNumber=31098", "country=cy"),
		}},
		{"a short register number and the name", joins.Register, true, []*ftm.Entity{
			entity("uk", "uk-8", "Company", "name=Keep Brackenfold Ltd", "registrationNumber=31098", "country=cy"),
			entity("us", "us-8", "Organization", "name=KEEP BRACKENFOLD", "registrationNumber=31098", "country=cy"),
		}},
		{"the code of a Russian tax office", joins.Register, false, []*ftm.Entity{
			entity("uk", "uk-8", "Company", "name=Keep Brackenfold", "registrationNumber=770401001", "country=ru"),
			entity("us", "us-8", "Company", "name=Brackenfold Dull", "registrationNumber=770401001", "country=ru"),
		}},
		{"a wallet", joins.Wallet, true, []*ftm.Entity{
			entity("uk", "uk-8", "Organization", "name=Keep Crew"),
			entity("uk", "uk-8-w", "CryptoWallet", "holder=uk-8", "publicKey=0x00AbCdEf00112233445566778899aAbBcCdDeEfF"),
			entity("us", "us-8", "Organization", "name=Keep Group"),
			entity("us", "us-8-w", "CryptoWallet", "holder=us-8", "publicKey=0x00abcdef00112233445566778899aabbccddeeff"),
		}},
		{"an aircraft's address", joins.Aircraft, true, []*ftm.Entity{
			entity("uk", "uk-7", "Airplane", "name=ZZ-AAB", "icaoCode=00A1B2"),
			entity("us", "us-7", "Airplane", "name=ZZ-CCD", "icaoCode=00a1b2"),
		}},
		{"a type of aircraft is not one", joins.Aircraft, false, []*ftm.Entity{
			entity("uk", "uk-7", "Airplane", "name=ZZ-AAB", "icaoCode=A343"),
			entity("us", "us-7", "Airplane", "name=ZZ-CCD", "icaoCode=A343"),
		}},
		{"a serial number and the tail number", joins.Serial, true, []*ftm.Entity{
			entity("uk", "uk-7", "Airplane", "name=ZZ-AAB", "serialNumber=550", "registrationNumber=ZZ-AAB"),
			entity("us", "us-7", "Airplane", "name=Airliner 7", "serialNumber=550", "registrationNumber=ZZAAB"),
		}},
		{"a serial number alone recurs with every maker", joins.Serial, false, []*ftm.Entity{
			entity("uk", "uk-7", "Airplane", "name=ZZ-AAB", "serialNumber=550"),
			entity("us", "us-7", "Airplane", "name=ZZ-CCD", "serialNumber=550"),
		}},
		{"an LEI", joins.LEI, true, []*ftm.Entity{
			entity("uk", "uk-8", "Company", "name=Keep Bank", "leiCode="+leiOne), entity("us", "us-8", "Organization", "name=Dull Bank", "leiCode="+leiOne),
		}},
		{"an LEI that fails its check digits", joins.LEI, false, []*ftm.Entity{
			entity("uk", "uk-8", "Company", "name=Keep Bank", "leiCode="+leiTwo), entity("us", "us-8", "Organization", "name=Dull Bank", "leiCode="+leiTwo),
		}},
		{"a BIC only suggests", joins.BIC, false, []*ftm.Entity{
			entity("uk", "uk-8", "Company", "name=Keep Bank", "swiftBic=ZZZZKPPY"), entity("us", "us-8", "Organization", "name=Dull Bank", "swiftBic=ZZZZKPPYXXX"),
		}},
		{"an id that names its list is one in any dataset", joins.SameID, true, []*ftm.Entity{
			entity("us_ofac_sdn", "us_ofac_sdn-5", "Person", "name=Orrin Vantle", "birthDate=1961-03-04"),
			entity("us_sdn_2022", "us_ofac_sdn-5", "Person", "name=Somebody Else", "birthDate=1961-03-05"),
		}},
		{"V1 of one's own is V1 of another's only by name", joins.SameID, false, []*ftm.Entity{
			entity("board", "V1", "Vessel", "name=ORRIN TALE"), entity("desk", "V1", "Vessel", "name=QUILL MARROW"),
		}},
		{"equal names never join", joins.Name, false, []*ftm.Entity{
			entity("uk", "uk-1", "Person", "name=Orrin Vantle", "birthDate=1961-03-04", "nationality=kp"),
			entity("us", "us-1", "Person", "name=Orrin Vantle", "birthDate=1961-03-04", "nationality=kp"),
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := build(nil, c.entities...)
			if got := j.Counts().Parties == 1; got != c.joined {
				t.Fatalf("joined is %v", got)
			}
			for p := range j.Parties() {
				if c.joined && (len(p.Why) == 0 || p.Why[0].Kind != c.kind) {
					t.Errorf("why: %+v", p.Why)
				}
			}
		})
	}
}

func TestAJoinNamesThePlacesThatSayIt(t *testing.T) {
	j := build(nil,
		entity("eu", "eu-1", "Person", "name=Orrin Vantle"), pass("eu", "eu-1", "ZX-472320", "kp"),
		entity("us", "us-1", "Person", "name=Vantle"), pass("us", "us-1", "ZX472320", "kp"))
	p, _ := j.Party("us-1")
	want := joins.Join{
		Kind: joins.Passport, Value: "ZX-472320",
		A: joins.Source{Entity: "eu-1", Dataset: "eu", Exhibit: "exhibit of eu", Place: "eu-1-passport-ZX-472320/number"},
		B: joins.Source{Entity: "us-1", Dataset: "us", Exhibit: "exhibit of us", Place: "us-1-passport-ZX472320/number"},
	}
	if len(p.Why) != 1 || p.Why[0].Kind != want.Kind || p.Why[0].Value != want.Value || p.Why[0].A != want.A || p.Why[0].B != want.B {
		t.Errorf("got %+v\nwant %+v", p.Why, want)
	}
}

func TestContradictionsSuggestInsteadOfJoining(t *testing.T) {
	number := []string{"name=Orrin Vantle", "nationality=kp"}
	for _, c := range []struct {
		name string
		a, b []string
		kind joins.Kind
	}{
		{"two exact birth dates", []string{"birthDate=1961-03-04"}, []string{"birthDate=1961-03-05"}, joins.Birth},
		{"years that cannot be one", []string{"birthDate=1961"}, []string{"birthDate=1971-03-05"}, joins.Birth},
		{"genders", []string{"gender=male"}, []string{"gender=female"}, joins.Gender},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := build(nil,
				entity("eu", "eu-1", "Person", append(c.a, number...)...), pass("eu", "eu-1", "ZX472320", "kp"),
				entity("us", "us-1", "Person", append(c.b, number...)...), pass("us", "us-1", "ZX472320", "kp"))
			apart(t, j, "eu-1", "us-1")
			s, ok := suggested(j, "eu-1", "us-1")
			if !ok || !s.Strong || !has(s.For, joins.Passport) || !has(s.Against, c.kind) {
				t.Errorf("suggested: %v %+v", ok, s)
			}
		})
	}
	for _, c := range []struct {
		name string
		a, b []string
	}{
		{"a year and a day in it", []string{"birthDate=1961"}, []string{"birthDate=1961-03-05"}},
		{"the first of January is a year", []string{"birthDate=1961-01-01"}, []string{"birthDate=1961-03-05"}},
		{"one of several dates", []string{"birthDate=1959-02-02", "birthDate=1961-03-05"}, []string{"birthDate=1961-03-05"}},
		{"about a year", []string{"birthDate~1960"}, []string{"birthDate=1961-03-05"}},
		{"a year off", []string{"birthDate=1962"}, []string{"birthDate=1961-03-05"}},
		{"one side says nothing", nil, []string{"birthDate=1961-03-05", "gender=male"}},
	} {
		t.Run("no contradiction: "+c.name, func(t *testing.T) {
			j := build(nil,
				entity("eu", "eu-1", "Person", append(c.a, "name=Orrin Vantle")...), pass("eu", "eu-1", "ZX472320", "kp"),
				entity("us", "us-1", "Person", append(c.b, "name=Orrin Vantle")...), pass("us", "us-1", "ZX472320", "kp"))
			together(t, j, "eu-1", "us-1")
		})
	}
}

func TestOtherContradictions(t *testing.T) {
	t.Run("a person is no body", func(t *testing.T) {
		j := build(nil,
			entity("eu", "eu-1", "Person", "name=Orrin Vantle", "taxNumber=77001122", "country=ru"),
			entity("us", "us-1", "Organization", "name=Orrin Vantle", "taxNumber=77001122", "country=ru"))
		apart(t, j, "eu-1", "us-1")
		if _, ok := suggested(j, "eu-1", "us-1"); ok {
			t.Error("it is even suggested")
		}
	})
	t.Run("what the list does not tell apart is either", func(t *testing.T) {
		j := build(nil,
			entity("eu", "eu-1", "LegalEntity", "name=Orrin Vantle", "taxNumber=77001122", "country=ru"),
			entity("us", "us-1", "Company", "name=Orrin Vantle", "taxNumber=77001122", "country=ru"))
		together(t, j, "eu-1", "us-1")
		if p, _ := j.Party("eu-1"); p.Schema != "Company" || p.ID != "eu-1" {
			t.Errorf("the party is %s, a %s", p.ID, p.Schema)
		}
	})
	t.Run("ships of two IMO numbers", func(t *testing.T) {
		j := build(nil,
			entity("eu", "eu-1", "Vessel", "name=FERN KEEP OVERMILL", "imoNumber=0990011", "flag=kp", "callSign=ZZAB7", "mmsi=297000123"),
			entity("us", "us-1", "Vessel", "name=FERN KEEP OVERMILL", "imoNumber=0990023", "flag=kp", "callSign=ZZAB7", "mmsi=297000123"))
		apart(t, j, "eu-1", "us-1")
		if s, ok := suggested(j, "eu-1", "us-1"); !ok || !has(s.Against, joins.Ship) {
			t.Errorf("suggested: %v %+v", ok, s)
		}
	})
	t.Run("parties of two UN references", func(t *testing.T) {
		j := build(nil,
			entity("eu", "eu-1", "Person", "name=Orrin Vantle"), sanction("eu", "eu-1", "unscId=ZZi.043"), pass("eu", "eu-1", "ZX472320", "kp"),
			entity("us", "us-1", "Person", "name=Orrin Vantle"), sanction("us", "us-1", "unscId=ZZi.044"), pass("us", "us-1", "ZX472320", "kp"))
		apart(t, j, "eu-1", "us-1")
		if s, ok := suggested(j, "eu-1", "us-1"); !ok || !has(s.Against, joins.Reference) {
			t.Errorf("suggested: %v %+v", ok, s)
		}
	})
	t.Run("two entries of one list", func(t *testing.T) {
		j := build(nil,
			entity("us", "us-1", "Person", "name=Orrin Vantle"), pass("us", "us-1", "ZX472320", "kp"),
			entity("us", "us-2", "Person", "name=Orrin Vantle"), pass("us", "us-2", "ZX472320", "kp"))
		apart(t, j, "us-1", "us-2")
		if s, ok := suggested(j, "us-1", "us-2"); !ok || !has(s.Against, joins.Dataset) || !has(s.For, joins.Passport) {
			t.Errorf("suggested: %v %+v", ok, s)
		}
	})
	t.Run("a misprinted IMO number is a hint", func(t *testing.T) {
		j := build(nil,
			entity("eu", "eu-1", "Vessel", "name=FERN KEEP", "imoNumber=0990011", "flag=kp"),
			entity("us", "us-1", "Vessel", "name=FERN KEEP", "imoNumber=0990012", "flag=kp"))
		apart(t, j, "eu-1", "us-1")
		if s, ok := suggested(j, "eu-1", "us-1"); !ok || s.Strong || !has(s.For, joins.Name, joins.Flag, joins.Ship) {
			t.Errorf("suggested: %v %+v", ok, s)
		}
	})
}

// Three entries in a row, the two ends of which cannot be one party: it is
// nobody's business to decide which of them the middle one belongs to.
func TestAChainWithAContradictionIsNotJoined(t *testing.T) {
	chain := []*ftm.Entity{
		entity("au", "au-1", "Person", "name=Orrin Vantle", "birthDate=1961-03-04"), pass("au", "au-1", "AA472320", "kp"),
		entity("eu", "eu-1", "Person", "name=Orrin Vantle"), pass("eu", "eu-1", "AA472320", "kp"), pass("eu", "eu-1", "BB472320", "kp"),
		entity("us", "us-1", "Person", "name=Orrin Vantle", "birthDate=1971-03-04"), pass("us", "us-1", "BB472320", "kp"),
	}
	j := build(nil, chain...)
	apart(t, j, "au-1", "us-1")
	apart(t, j, "au-1", "eu-1")
	apart(t, j, "eu-1", "us-1")
	for _, end := range []string{"au-1", "us-1"} {
		if s, ok := suggested(j, end, "eu-1"); !ok || !s.Strong || !has(s.Against, joins.Rival) {
			t.Errorf("with %s suggested: %v %+v", end, ok, s)
		}
	}

	t.Run("better support decides", func(t *testing.T) {
		j := build(nil, append(chain, pass("us", "us-1", "AA999320", "kp"), pass("eu", "eu-1", "AA999320", "kp"))...)
		together(t, j, "eu-1", "us-1")
		apart(t, j, "au-1", "us-1")
		if s, ok := suggested(j, "au-1", "us-1"); !ok || !has(s.Against, joins.Birth) {
			t.Errorf("suggested: %v %+v", ok, s)
		}
	})
	t.Run("others of the component are joined", func(t *testing.T) {
		j := build(nil, append(chain,
			entity("ca", "ca-1", "Person", "name=Orrin Vantle"), pass("ca", "ca-1", "CC472320", "kp"), pass("eu", "eu-1", "CC472320", "kp"))...)
		together(t, j, "ca-1", "eu-1")
		apart(t, j, "au-1", "eu-1")
		apart(t, j, "us-1", "eu-1")
	})
	t.Run("two keys of one list are as much of a contradiction", func(t *testing.T) {
		j := build(nil,
			entity("us", "us-1", "Person", "name=Orrin Vantle"), pass("us", "us-1", "AA472320", "kp"),
			entity("eu", "eu-1", "Person", "name=Orrin Vantle"), pass("eu", "eu-1", "AA472320", "kp"),
			entity("us", "us-2", "Person", "name=Orrin Vantle"), pass("us", "us-2", "AA472320", "kp"))
		apart(t, j, "us-1", "us-2")
		apart(t, j, "us-1", "eu-1")
		apart(t, j, "us-2", "eu-1")
	})
	t.Run("whom two claim is not given to a third", func(t *testing.T) {
		j := build(nil, append(chain,
			entity("ca", "ca-1", "Person", "name=O. Vantle"), pass("ca", "ca-1", "DD472320", "kp"), pass("eu", "eu-1", "DD472320", "kp"))...)
		apart(t, j, "ca-1", "eu-1")
		if s, ok := suggested(j, "ca-1", "eu-1"); !ok || !s.Strong {
			t.Errorf("suggested: %v %+v", ok, s)
		}
	})
	t.Run("the name tells which of two holders of one passport", func(t *testing.T) {
		j := build(nil,
			entity("us", "us-1", "Person", "name=Orrin Vantle"), pass("us", "us-1", "AA472320", "kp"),
			entity("eu", "eu-1", "Person", "name=Orrin Vantle"), pass("eu", "eu-1", "AA472320", "kp"),
			entity("us", "us-2", "Person", "name=Wife of the other"), pass("us", "us-2", "AA472320", "kp"))
		together(t, j, "us-1", "eu-1")
		apart(t, j, "us-1", "us-2")
	})
}

func TestTheUNsEntryIsTheAnchorOfItsReference(t *testing.T) {
	j := build(nil,
		entity("un_sc", "un_sc-ZZi.001", "Person", "name=Orrin Vantle", "birthDate=1961-03-04"), sanction("un_sc", "un_sc-ZZi.001", "unscId=ZZi.001"),
		entity("au", "au-1", "Person", "name=Orin Vantel", "birthDate=1971-03-04"), sanction("au", "au-1", "unscId=ZZi.001"),
		entity("ch", "ch-1", "Person", "name=Vantle O."), sanction("ch", "ch-1", "unscId=ZZi.001"),
		entity("uk", "uk-1", "Person", "name=Vantle O."), sanction("uk", "uk-1", "unscId=ZZi.001"))
	if got := members(j, "uk-1"); got != "un_sc-ZZi.001 ch-1 uk-1" {
		t.Errorf("members are %s", got)
	}
	if s, ok := suggested(j, "au-1", "un_sc-ZZi.001"); !ok || !has(s.Against, joins.Birth) || !has(s.For, joins.Reference) {
		t.Errorf("suggested: %v %+v", ok, s)
	}
}

// Bearers of one name that public lists keep apart, and that a program must.
func TestNamesakesAreNotMerged(t *testing.T) {
	type bearer struct{ id, name, born string }
	for _, c := range []struct{ a, b bearer }{
		{bearer{"un_sc-KPi.024", "KIM YONG CHOL", "1962-02-18"}, bearer{"eu-EU.4159.44", "Kim Yong Chol", "1946"}},
		{bearer{"un_sc-KPi.068", "KIM TONG CHOL", "1966-01-28"}, bearer{"eu-X", "Kim Tong-Chol", "1968-08-07"}},
		{bearer{"un_sc-KPi.013", "CHOE CHUN-SIK", "1954-10-12"}, bearer{"eu-EU.3486.46", "CHOE Chun-Sik", "1963-12-23"}},
		{bearer{"un_sc-KPi.036", "KIM SOK CHOL", "1955-05-08"}, bearer{"eu-EU.11892.7", "Kim Chol Sok", "1970"}},
		{bearer{"eu-EU.4225.49", "Kim Il-Su", "1965"}, bearer{"uk-X", "Kim Su Il", "1985"}},
		{bearer{"un_sc-KPi.023", "KIM HYOK CHOL", "1964"}, bearer{"jp-43", "Kim Hyok Chol", "1978-07-09"}},
		{bearer{"un_sc-KPi.052", "RI SU YONG", "1968"}, bearer{"eu-X", "RI Su Yong", ""}},
		{bearer{"un_sc-KPi.027", "RYU JIN", "1965"}, bearer{"eu-EU.8115.60", "YU Jin", "1960"}},
		{bearer{"un_sc-KPi.048", "PAEK SE BONG", "1938-03-21"}, bearer{"eu-EU.3785.73", "Paek Se-bong", "1946"}},
	} {
		var all []*ftm.Entity
		for _, x := range []bearer{c.a, c.b} {
			dataset, key, _ := strings.Cut(x.id, "-")
			facts := []string{"name=" + x.name, "nationality=kp"}
			if x.born != "" {
				facts = append(facts, "birthDate="+x.born)
			}
			all = append(all, entity(dataset, x.id, "Person", facts...))
			if dataset == "un_sc" {
				all = append(all, sanction(dataset, x.id, "unscId="+key, "programId=dprk"))
			} else {
				all = append(all, sanction(dataset, x.id, "programId=dprk"))
			}
		}
		j := build(nil, all...)
		apart(t, j, c.a.id, c.b.id)
		if s, ok := suggested(j, c.a.id, c.b.id); ok {
			t.Logf("%s (%s) and %s (%s) are suggested with %d: for %v, against %v", c.a.name, c.a.born, c.b.name, c.b.born, s.Score, s.For, s.Against)
		}
	}
}

func TestNamesSuggestWithReasons(t *testing.T) {
	j := build(nil,
		entity("uk", "uk-1", "Person", "name=Orrin Vantle", "alias=VANTLE Ori'n", "birthDate=1961-03-04", "nationality=kp"),
		sanction("uk", "uk-1", "programId=dprk"),
		entity("us", "us-1", "Person", "name=VANTLE, Orrin", "birthDate=1961", "nationality=kp"), sanction("us", "us-1", "programId=dprk"))
	s, ok := suggested(j, "uk-1", "us-1")
	if !ok || s.Strong || !has(s.For, joins.Name, joins.Birth, joins.Country, joins.Regime) || len(s.Against) > 0 {
		t.Fatalf("suggested: %v %+v", ok, s)
	}
	sum := 0
	for _, r := range append(slices.Clone(s.For), s.Against...) {
		sum += r.Points
	}
	if sum != s.Score {
		t.Errorf("the reasons add up to %d, the score is %d", sum, s.Score)
	}
	for _, c := range []struct {
		name string
		a, b *ftm.Entity
		want bool
	}{
		{"legal forms aside", entity("uk", "uk-1", "Company", "name=Brackenfold Tidewater Co., Ltd."), entity("us", "us-1", "Organization", "name=BRACKENFOLD TIDEWATER"), true},
		{"written as one word", entity("uk", "uk-1", "Person", "name=Vantle Orrinquill"), entity("us", "us-1", "Person", "name=Vantle Orrin-Quill"), true},
		{"other birth year", entity("uk", "uk-1", "Person", "name=Orrin Vantle", "birthDate=1961"), entity("us", "us-1", "Person", "name=Orrin Vantle", "birthDate=1975"), false},
		{"one common word", entity("uk", "uk-1", "Person", "name=Lee"), entity("us", "us-1", "Person", "name=Lee"), false},
		{"two nicknames", entity("uk", "uk-1", "Person", "name=Orrin Vantle", "weakAlias=Lamplighter"), entity("us", "us-1", "Person", "name=Quill Marrow", "weakAlias=Lamplighter"), false},
		{"one list's own namesakes", entity("uk", "uk-1", "Person", "name=Orrin Vantle"), entity("uk", "uk-2", "Person", "name=Orrin Vantle"), false},
		{"ship and firm", entity("uk", "uk-1", "Vessel", "name=Orrin Vantle"), entity("us", "us-1", "Company", "name=Orrin Vantle"), false},
		{"ships of one name and call sign", entity("uk", "uk-1", "Vessel", "name=M/V ORRIN 7", "callSign=ZZAB7"), entity("us", "us-1", "Vessel", "name=ORRIN VII", "callSign=ZZAB7"), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if s, ok := suggested(build(nil, c.a, c.b), c.a.ID, c.b.ID); ok != c.want {
				t.Errorf("suggested: %v %+v", ok, s)
			}
		})
	}
}

func TestSuggestionsAreCappedBestFirst(t *testing.T) {
	var all []*ftm.Entity
	all = append(all, entity("un_sc", "un_sc-1", "Person", "name=Orrin Vantle", "birthDate=1961", "nationality=kp"))
	for i := range 30 {
		d := "own_" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		facts := []string{"name=Orrin Vantle"}
		if i == 29 {
			facts = append(facts, "birthDate=1961")
		}
		all = append(all, entity(d, d+"-1", "Person", facts...))
	}
	j := build(nil, all...)
	mine := j.SuggestionsFor("un_sc-1")
	if len(mine) != 10 || mine[0].B.ID != "own_db-1" {
		t.Errorf("%d suggestions, the first with %+v", len(mine), mine[0].B)
	}
	last := 1 << 20
	for s := range j.Suggestions() {
		if s.Score > last {
			t.Fatal("not sorted")
		}
		last = s.Score
	}
	if c := j.Counts(); c.Capped == 0 {
		t.Error("the cap goes unmentioned")
	}
}

func TestANumberOfTooManyIdentifiesNobody(t *testing.T) {
	var all []*ftm.Entity
	for i := range 60 {
		d := "own_" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		all = append(all, entity(d, d+"-1", "Company", "name=Firm "+d, "registrationNumber=99001177", "country=cy"))
	}
	j := build(nil, all...)
	if c := j.Counts(); c.Parties != 60 || len(j.Crowds()) != 1 || j.Crowds()[0] != (joins.Crowd{Kind: joins.Register, Value: "99001177", Entries: 60}) {
		t.Errorf("%+v %+v", c, j.Crowds())
	}
}
