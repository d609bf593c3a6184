package traffic

import (
	"testing"

	"plimsoll/geo"
)

func TestNoShipSailsOverLand(t *testing.T) {
	land, err := geo.LoadLand()
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range scene() {
		for hours := 0.0; hours < End.Sub(Begin).Hours(); hours += 0.25 {
			if p, _, _ := h.state(hours); land.OnLand(p) {
				t.Errorf("%s is on land after %.2f hours, at %v", h.idents[0].name, hours, p)
				break
			}
		}
	}
}
