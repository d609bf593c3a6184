package names_test

import (
	_ "embed"
	"strings"
	"testing"

	"plimsoll/names"
)

//go:embed testdata/forms.tsv
var formsTSV string

func TestLegalFormsAreTakenOffAndTold(t *testing.T) {
	n, places := 0, map[string]bool{}
	for line := range strings.Lines(formsTSV) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		if len(row) != 4 {
			t.Fatalf("%q: want four columns", line)
		}
		n++
		places[row[0]] = true
		name := names.Read(row[1], names.Organisation)
		if got := surfaces(name); got != row[2] {
			t.Errorf("%s: %q is read %q, want %q", row[0], row[1], got, row[2])
		}
		if got := strings.Join(name.Forms, " "); got != row[3] {
			t.Errorf("%s: %q has the forms %q, want %q", row[0], row[1], got, row[3])
		}
	}
	if n < 120 || len(places) < 40 {
		t.Errorf("only %d names of %d places", n, len(places))
	}
}

func TestOnlyFormsOfAnotherKindContradict(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		differ bool
	}{
		{"Lampwick Co. Ltd", "Lampwick Company Limited", false},
		{"Lampwick Ltd", "ООО Ламп", false},
		{"Lampwick Ltd", "灯芯有限公司", false},
		{"Lampwick GmbH", "Lampwick LLC", false},
		{"Lampwick GmbH", "Lampwick AG", true},
		{"ООО Лампа", "ПАО Лампа", true},
		{"Lampwick Corporation", "Lampwick Ltd", false},
		{"株式会社ランプ", "Lamp Co., Ltd.", false},
		{"ФГУП Лампа", "АО Лампа", true},
		{"Lampwick", "Lampwick Ltd", false},
	} {
		a, b := names.Read(c.a, names.Organisation), names.Read(c.b, names.Organisation)
		if got := names.FormsDiffer(a.Forms, b.Forms); got != c.differ {
			t.Errorf("%s (%v), %s (%v): differ %v", c.a, a.Forms, c.b, b.Forms, got)
		}
	}
}

func TestPeopleAndShipsHaveNoLegalForm(t *testing.T) {
	for _, class := range []names.Class{names.Person, names.Vessel} {
		if n := names.Read("Lampwick Co", class); len(n.Forms) > 0 || len(n.Words) != 2 {
			t.Errorf("class %d: forms %v, words %q", class, n.Forms, surfaces(n))
		}
	}
}

func BenchmarkReadOrganisation(b *testing.B) {
	for _, s := range []string{"Brackenfold Tidewater Lines Co., Ltd.", "ООО Торговый дом Ромашка", "朝鲜大同江贸易有限公司", "OBSHCHESTVO S OGRANICHENNOY OTVETSTVENNOSTYU ROMASHKA"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				names.Read(s, names.Organisation)
			}
		})
	}
}
