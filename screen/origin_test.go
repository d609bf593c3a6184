package screen_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/screen"
)

func TestShortFormsAndFurtherNamesAreFound(t *testing.T) {
	x := screen.Build([]*ftm.Entity{
		entity("A", "Organization", "name=Islamic Republic of Iran Shipping Lines"),
		entity("B", "Company", "name=Merrowbane Insurance Company (QMIC)"),
		entity("C", "Company", "name=Lampwick Tidewater Bunkering Company"),
		entity("D", "Company", "name=VTRK"),
		entity("E", "Vessel", "name=ORRIN TALE (ex GREYLARK NINE)"),
		entity("F", "Company", "name=Thistledown Holdings a.k.a. Marrow Forge Works"),
		entity("G", "Company", "name=Marsh Oak Reed"),
		entity("H", "Company", "name=Fold Reed Tern Kiln (FRTK)"),
	})
	for _, c := range []struct {
		what   string
		q      screen.Query
		want   string
		reason string
	}{
		{"initials of a listed name", query("Organization", "name=IRISL"), "A", `"IRISL" are the initials of a listed name`},
		{"initials with dots", query("Organization", "name=I.R.I.S.L."), "A", ""},
		{"initials and more", query("Organization", "name=IRISL Ltd"), "A", ""},
		{"other initials", query("Organization", "name=IRISN"), "", ""},
		{"initials with the company", query("Company", "name=LTBC"), "C", ""},
		{"a short form in brackets", query("Company", "name=QMIC"), "B", `"QMIC" is the short form in brackets of a listed name`},
		{"other letters of another script", query("Company", "name=ФРМК"), "", ""},
		{"a short form in another script", query("Company", "name=ФРТК"), "H", ""},
		{"a name without its brackets", query("Company", "name=Merrowbane Insurance Company"), "B", ""},
		{"the words of listed initials", query("Company", "name=Vane Tern Rush Kite"), "", ""}, // four letters are too few to ask by
		{"initials against initials", query("Company", "name=Mild Orange Rain"), "", ""},
		{"three letters", query("Company", "name=MOR"), "", ""},
		{"a former name in brackets", query("Vessel", "name=GREYLARK NINE"), "E", ""},
		{"another name written beside", query("Company", "name=Marrow Forge Works"), "F", ""},
		{"the first of two names", query("Company", "name=Thistledown Holdings"), "F", ""},
	} {
		hits := x.Search(c.q, screen.Threshold)
		var got []string
		text := ""
		for _, h := range hits {
			got = append(got, h.ID)
			if c.want == "A" && h.Name != "Islamic Republic of Iran Shipping Lines" {
				t.Errorf("%s: the listed name is %q", c.what, h.Name)
			}
			for _, r := range h.Reasons {
				text += r.Text + "\n"
			}
		}
		if strings.Join(got, " ") != c.want || !strings.Contains(text, c.reason) {
			t.Errorf("%s: hits %v, want %q and %q in\n%s", c.what, got, c.want, c.reason, text)
		}
		if diff := cmp.Diff(x.Scan(c.q, screen.Threshold), hits); diff != "" {
			t.Errorf("%s: scan and search differ (-scan +search):\n%s", c.what, diff)
		}
	}
}

func TestShipsAreToldApartByTheirNumbers(t *testing.T) {
	x := screen.Build([]*ftm.Entity{
		entity("P8", "Vessel", "name=PETREL NO. 8"),
		entity("P18", "Vessel", "name=PETREL NO. 18"),
		entity("S", "Vessel", "name=SAE BYOL"),
		entity("T", "Vessel", "name=TIDE MARROW 2"),
	})
	const threshold = 0.55 // below the default, at which a possible sister is none
	for _, c := range []struct{ name, want, reason string }{
		{"PETREL NO. 18", "P18", ""},
		{"PETREL 8", "P8", ""},
		{"Petrel XVIII", "P18", ""},
		{"PETREL8", "P8", ""},
		{"M/T Petrel # 18", "P18", ""},
		{"PETREL 28", "", ""},
		{"SAEBYOL", "S", ""},
		{"Sae Byol", "S", ""},
		{"새별호", "S", ""},
		{"TIDE MARROW", "T", "possibly a sister"},
		{"TIDE MARROW 3", "", ""},
	} {
		hits := x.Search(query("Vessel", "name="+c.name), threshold)
		got, text := "", ""
		for _, h := range hits {
			got += h.ID
			for _, r := range h.Reasons {
				text += r.Text + "\n"
			}
		}
		if got != c.want || !strings.Contains(text, c.reason) {
			t.Errorf("%s: hits %q, want %q and %q in\n%s", c.name, got, c.want, c.reason, text)
		}
	}
}
