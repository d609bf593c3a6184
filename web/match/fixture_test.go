package match_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"plimsoll/demo/world"
	"plimsoll/house"
	"plimsoll/house/roll"
	"plimsoll/lists"
	"plimsoll/web/match"
)

// The parties of these tests are those of the demo world, and two lists more:
// one that has some of them under ids of its own, and one of a past that was
// otherwise.

const partnerList = `# title: Plimsoll demo partner list
# dataset: demo_partner
# published: 2026-03-02
# topics: sanction
# authority: Demo Partner Authority (invented)
id,schema,name,alias,imoNumber,passportNumber,country,publicKey,holder
PARTNER-7,Vessel,ORIN TALE,TALE OF ORRIN,0990011,,xo,,
PARTNER-8,Company,Gullhaven Lantern Works,,,,,,
PARTNER-9,CryptoWallet,,,,,,0xDEMO000000000000000000001,PARTNER-8
`

func boardList(day string, rows ...string) string {
	return "# dataset: demo_board\n# published: " + day + "\n# topics: sanction\nid,schema,name,birthDate\n" + strings.Join(rows, "\n") + "\n"
}

type fixture struct {
	t      testing.TB
	house  *house.House
	keeper *roll.Keeper
	api    http.Handler
}

// now is the day on which the tests take place.
var now = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

func open(t testing.TB) *fixture {
	t.Helper()
	h, err := house.Open(context.Background(), t.TempDir(), house.Options{Now: func() time.Time { return now }, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	f := &fixture{t: t, house: h, keeper: roll.NewKeeper(h, nil)}
	f.api = match.New(match.Options{
		Rolls: f.keeper, Authorities: h.Lists.Authorities(), Version: "test", Now: func() time.Time { return now },
	})
	return f
}

func (f *fixture) imports(name, text string) {
	f.t.Helper()
	_, err := f.house.Lists.Import(context.Background(), f.house.Operator, lists.Options{AllowDrop: true}, lists.Upload{Name: name, Reader: strings.NewReader(text)})
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) refresh() {
	f.t.Helper()
	if _, err := f.keeper.Refresh(context.Background()); err != nil {
		f.t.Fatal(err)
	}
}

// demoWorld is a server over the demo world and the two lists more.
func demoWorld(t testing.TB) *fixture {
	t.Helper()
	f := open(t)
	for _, name := range []string{world.DemoList, world.DemoParties} {
		data, err := fs.ReadFile(world.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		f.imports(name, string(data))
	}
	f.imports("partner.csv", partnerList)
	f.imports("board.csv", boardList("2026-01-10", "B1,Person,Wendeline Osk,1950", "B2,Person,Corvin Addlestone,1960"))
	f.imports("board.csv", boardList("2026-02-10", "B1,Person,Wendeline Osk,1951", "B3,Person,Marguerite Thole,1970"))
	f.refresh()
	return f
}

// answer is a reply, read.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	raw    []byte
	body   map[string]any
}

func (f *fixture) ask(method, target, body string, headers ...string) *answer {
	f.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	f.api.ServeHTTP(w, r)
	a := &answer{t: f.t, status: w.Code, header: w.Header(), raw: w.Body.Bytes()}
	if w.Header().Get("Content-Encoding") == "" && len(a.raw) > 0 {
		dec := json.NewDecoder(bytes.NewReader(a.raw))
		if err := dec.Decode(&a.body); err != nil {
			f.t.Fatalf("%s %s: %v in %s", method, target, err, a.raw)
		}
	}
	return a
}

func (f *fixture) get(target string) *answer { f.t.Helper(); return f.ask("GET", target, "") }

// one asks a single query, under the name q.
func (f *fixture) one(target, query string) *answer {
	f.t.Helper()
	return f.ask("POST", target, `{"queries":{"q":`+query+`}}`)
}

// at follows a path such as "responses.q.results.0.id"; what is not there is
// nil.
func (a *answer) at(path string) any {
	var v any = a.body
	for _, step := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// ids lists the ids of results.
func (a *answer) ids(path string) string {
	all, _ := a.at(path).([]any)
	var out []string
	for _, x := range all {
		m, _ := x.(map[string]any)
		out = append(out, fmt.Sprint(m["id"]))
	}
	return strings.Join(out, " ")
}
