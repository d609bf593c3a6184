package book_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/book"
)

func TestOnePartyIsReadAsARowIs(t *testing.T) {
	row, err := book.One(map[string][]string{"name": {"Orrin; Tallis"}, "dob": {"3 Feb 1961"}, "imo": {"0990011"}}, book.Options{Schema: "ship"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string][]string{"name": {"Orrin; Tallis"}, "imoNumber": {"0990011"}}, row.Properties); diff != "" || row.Schema != "Vessel" {
		t.Error(row, diff)
	}
	for _, c := range []struct {
		values map[string][]string
		want   string
	}{
		{map[string][]string{"imoNumbr": {"1"}}, "did you mean"},
		{map[string][]string{"colour": {"1"}}, "no property is called"},
		{map[string][]string{"name": {"\x01"}}, "control character"},
		{map[string][]string{"country": {"kr"}}, "neither a name nor a number"},
	} {
		if _, err := book.One(c.values, book.Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.values, err)
		}
	}
}
