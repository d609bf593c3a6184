package web

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"plimsoll/house"
	"plimsoll/lists"
)

func TestAPartyIsListedUntilItsListingEnds(t *testing.T) {
	now := time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	h, err := house.Open(t.Context(), t.TempDir(), house.Options{Now: func() time.Time { return now }, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	const list = `# title: Larkmere board list
# published: 2026-03-01
# dataset: larkmere_board
# authority: Board of Larkmere
id,schema,name,topics,entity,endDate
C1,Company,Brackenfold Tidewater Lines,sanction,,
S1,Sanction,,,C1,2026-03-09
`
	if _, err := h.Lists.Import(t.Context(), h.Operator, lists.Options{}, lists.Upload{Name: "board.csv", Reader: strings.NewReader(list)}); err != nil {
		t.Fatal(err)
	}
	for day, want := range map[int]string{9: "listed", 10: "nothing known"} {
		now = time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC)
		p, err := FromHouse(h).Party(t.Context(), "C1")
		if err != nil {
			t.Fatal(err)
		}
		if p.Verdict.Status != want {
			t.Errorf("on %s the party is %q, want %q", now.Format(time.DateOnly), p.Verdict.Status, want)
		}
	}
}
