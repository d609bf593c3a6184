package screen_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/eu"
	"plimsoll/lists/listtest"
	"plimsoll/lists/uk"
	"plimsoll/screen"
)

// placed reads a list and keeps the parties that have a name and an address.
func placed(t *testing.T, a lists.Authority, folder, name string) []*ftm.Entity {
	t.Helper()
	data := listtest.RealFile(t, folder, name)
	_, all := listtest.MustParse(t, listtest.FormatOf(t, a, name, data), name, data)
	return slices.DeleteFunc(all, func(e *ftm.Entity) bool {
		return e.Schema == "Address" || len(e.Values("name")) == 0 || len(e.Values("address")) == 0
	})
}

func addressReason(h *screen.Hit) string {
	for _, r := range h.Reasons {
		if r.Feature == "address" {
			return r.Text
		}
	}
	return ""
}

// What docs/screening.md says of addresses, counted over two real lists: in how
// many pairs of entries of one name they agree. Search finds what Scan finds.
func TestAddressesOfRealLists(t *testing.T) {
	listed := placed(t, eu.Authority(), "eu", "fsf_xml_1.1_RECONSTRUCTED_2026-05-01.xml.gz")
	asked := placed(t, uk.Authority(), "uk", "UK-Sanctions-List_RECONSTRUCTED_2026-08-22.xml.gz")
	byName := map[string][]*ftm.Entity{}
	for _, e := range listed {
		for _, n := range e.Values("name") {
			byName[strings.ToLower(n)] = append(byName[strings.ToLower(n)], e)
		}
	}
	x := screen.Build(listed)
	pairs, agree, numbered := 0, 0, 0
	for i, e := range asked {
		q := screen.Query{Schema: e.Schema, Properties: map[string][]string{"name": e.Values("name"), "address": e.Values("address")}}
		for _, other := range byName[strings.ToLower(e.Values("name")[0])] {
			h := screen.Compare(q, other)
			if h == nil {
				continue
			}
			pairs++
			digit := func(s string) bool { return strings.ContainsAny(s, "0123456789") }
			if slices.ContainsFunc(e.Values("address"), digit) && slices.ContainsFunc(other.Values("address"), digit) {
				numbered++
			}
			if s := addressReason(h); s != "" {
				agree++
				if agree%20 == 0 {
					t.Log(s)
				}
			}
		}
		if i%20 == 0 {
			if diff := cmp.Diff(x.Scan(q, 0.5), x.Search(q, 0.5)); diff != "" {
				t.Errorf("%v: scan and search differ (-scan +search):\n%s", q, diff)
			}
		}
	}
	t.Logf("%d parties of one list, %d of the other; %d pairs of one name, %d with a number in an address of each; addresses of %d agree", len(listed), len(asked), pairs, numbered, agree)
	if agree*2 < numbered {
		t.Errorf("addresses of only %d of %d pairs agree", agree, numbered)
	}
}
