package match_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestMatchFindsPartiesByWhatIsKnownOfThem(t *testing.T) {
	f := demoWorld(t)
	for _, c := range []struct {
		what, target, query string
		want                string // ids
	}{
		{"a name", "/match/default", `{"schema":"Person","properties":{"name":["Thessaly Vorrick"]}}`, "DEMO-P1"},
		{"a name that is no list", "/match/default", `{"schema":"Person","properties":{"name":"Thessaly Vorrick"}}`, "DEMO-P1"},
		{"parts of a name", "/match/default", `{"schema":"Person","properties":{"firstName":"Ambrose","middleName":["Quenneth"],"lastName":"Dole"}}`, "DEMO-P2"},
		{"a number as a number", "/match/default", `{"schema":"Vessel","properties":{"mmsi":299000102}}`, "DEMO-V2"},
		{"another's birth date", "/match/default", `{"schema":"Person","properties":{"name":"Thessaly Vorrick","birthDate":"3 Feb 1994"}}`, ""},
		{"a passport", "/match/default", `{"schema":"Person","properties":{"passportNumber":"demo 000001"}}`, "DEMO-P1"},
		{"an IMO number on two lists", "/match/default", `{"schema":"Vessel","properties":{"imoNumber":"IMO 0990011"}}`, "DEMO-V1"},
		{"the other list's spelling", "/match/default", `{"schema":"Vessel","properties":{"name":"ORIN TALE"}}`, "DEMO-V1"},
		{"a wallet", "/match/default", `{"schema":"CryptoWallet","properties":{"publicKey":"0xdemo000000000000000000001"}}`, "PARTNER-9"},
		{"any schema", "/match/default", `{"schema":"Thing","properties":{"name":"Gullhaven Lantern Works"}}`, "PARTNER-8"},
		{"all is default", "/match/all", `{"schema":"Vessel","properties":{"name":"Merrowbane"}}`, "DEMO-V101"},
		{"who is on no sanctions list", "/match/sanctions", `{"schema":"Vessel","properties":{"name":"Merrowbane"}}`, ""},
		{"one list", "/match/demo_list", `{"schema":"Vessel","properties":{"name":"ORIN TALE"}}`, "DEMO-V1"},
		{"one list that has another name of the party", "/match/demo_partner", `{"schema":"Vessel","properties":{"name":"GREYLARK NINE"}}`, ""},
		{"a list left out", "/match/default?exclude_dataset=demo_partner&exclude_dataset=demo_board", `{"schema":"Company","properties":{"name":"Gullhaven Lantern Works"}}`, ""},
		{"two lists let in", "/match/default?include_dataset=demo_partner&include_dataset=demo_board", `{"schema":"Company","properties":{"name":"Gullhaven Lantern Works"}}`, "PARTNER-8"},
		{"a schema left out", "/match/default?exclude_schema=Vessel", `{"schema":"Vessel","properties":{"name":"Merrowbane"}}`, ""},
		{"a topic", "/match/default?topics=sanction&topics=role.pep", `{"schema":"Vessel","properties":{"name":"Merrowbane"}}`, ""},
		{"changed since", "/match/default?changed_since=2026-02-09", `{"schema":"Person","properties":{"name":"Wendeline Osk"}}`, "B1"},
		{"not changed since", "/match/default?changed_since=2026-02-10T00:00:00", `{"schema":"Person","properties":{"name":"Wendeline Osk"}}`, ""},
		{"a party left out by another of its ids", "/match/default?exclude_entity_ids=PARTNER-7", `{"schema":"Vessel","properties":{"name":"ORRIN TALE"}}`, ""},
		{"the day before it was listed", "/match/demo_board?as_of=2026-02-09", `{"schema":"Person","properties":{"name":"Marguerite Thole"}}`, ""},
		{"the day it was still listed", "/match/demo_board?as_of=2026-02-09", `{"schema":"Person","properties":{"name":"Corvin Addlestone"}}`, "B2"},
		{"after it went", "/match/demo_board", `{"schema":"Person","properties":{"name":"Corvin Addlestone"}}`, ""},
	} {
		a := f.one(c.target, c.query)
		if a.status != 200 || a.at("responses.q.status") != 200.0 {
			t.Errorf("%s: status %d, %s", c.what, a.status, a.raw)
			continue
		}
		if got := a.ids("responses.q.results"); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
		if got, want := a.at("responses.q.total.value"), float64(len(strings.Fields(c.want))); got != want {
			t.Errorf("%s: total %v, want %v", c.what, got, want)
		}
	}
}

func TestRefusalSaysWhatToDo(t *testing.T) {
	f := demoWorld(t)
	person := `{"queries":{"q":{"schema":"Person","properties":{"name":"Thessaly Vorrick"}}}}`
	var many strings.Builder
	for i := range 101 {
		fmt.Fprintf(&many, `%s"q%d":{"schema":"Person","properties":{"name":"A"}}`, map[bool]string{true: ","}[i > 0], i)
	}
	for _, c := range []struct {
		what, method, target, body string
		status                     int
		detail                     string
	}{
		{"no such dataset", "POST", "/match/demo_lst", person, 404, "did you mean demo_list"},
		{"no such dataset to search", "GET", "/search/nothing_alike", "", 404, "/catalog"},
		{"no such algorithm", "POST", "/match/default?algorithm=bset", person, 400, "did you mean best"},
		{"an algorithm of others", "POST", "/match/default?algorithm=logic-v2", person, 400, "not run here"},
		{"weights", "POST", "/match/default", `{"weights":{"name":1},"queries":{}}`, 400, "cannot be set"},
		{"config", "POST", "/match/default", `{"config":{"a":1},"queries":{}}`, 400, "cannot be set"},
		{"no queries", "POST", "/match/default", `{"queries":{}}`, 400, "No queries provided."},
		{"no member queries", "POST", "/match/default", `{}`, 422, "no member queries"},
		{"an empty body", "POST", "/match/default", " ", 422, "empty"},
		{"no JSON", "POST", "/match/default", `{"queries":`, 422, "not JSON"},
		{"a list", "POST", "/match/default", `[]`, 422, "object"},
		{"two queries of one name", "POST", "/match/default", `{"queries":{"a":{},"a":{}}}`, 422, "bear this name"},
		{"too many queries", "POST", "/match/default", `{"queries":{` + many.String() + `}}`, 400, "at most 100"},
		{"a body too large", "POST", "/match/default", `{"queries":"` + strings.Repeat("x", 9<<20) + `"}`, 413, "larger"},
		{"an address too long", "GET", "/search/default?q=" + strings.Repeat("x", 61_000), "", 414, "longer"},
		{"a limit out of range", "POST", "/match/default?limit=501", person, 422, "from 1 to 500"},
		{"a threshold that is none", "POST", "/match/default?threshold=NaN", person, 422, "from 0 to 1"},
		{"a threshold given twice", "POST", "/match/default?threshold=0.5&threshold=0.9", person, 422, "2 times"},
		{"no such topic", "POST", "/match/default?topics=sanctoin", person, 422, "did you mean sanction"},
		{"no such schema to leave out", "POST", "/match/default?exclude_schema=Adress", person, 422, "did you mean Address"},
		{"no such dataset to let in", "POST", "/match/default?include_dataset=demo_boord", person, 422, "did you mean demo_board"},
		{"nothing left to ask", "POST", "/match/demo_list?exclude_dataset=all", person, 400, "No list is left"},
		{"no day", "POST", "/match/default?as_of=yesterday", person, 422, "2024-03-07"},
		{"a day ahead", "POST", "/match/default?as_of=2027-01-01", person, 400, "lies ahead"},
		{"a day before all lists", "POST", "/match/default?as_of=1999-01-01", person, 404, "earliest"},
		{"a list of later", "POST", "/match/demo_list?as_of=2026-02-01", person, 404, "No such dataset"},
		{"no moment", "POST", "/match/default?changed_since=soon", person, 422, "2024-03-07"},
		{"too many ids", "POST", "/match/default?" + strings.Repeat("exclude_entity_ids=a&", 51), person, 422, "at most 50"},
		{"no such entity", "GET", "/entities/NOBODY", "", 404, "No such entity"},
		{"no such neighbours", "GET", "/entities/DEMO-P1/adjacent/sanctoins", "", 404, "did you mean sanctions"},
		{"a wrong method", "GET", "/match/default", "", 405, "POST"},
		{"a wrong method to read", "POST", "/catalog", "", 405, "GET"},
		{"parameters that cannot be read", "GET", "/catalog?%zz", "", 400, "cannot be read"},
	} {
		a := f.ask(c.method, c.target, c.body)
		if a.status != c.status || !strings.Contains(string(a.raw), c.detail) || a.body["detail"] == nil || len(a.body) != 1 {
			t.Errorf("%s: %d %.300s, want %d with %q", c.what, a.status, a.raw, c.status, c.detail)
		}
		if a.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: another origin cannot read the refusal", c.what)
		}
	}
	if a := f.ask("POST", "/match/default", person, "Content-Encoding", "br"); a.status != 415 {
		t.Errorf("a packed body: %d", a.status)
	}
}

func TestOneBadQueryFailsAlone(t *testing.T) {
	f := demoWorld(t)
	good := `"good":{"schema":"Person","properties":{"name":"Thessaly Vorrick"}}`
	for _, c := range []struct {
		what, query string
		status      float64
		detail      string
	}{
		{"no object", `7`, 422, "object"},
		{"no schema", `{"properties":{"name":"A B"}}`, 422, "needs a schema"},
		{"no properties", `{"schema":"Person"}`, 422, "needs properties"},
		{"an unknown schema", `{"schema":"Vesel","properties":{"name":"A B"}}`, 400, "did you mean Vessel"},
		{"a schema that is no party", `{"schema":"Sanction","properties":{"reason":"A B"}}`, 400, "is no party"},
		{"an address", `{"schema":"Address","properties":{"name":"1 Quay Street"}}`, 400, "is no party"},
		{"a relation", `{"schema":"Ownership","properties":{}}`, 400, "is no party"},
		{"a value that is an object", `{"schema":"Person","properties":{"name":{"first":"A"}}}`, 422, "list of them"},
		{"nothing to look for", `{"schema":"Person","properties":{"birthDate":"1961","nationality":"ru"}}`, 400, "nothing to look for"},
		{"an empty name", `{"schema":"Person","properties":{"name":["",null]}}`, 400, "nothing to look for"},
		{"a name of control characters", `{"schema":"Person","properties":{"name":"\u0000\u0007\u001b"}}`, 400, "nothing to look for"},
		{"a name of lone combining marks", `{"schema":"Person","properties":{"name":"\u0301\u0308\u20dd"}}`, 400, "nothing to look for"},
		{"a name of direction marks", `{"schema":"Person","properties":{"name":"\u202e\u2066\u200f"}}`, 400, "nothing to look for"},
		{"a name of 10,000 characters", `{"schema":"Person","properties":{"name":"` + strings.Repeat("Vorrick Th", 1000) + `"}}`, 422, "1000 characters"},
		{"too many values", `{"schema":"Person","properties":{"name":["A"` + strings.Repeat(`,"A"`, 100) + `]}}`, 422, "at most 100"},
		{"only unknown properties", `{"schema":"Person","properties":{"nmae":"Thessaly Vorrick"}}`, 400, "nothing to look for"},
		{"a number that cannot be one", `{"schema":"Vessel","properties":{"imoNumber":"1234568"}}`, 400, "nothing to look for"},
	} {
		a := f.ask("POST", "/match/default", `{"queries":{"bad":`+c.query+`,`+good+`}}`)
		if a.status != 200 || a.ids("responses.good.results") != "DEMO-P1" {
			t.Errorf("%s: the other query was not answered: %d %s", c.what, a.status, a.raw)
		}
		if a.at("responses.bad.status") != c.status || !strings.Contains(fmt.Sprint(a.at("responses.bad.detail")), c.detail) {
			t.Errorf("%s: %v %v, want %v with %q", c.what, a.at("responses.bad.status"), a.at("responses.bad.detail"), c.status, c.detail)
		}
		if a.at("responses.bad.results") != nil || a.header.Get("X-Failed-Queries") != "1" || a.header.Get("X-Batch-Size") != "2" {
			t.Errorf("%s: a failed query must not look like an answer: %s %v", c.what, a.raw, a.header)
		}
		if a := f.one("/match/default", c.query); float64(a.status) != c.status {
			t.Errorf("%s: alone, status %d", c.what, a.status)
		}
	}
}

func manyWords() string {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "v%c%crrick ", 'a'+i%26, 'a'+i/26)
	}
	return b.String()
}

func TestWhatIsNotUnderstoodIsSaid(t *testing.T) {
	f := demoWorld(t)
	for _, c := range []struct{ what, query, property, message string }{
		{"an unknown property", `{"schema":"Vessel","properties":{"name":"ORRIN TALE","imoNumbr":"0990011"}}`, "imoNumbr", "did you mean imoNumber"},
		{"a property that is not compared", `{"schema":"Vessel","properties":{"name":"ORRIN TALE","notes":"x"}}`, "notes", "not compared"},
		{"a country", `{"schema":"Vessel","properties":{"name":"ORRIN TALE","country":"Germny"}}`, "country", "did you mean Germany"},
		{"a date", `{"schema":"Person","properties":{"name":"Thessaly Vorrick","birthDate":"31/31/61"}}`, "birthDate", "not understood"},
		{"a gender", `{"schema":"Person","properties":{"name":"Thessaly Vorrick","gender":"?"}}`, "gender", "not understood"},
		{"an IMO number", `{"schema":"Vessel","properties":{"name":"ORRIN TALE","imoNumber":"1234568"}}`, "imoNumber", "check digit"},
		{"a BIC", `{"schema":"Company","properties":{"name":"Brackenfold Tidewater Lines","swiftBic":"DEMO"}}`, "swiftBic", "cannot be such a number"},
		{"a member of the query", `{"schema":"Vessel","names":["X"],"properties":{"name":"ORRIN TALE"}}`, "names", "no such member"},
		{"a name of many words", `{"schema":"Company","properties":{"name":["Brackenfold Tidewater Lines","` + manyWords() + `"]}}`, "name", "first 32 words"},
	} {
		a := f.one("/match/default", c.query)
		if a.ids("responses.q.results") == "" {
			t.Errorf("%s: nothing found: %s", c.what, a.raw)
		}
		if a.at("responses.q.warnings.0.property") != c.property || !strings.Contains(fmt.Sprint(a.at("responses.q.warnings.0.message")), c.message) {
			t.Errorf("%s: warnings %v, want %q with %q", c.what, a.at("responses.q.warnings"), c.property, c.message)
		}
	}
	a := f.one("/match/default?fuzzy=true&limt=3", `{"schema":"Person","properties":{"name":"Thessaly Vorrick"}}`)
	if got := a.header.Get("X-Ignored-Parameters"); got != "fuzzy, limt" || a.at("warnings.1.parameter") != "limt" {
		t.Errorf("ignored parameters: %q, %v", got, a.at("warnings"))
	}
}

func TestQueryIsEchoedAsUnderstood(t *testing.T) {
	f := demoWorld(t)
	a := f.one("/match/default", `{"id":"cust-1","schema":"Person","properties":{"name":" Thessaly\u00a0 Vorrick\u0000 ","birthDate":"1961","nationality":["Russia","FR"],"gender":"F"}}`)
	got := fmt.Sprint(a.at("responses.q.query"))
	want := "map[id:cust-1 properties:map[birthDate:[1961] gender:[female] name:[Thessaly Vorrick] nationality:[ru fr]] schema:Person]"
	if got != want {
		t.Errorf("echo %s, want %s", got, want)
	}
}

func TestScoreEqualToTheThresholdIsKept(t *testing.T) {
	f := demoWorld(t)
	query := `{"schema":"Person","properties":{"name":"Ambrose Dole"}}`
	a := f.one("/match/default?threshold=0.1", query)
	score, ok := a.at("responses.q.results.0.score").(float64)
	if !ok || score >= 1 {
		t.Fatalf("no score below 1: %s", a.raw)
	}
	for _, c := range []struct {
		params string
		want   string
		total  float64
		match  any
	}{
		{fmt.Sprintf("threshold=%v", score), "DEMO-P2", 1, true},
		{fmt.Sprintf("threshold=%v", score+0.0001), "", 0, nil},
		{fmt.Sprintf("threshold=1&cutoff=%v", score), "DEMO-P2", 1, false},
		{fmt.Sprintf("threshold=%v&cutoff=1", score), "DEMO-P2", 1, true}, // a cutoff above the threshold takes nothing away
		{"threshold=1&cutoff=0", "DEMO-P2", 1, false},
	} {
		a := f.one("/match/default?"+c.params, query)
		if a.ids("responses.q.results") != c.want || a.at("responses.q.total.value") != c.total || a.at("responses.q.results.0.match") != c.match {
			t.Errorf("%s: %s", c.params, a.raw)
		}
	}
}

func TestTheLeastCutoffIsSaid(t *testing.T) {
	f := demoWorld(t)
	a := f.one("/match/default?threshold=0", `{"schema":"Person","properties":{"name":"Ambrose Dole"}}`)
	if a.at("threshold") != 0.0 || a.at("cutoff") != 0.1 || a.at("warnings.0.parameter") != "cutoff" {
		t.Errorf("%s", a.raw)
	}
}

func TestTotalCountsBeyondTheLimit(t *testing.T) {
	f := demoWorld(t)
	a := f.one("/match/default?threshold=0.1&limit=2", `{"schema":"Thing","properties":{"name":["Orrin Tale","Thessaly Vorrick","Quill Marrow","Ambrose Dole"]}}`)
	all, _ := a.at("responses.q.results").([]any)
	found, _ := a.at("responses.q.total.value").(float64)
	if len(all) != 2 || found < 4 || a.at("responses.q.matches") != found || a.at("limit") != 2.0 {
		t.Errorf("%d results of %v: %s", len(all), found, a.raw)
	}
}

func TestPartyOnTwoListsIsOneResult(t *testing.T) {
	f := demoWorld(t)
	a := f.one("/match/default", `{"schema":"Vessel","properties":{"name":"ORIN TALE"}}`)
	r := "responses.q.results.0."
	for path, want := range map[string]string{
		r + "id": "DEMO-V1", r + "referents": "[PARTNER-7]", r + "datasets": "[demo_list demo_partner]", r + "member": "PARTNER-7",
		r + "name": "ORIN TALE", r + "target": "true", r + "properties.name": "[ORRIN TALE ORIN TALE]", r + "caption": "ORRIN TALE",
		r + "first_seen": "2026-03-01T00:00:00", r + "last_change": "2026-03-02T00:00:00",
		"world": "Demo world: parts of what is shown here are invented.", "version": "test",
	} {
		if got := fmt.Sprint(a.at(path)); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	if a.at("index") == nil || a.header.Get("X-Index") != a.at("index") || a.header.Get("X-Version") != "test" ||
		!strings.Contains(a.header.Get("X-Snapshots"), fmt.Sprint("demo_list=", a.at("snapshots.demo_list"))) {
		t.Errorf("where the answer comes from: %v", a.header)
	}
}
