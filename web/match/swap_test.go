package match_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// While lists change, every request is answered, and from one state of them
// alone: its index, its snapshots, its results and what is told of them agree.
func TestNoAnswerMixesTwoStatesOfTheLists(t *testing.T) {
	f := open(t)
	row := func(version int) []string { // version v: everybody was born in 1950 + v
		var rows []string
		for i := range 20 {
			rows = append(rows, fmt.Sprintf("B%d,Person,Wendeline Osk %c%c,%d", i, 'K'+i%10, 'A'+i/10, 1950+version))
		}
		return rows
	}
	f.imports("board.csv", boardList("2026-01-10", row(0)...))
	f.imports("partner.csv", partnerList)
	f.refresh()

	var queries []string
	for i := range 10 {
		queries = append(queries, fmt.Sprintf(`"q%d":{"schema":"Person","properties":{"name":"Wendeline Osk %c"}}`, i, 'K'+i))
	}
	body := `{"queries":{` + strings.Join(queries, ",") + `}}`

	var seen sync.Map // index to the year its answers must show
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	var answered atomic.Int64
	for range 4 {
		wg.Go(func() {
			for ctx.Err() == nil {
				a := f.ask("POST", "/match/default?threshold=0.6&limit=100", body)
				answered.Add(1)
				if a.status != 200 {
					t.Errorf("dropped: %d %s", a.status, a.raw)
					return
				}
				years := map[string]bool{}
				for i := range 10 {
					results, _ := a.at(fmt.Sprintf("responses.q%d.results", i)).([]any)
					if len(results) == 0 {
						t.Errorf("nothing found: %s", a.raw)
					}
					for j := range results {
						years[fmt.Sprint(a.at(fmt.Sprintf("responses.q%d.results.%d.properties.birthDate", i, j)))] = true
					}
				}
				if len(years) != 1 || a.header.Get("X-Index") != a.at("index") {
					t.Errorf("mixed: years %v, index %v", years, a.at("index"))
				}
				key := fmt.Sprint(a.at("index"), a.at("snapshots.demo_board"))
				for year := range years {
					if was, _ := seen.LoadOrStore(key, year); was != year {
						t.Errorf("index %s answered %s and %s", key, was, year)
					}
				}
			}
		})
	}
	for v := 1; v <= 4; v++ {
		f.imports("board.csv", boardList(fmt.Sprintf("2026-02-%02d", v), row(v)...))
		f.refresh()
		// The next list comes once somebody has seen this one.
		for n := answered.Load(); answered.Load() < n+4 && !t.Failed(); {
			f.get("/readyz")
		}
	}
	stop()
	wg.Wait()
	states := 0
	seen.Range(func(_, _ any) bool { states++; return true })
	if states < 5 {
		t.Errorf("only %d states of the lists were seen in %d answers", states, answered.Load())
	}
}
