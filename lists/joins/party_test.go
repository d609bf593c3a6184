package joins_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists/joins"
)

func listed() []*ftm.Entity {
	return []*ftm.Entity{
		sanction("uk", "uk-1", "authority=Office of Ships", "unscId=ZZi.001", "listingDate=2019-05-02", "program=DPRK", "programId=dprk", "reason=Sold coal"),
		entity("us", "us-1", "Person", "name=VANTLE, Orrin", "topics=sanction"),
		sanction("us", "us-1", "authority=Treasury", "unscId=ZZi.1", "startDate=2016-12-02", "endDate=2024-01-01", "program=DPRK2", "program=NPWMD"),
		entity("un_sc", "un_sc-ZZi.001", "Person", "name=ORRIN VANTLE", "topics=sanction"),
		sanction("un_sc", "un_sc-ZZi.001", "authority=Security Council", "listingDate=2016-11-30"),
		entity("uk", "uk-1", "Person", "name=Orrin Vantle", "topics=sanction"),
		entity("board", "board-1", "Person", "name=Orrin Vantle", "topics=sanction", "passportNumber=AA472320"),
		pass("un_sc", "un_sc-ZZi.001", "AA472320", ""),
	}
}

func TestAPartyShowsByWhomItIsListedSinceWhenAndForWhat(t *testing.T) {
	j := build(nil, listed()...)
	p, ok := j.Party("us-1")
	if !ok {
		t.Fatal("no such party")
	}
	if p.ID != "un_sc-ZZi.001" || p.Caption != "ORRIN VANTLE" || p.Schema != "Person" {
		t.Errorf("%s, a %s called %s", p.ID, p.Schema, p.Caption)
	}
	if got := members(j, "uk-1"); got != "un_sc-ZZi.001 board-1 uk-1 us-1" {
		t.Errorf("members are %s", got)
	}
	want := []joins.Listing{
		{Dataset: "un_sc", Authority: "Security Council", Since: "2016-11-30", Sanction: "un_sc-ZZi.001-sanction", Entity: "un_sc-ZZi.001", Exhibit: "exhibit of un_sc", Place: "un_sc-ZZi.001-sanction/entity"},
		{Dataset: "us", Authority: "Treasury", Since: "2016-12-02", Until: "2024-01-01", Programs: []string{"DPRK2", "NPWMD"}, Sanction: "us-1-sanction", Entity: "us-1", Exhibit: "exhibit of us", Place: "us-1-sanction/entity"},
		{Dataset: "uk", Authority: "Office of Ships", Since: "2019-05-02", Programs: []string{"DPRK"}, ProgramIDs: []string{"dprk"}, Reason: "Sold coal", Sanction: "uk-1-sanction", Entity: "uk-1", Exhibit: "exhibit of uk", Place: "uk-1-sanction/entity"},
		{Dataset: "board", Entity: "board-1", Exhibit: "exhibit of board", Place: "board-1/name"},
	}
	if diff := cmp.Diff(want, p.Listings); diff != "" {
		t.Errorf("listings (-want +got):\n%s", diff)
	}
	if j.Canonical("board-1") != "un_sc-ZZi.001" || j.Canonical("unheard-of") != "unheard-of" {
		t.Error("canonical ids are wrong")
	}
}

func TestTheOrderOfDatasetsDecidesTheID(t *testing.T) {
	ship := func(dataset string) *ftm.Entity {
		return entity(dataset, dataset+"-1", "Vessel", "name=FERN KEEP", "imoNumber=0990011")
	}
	for _, c := range []struct {
		order []string
		want  string
	}{
		{nil, "au-1"},
		{[]string{"uk", "us"}, "uk-1"},
	} {
		b := joins.NewBuilder(c.order...)
		for _, d := range []string{"us", "uk", "au"} {
			b.Add(ship(d))
		}
		if got := b.Build(nil).Canonical("us-1"); got != c.want {
			t.Errorf("with %v: %s", c.order, got)
		}
		b.Add(ship("un_1718"))
		if got := b.Build(nil).Canonical("us-1"); got != "un_1718-1" {
			t.Errorf("with %v and the UN: %s", c.order, got)
		}
	}
}

func TestMergeKeepsWhoSaysWhat(t *testing.T) {
	all := listed()
	j := build(nil, all...)
	e := j.Merge("uk-1", all)
	if e == nil || e.ID != "un_sc-ZZi.001" || e.Schema != "Person" {
		t.Fatalf("%+v", e)
	}
	if err := ftm.Default().Check(e); err != nil {
		t.Error(err)
	}
	var from []string
	for _, s := range e.About("name") {
		from = append(from, s.Entity+": "+s.Value)
	}
	want := []string{"un_sc-ZZi.001: ORRIN VANTLE", "board-1: Orrin Vantle", "uk-1: Orrin Vantle", "us-1: VANTLE, Orrin"}
	if !slices.Equal(from, want) {
		t.Errorf("names: %q", from)
	}
	if j.Merge("unheard-of", all) != nil {
		t.Error("a party out of nothing")
	}
	s := j.Refer(all[0])
	if s.First("entity") != "un_sc-ZZi.001" || s.About("entity")[0].Original != "uk-1" || s.First("program") != "DPRK" {
		t.Errorf("%+v", s)
	}
	if all[0].First("entity") != "uk-1" {
		t.Error("the entity given was changed")
	}
}

func TestAnIDCanBeTwoThingsInTwoListsOfOnesOwn(t *testing.T) {
	j := build(nil,
		entity("board", "V1", "Vessel", "name=ORRIN TALE", "imoNumber=0990011"),
		entity("desk", "V1", "Person", "name=Orrin Vantle"), sanction("desk", "V1", "program=A"),
		sanction("board", "V1", "program=B"))
	if c := j.Counts(); c.Parties != 2 {
		t.Fatalf("%+v", c)
	}
	for p := range j.Parties() {
		if again, ok := j.Party(p.ID); !ok || again.Schema != p.Schema {
			t.Errorf("%s is not the id of one party", p.ID)
		}
		if len(p.Listings) != 1 || p.Listings[0].Dataset != p.Members[0].Dataset {
			t.Errorf("%+v", p)
		}
	}
}

func TestResultsAreWrittenAsJSON(t *testing.T) {
	j := build(nil, listed()...)
	p, _ := j.Party("us-1")
	text, err := json.Marshal(p)
	var back joins.Party
	if err == nil {
		err = json.Unmarshal(text, &back)
	}
	if diff := cmp.Diff(p, back); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestWhatWasBuiltStaysWhenMoreIsAdded(t *testing.T) {
	b := joins.NewBuilder()
	b.Add(entity("us", "us-1", "Vessel", "name=FERN KEEP", "imoNumber=0990011"))
	before := b.Build(nil)
	b.Add(entity("eu", "eu-1", "Vessel", "name=DULL KEEP", "imoNumber=0990011"))
	after := b.Build(nil)
	if members(before, "us-1") != "us-1" || members(after, "us-1") != "eu-1 us-1" {
		t.Errorf("before %s, after %s", members(before, "us-1"), members(after, "us-1"))
	}
}

func TestAnEntityOfSeveralDatasetsIsTakenApart(t *testing.T) {
	e := entity("uk", "uk_list-1", "Person", "name=Orrin Vantle")
	e.Statements = append(e.Statements, entity("us", "uk_list-1", "Person", "name=Vantle").Statements...)
	p, _ := build(nil, e).Party("uk_list-1")
	if len(p.Members) != 2 || p.Members[0].Dataset != "uk" || p.Members[1].Caption != "Vantle" {
		t.Errorf("%+v", p.Members)
	}
}
