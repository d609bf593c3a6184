package screen_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/screen"
)

func TestAnAddressThatAgreesLifts(t *testing.T) {
	const at = "12 Gannet Quay, Harrowmouth Industrial Zone, Tarn 40211"
	x := screen.Build([]*ftm.Entity{
		entity("C1", "Company", "name=Brackenfold Tidewater Lines", "address="+at),
		entity("C2", "Company", "name=Ostrel Lamps", "address="+at),
		entity("C3", "Company", "name=Cresswold Lantern Works", "addressEntity=A1"),
		entity("A1", "Address", "street=5 Plover Steps", "city=Oakum Bay", "postalCode=70112"),
		entity("C4", "Company", "name=Dunmarrow Far Trading", "address=北京市朝阳区建国路88号"),
		entity("P2", "Person", "name=Ilmar Voss", "address=7 Kirova Street, Samara, Samarskaya oblast, Russia"),
		entity("P1", "Person", "name=Юрий Воррик", "address=ул. Ленина, д. 7, Самара"),
	})
	score := func(props ...string) (float64, string) {
		q := query("", props...)
		hits := x.Search(q, 0.01)
		if diff := cmp.Diff(x.Scan(q, 0.01), hits); diff != "" {
			t.Errorf("%v: scan and search differ (-scan +search):\n%s", props, diff)
		}
		if len(hits) == 0 {
			return 0, ""
		}
		var said []string
		for _, r := range hits[0].Reasons {
			if r.Feature == "address" {
				said = append(said, r.Text)
			}
		}
		return hits[0].Score, strings.Join(said, "; ")
	}
	for _, c := range []struct {
		what, name, address string
		lifts               bool
	}{
		{"the same", "Brakenfold Tidewatter Linen", at, true},
		{"in other order, without the zone", "Brakenfold Tidewatter Linen", "Harrowmouth, Gannet Quay No. 12", true},
		{"another house", "Brakenfold Tidewatter Linen", "14 Gannet Quay, Harrowmouth Industrial Zone, Tarn 40211", false},
		{"another street", "Brakenfold Tidewatter Linen", "12 Plover Walk, Harrowmouth", false},
		{"no number", "Brakenfold Tidewatter Linen", "Gannet Quay, Harrowmouth", false},
		{"nothing but a number", "Brakenfold Tidewatter Linen", "12", false},
		{"a letter otherwise", "Brakenfold Tidewatter Linen", "12 Gannett Quay, Harrowmouth, Tarn", true},
		{"the town only", "Brakenfold Tidewatter Linen", "12 Harrowmouth, Tarn, Ashby Close", false},
		{"an address of its own entity", "Creswold Lanten Work", "Oakum Bay 70112, Plover Steps 5", true},
		{"Chinese", "Dunmarow Far Tradin", "朝阳区建国路８８号", true},
		{"Chinese in Latin letters", "Dunmarow Far Tradin", "No. 88 Jianguo Road, Chaoyang District, Beijing, China", true},
		{"another street of town and region", "Ilmar Vosz", "7 Lenina Street, Samara, Samarskaya oblast, Russia", false},
		{"the case and the country otherwise", "Ilmar Vosz", "ul. Kirov 7, Samara, Russian Federation", true},
		{"digits of Arabic", "Ilmar Vosz", "Kirova ٧, Samara", true},
		{"in another script", "Yuri Vorik", "Samara, ulitsa Lenina 7", true},
	} {
		without, _ := score("name=" + c.name)
		with, said := score("name="+c.name, "address="+c.address)
		if (with > without) != c.lifts || (said != "") != c.lifts || with < without {
			t.Errorf("%s: %.4f without the address, %.4f with it (%s)", c.what, without, with, said)
		}
	}
	if s, _ := score("name=Nobody Inparticular", "address="+at); s != 0 {
		t.Errorf("an address alone made a hit of %.2f", s)
	}
}
