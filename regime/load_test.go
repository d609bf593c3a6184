package regime

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestTheEmbeddedRegimeIsWhole(t *testing.T) {
	r := load(t)
	adopted := map[int]Day{}
	paragraphs := 0
	for _, res := range r.Resolutions {
		adopted[res.Number] = res.Adopted
		paragraphs += len(res.Paragraphs)
	}
	want := map[int]Day{
		1718: "2006-10-14", 1874: "2009-06-12", 2087: "2013-01-22", 2094: "2013-03-07", 2270: "2016-03-02",
		2321: "2016-11-30", 2356: "2017-06-02", 2371: "2017-08-05", 2375: "2017-09-11", 2397: "2017-12-22",
		1928: "2010-06-07", 1985: "2011-06-10", 2050: "2012-06-12", 2141: "2014-03-05", 2207: "2015-03-04", 2276: "2016-03-24",
		2345: "2017-03-23", 2407: "2018-03-21", 2464: "2019-04-10", 2515: "2020-03-30", 2569: "2021-03-26", 2627: "2022-03-25",
		2680: "2023-03-23",
	}
	if diff := cmp.Diff(want, adopted); diff != "" {
		t.Errorf("resolutions (-want +got):\n%s", diff)
	}
	t.Logf("%d resolutions, %d paragraphs, %d mandates, %d votes", len(r.Resolutions), paragraphs, len(r.Mandates), len(r.Votes))
	if !slices.IsSortedFunc(r.Resolutions, func(a, b Resolution) int { return a.Number - b.Number }) {
		t.Error("resolutions are not in order")
	}
}

func TestParagraphsAreFoundByCitation(t *testing.T) {
	r := load(t)
	p, ok := r.Paragraph("2397 OP5")
	if !ok || p.Limits[0].Barrels != 500_000 || !p.Verified || p.From != "2018-01-01" {
		t.Errorf("2397 OP5: %v %+v", ok, p)
	}
	if p, ok := r.Paragraph("2375 OP11"); !ok || p.Verified || !p.ContentVerified {
		t.Errorf("2375 OP11: %v %+v", ok, p)
	}
	if p, ok := r.Paragraph("2375 OP99"); ok {
		t.Errorf("found %+v", p)
	}
	if _, ok := r.Resolution(2321); !ok {
		t.Error("2321 is missing")
	}
	if _, ok := r.Resolution(2664); ok {
		t.Error("2664 is there")
	}
}

func TestMandatesRunWithoutABreakToTheVeto(t *testing.T) {
	r := load(t)
	for d := on("2009-06-12"); d.Before(on("2024-05-01")); d = d.AddDate(0, 0, 1) {
		if _, ok := r.MandateOn(d); !ok {
			t.Fatalf("no mandate on %s", DayOf(d))
		}
	}
	for day, want := range map[string]int{
		"2009-06-11": 0, "2009-06-12": 1874, "2017-03-22": 2276, "2017-03-23": 2345, "2024-04-30": 2680, "2024-05-01": 0, "2026-03-05": 0,
	} {
		if m, ok := r.MandateOn(on(day)); m.Resolution != want || ok != (want != 0) {
			t.Errorf("%s: mandate of %d (%v), want %d", day, m.Resolution, ok, want)
		}
	}
}

func TestTheVoteOf28March2024(t *testing.T) {
	votes := load(t).Votes
	last := votes[len(votes)-1]
	if last.Date != "2024-03-28" || last.Resolution != 0 {
		t.Fatalf("the last vote: %+v", last)
	}
	got := Outcome(last)
	want := Result{For: 13, Against: 1, Abstain: 1, Vetoes: []string{"ru"}, Reason: "not adopted: 13 votes for it, but a permanent member voted against: ru"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
}

func TestOutcomeOfVotes(t *testing.T) {
	ten := []string{"dz", "ec", "gy", "jp", "kr", "mt", "mz", "sl", "si", "ch"}
	tests := []struct {
		what string
		vote Vote
		want bool
		veto int
	}{
		{"13 for, one permanent member against, one abstaining", Vote{For: append(slices.Clone(ten), "us", "gb", "fr"), Against: []string{"ru"}, Abstain: []string{"cn"}}, false, 1},
		{"13 for, two permanent members abstaining", Vote{For: append(slices.Clone(ten), "us", "gb", "fr"), Abstain: []string{"ru", "cn"}}, true, 0},
		{"8 for, none against, 7 abstaining: no nine", Vote{For: append(slices.Clone(ten[:5]), "us", "gb", "fr"), Abstain: append(slices.Clone(ten[5:]), "ru", "cn")}, false, 0},
		{"14 for, an elected member against", Vote{For: append(slices.Clone(ten[:9]), permanent()...), Against: ten[9:]}, true, 0},
		{"all but one abstaining permanent member", Vote{For: append(slices.Clone(ten), "us", "gb", "fr", "ru"), Abstain: []string{"cn"}}, true, 0},
		{"nine without any permanent member", Vote{For: ten[:9], Abstain: append(slices.Clone(permanent()), ten[9])}, true, 0},
		{"eight", Vote{For: ten[:8]}, false, 0},
		{"eight against a permanent member is no veto", Vote{For: ten[:8], Against: []string{"us"}}, false, 0},
		{"fourteen against a permanent member", Vote{For: append(slices.Clone(ten), "us", "gb", "fr", "cn"), Against: []string{"ru"}}, false, 1},
		{"nine with six elected members against", Vote{For: append(slices.Clone(ten[:4]), permanent()...), Against: ten[4:]}, true, 0},
		{"two permanent members against", Vote{For: ten, Against: []string{"ru", "cn"}}, false, 2},
	}
	for _, tt := range tests {
		if got := Outcome(tt.vote); got.Adopted != tt.want || len(got.Vetoes) != tt.veto || got.Reason == "" {
			t.Errorf("%s: %+v", tt.what, got)
		}
	}
}

func TestFaultsAreNamedByFileAndField(t *testing.T) {
	const good = `resolution: 1718
adopted: 2006-10-14
trigger: a test
source: S/RES/1718 (2006)
paragraphs:
  - op: 8(d)
    kind: freeze
    says: Assets are frozen.
    from: 2006-10-14
    covers:
      - acts: [asset-dealing]
        needs: [listed-party]
    verified: true
    source: S/RES/1718 (2006)
`
	about := &fstest.MapFile{Data: []byte("{id: dprk, name: a test, country: kp, names: [DPRK], source: a page}")}
	if _, err := LoadFS(fstest.MapFS{aboutFile: about, "1718.yaml": {Data: []byte(good)}}); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ old, now, want string }{
		{"adopted: 2006-10-14", "adopted: 2006-02-30", `1718.yaml: field adopted: "2006-02-30" is not a day`},
		{"resolution: 1718", "resolution: 1719", "1718.yaml: field resolution: 1719 stands in a file that is not called 1719.yaml"},
		{"trigger: a test", "trigger: ''", "1718.yaml: field trigger: is missing"},
		{"kind: freeze", "kind: frieze", `1718.yaml: field paragraphs[0].kind: "frieze" is not one of cap,`},
		{"op: 8(d)", "op: OP8", `field paragraphs[0].op: "OP8" is not a paragraph`},
		{"[asset-dealing]", "[asset-stealing]", `field paragraphs[0].covers[0].acts: "asset-stealing" is not one of supply,`},
		{"[listed-party]", "[party]", `field paragraphs[0].covers[0].needs: "party" is not one of`},
		{"        needs: [listed-party]\n", "", "field paragraphs[0].covers[0].needs: a cover without goods or needs"},
		{"from: 2006-10-14", "from: 2006-10-13", "field paragraphs[0].from: 2006-10-13 is before the adoption"},
		{"from: 2006-10-14", "from: 2006-10-14\n    until: 2006-10-01", "field paragraphs[0].until: 2006-10-01 is before 2006-10-14"},
		{"verified: true", "amended_by: [1718 OP9]\n    verified: true", `field paragraphs[0].amended_by: no paragraph is "1718 OP9"`},
		{"    verified: true\n", "", "field paragraphs[0].verified: is missing"},
		{"says: Assets are frozen.", "sais: Assets are frozen.", `unknown field "sais"`},
		{"resolution: 1718", "resolution: [", "1718.yaml"},
	}
	for _, tt := range tests {
		if !strings.Contains(good, tt.old) {
			t.Fatalf("the good file does not hold %q", tt.old)
		}
		bad := strings.Replace(good, tt.old, tt.now, 1)
		_, err := LoadFS(fstest.MapFS{aboutFile: about, "1718.yaml": {Data: []byte(bad)}})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: error %v, want one with %q", tt.now, err, tt.want)
		}
	}
	if _, err := LoadFS(fstest.MapFS{}); err == nil {
		t.Error("a regime without a resolution was read")
	}
}

func TestFaultsInMandatesAndVotes(t *testing.T) {
	base := embeddedFiles(t)
	tests := []struct{ file, old, now, want string }{
		{"mandates.yaml", "from: 2018-03-21", "from: 2018-05-21", "mandates[9].from: the mandate of 2018-05-21"},
		{"mandates.yaml", "until: 2024-04-30", "until: never", `mandates[14].until: "never" is not a day`},
		{"mandates.yaml", `op: "26"`, `op: "27"`, `mandates[0].op: no paragraph is "1874 OP27"`},
		{"mandates.yaml", "from: 2018-03-21", "from: 2018-03-22", "mandates[9].from: 2407 OP1 is in force from 2018-03-21"},
		{"votes.yaml", "    resolution: 2680\n", "", "votes[17].resolution: is missing for a draft that was adopted"},
		{"votes.yaml", "date: 2024-03-28", "date: 2024-03-28\n    resolution: 2680", "votes[18].resolution: 2680: not adopted: 13 votes"},
		{"votes.yaml", "date: 2023-03-23", "date: 2023-03-24", "votes[17].date: 2680 was adopted on 2023-03-23"},
		{"regime.yaml", `hs: ["44"]`, `hs: ["4"]`, `goods[37].hs: "4" is not a code`},
		{"regime.yaml", "id: zinc", "id: tin", `"zinc" is not one of`},
		{"regime.yaml", "{id: zinc", "{id: tin}\n  - {id: zinc", "goods[38].id: no paragraph speaks of tin"},
		{"regime.yaml", "country: kp", "country: korea", `country: "korea" is not an ISO 3166 code`},
		{"2375.yaml", "until: 2017-12-31, barrels", "barrels", "limits[0].until: is missing: a period has a last day"},
		{"2371.yaml", "- id: emergency", "- until: 2017-08-04\n        id: emergency", "exemptions[0].until: 2017-08-04 is before the exemption begins"},
		{"votes.yaml", "abstain: [cn]", "abstain: [ru]", `votes[18].for: member "ru"`},
		{"votes.yaml", "abstain: [cn]", "abstain: [cn, de]", "votes[18].for: 16 members vote"},
	}
	for _, tt := range tests {
		files := maps.Clone(base)
		text := string(files[tt.file].Data)
		if !strings.Contains(text, tt.old) {
			t.Fatalf("%s does not hold %q", tt.file, tt.old)
		}
		files[tt.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, tt.old, tt.now, 1))}
		_, err := LoadFS(files)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.file, err, tt.want)
		}
	}
}

func embeddedFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	names, err := fs.Glob(embedded, "data/dprk/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := embedded.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[strings.TrimPrefix(name, "data/dprk/")] = &fstest.MapFile{Data: data}
	}
	return out
}

const onlyAMonitor = `{resolution: 2397, adopted: 2017-12-22, trigger: a test, source: a page, paragraphs:
  [{op: "13", kind: monitoring, says: States watch., from: 2017-12-22, verified: false, source: a page}]}`

// FuzzLoad feeds any bytes as each of the four kinds of file: they are read
// or refused, and what was read answers without a panic.
func FuzzLoad(f *testing.F) {
	for _, file := range embeddedFiles(f) {
		f.Add(file.Data)
	}
	about := &fstest.MapFile{Data: []byte("{id: dprk, name: a test, country: kp, names: [DPRK], source: a page}")}
	one := &fstest.MapFile{Data: []byte(onlyAMonitor)}
	f.Add([]byte("resolution: 1718\nparagraphs: [{op: 1, covers: [{acts: [supply]}]}]"))
	f.Add([]byte("votes: [{date: 2024-03-28, for: [us, us]}]"))
	f.Add([]byte("a: &a [*a]\n<<: *a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"1718.yaml", "mandates.yaml", "votes.yaml", aboutFile} {
			files := fstest.MapFS{aboutFile: about, "2397.yaml": one}
			files[name] = &fstest.MapFile{Data: data}
			r, err := LoadFS(files)
			if err != nil {
				if !strings.Contains(err.Error(), ".yaml") {
					t.Fatalf("the error names no file: %v", err)
				}
				continue
			}
			r.Check(Act{Kind: Supply, Goods: Coal, Date: on("2018-01-01")})
			r.MandateOn(on("2018-01-01"))
			for _, v := range r.Votes {
				Outcome(v)
			}
		}
	})
}
