package match_test

import (
	"fmt"
	"testing"
)

func TestEntityComesWithThoseAroundIt(t *testing.T) {
	f := demoWorld(t)
	for _, c := range []struct{ target, path, want string }{
		{"/entities/DEMO-V1", "caption", "ORRIN TALE"},
		{"/entities/DEMO-V1", "properties.name", "[ORRIN TALE ORIN TALE]"},
		{"/entities/DEMO-V1", "properties.operator.0.id", "DEMO-C1"},
		{"/entities/DEMO-V1", "properties.operator.0.properties.name", "[Brackenfold Tidewater Lines]"},
		{"/entities/DEMO-V1", "properties.sanctions.0.schema", "Sanction"},
		{"/entities/DEMO-V1", "properties.sanctions.0.properties.entity", "<nil>"}, // never back
		{"/entities/DEMO-V1", "properties.ownershipAsset.0.properties.owner.0.id", "DEMO-C1"},
		{"/entities/DEMO-V1", "properties.ownershipAsset.0.properties.owner.0.properties.alias", "[Brackenfold T.L. BTL Marine]"},
		{"/entities/DEMO-V1", "properties.ownershipAsset.0.properties.asset", "<nil>"},
		{"/entities/DEMO-C1", "properties.ownershipOwner.0.properties.asset.0.id", "DEMO-V1"},
		{"/entities/DEMO-C1", "properties.directorshipOrganization.0.properties.director.0.caption", "Thessaly Vorrick"},
		{"/entities/DEMO-V1?nested=false", "properties.operator", "[DEMO-C1]"},
		{"/entities/DEMO-V1?nested=false", "properties.sanctions", "<nil>"},
		{"/entities/DEMO-P1-sanction", "properties.entity.0.id", "DEMO-P1"},
		{"/entities/PARTNER-9", "properties.holder.0.caption", "Gullhaven Lantern Works"},
		{"/entities/B2?as_of=2026-02-01", "caption", "Corvin Addlestone"},
		{"/entities/B2?as_of=2026-02-01", "as_of", "2026-02-01"},
		{"/entities/DEMO-V1/adjacent", "adjacent.ownershipAsset.results.0.properties.owner.0.id", "DEMO-C1"},
		{"/entities/DEMO-V1/adjacent", "adjacent.operator.results.0.id", "DEMO-C1"},
		{"/entities/DEMO-V1/adjacent/sanctions?limit=1", "adjacent.sanctions.total.value", "2"},
		{"/entities/DEMO-V1/adjacent/sanctions?limit=1&offset=1", "adjacent.sanctions.offset", "1"},
		{"/entities/DEMO-V1/adjacent/sanctions?limit=1&offset=7", "adjacent.sanctions.results", "[]"},
		{"/entities/DEMO-P2/adjacent/ownershipOwner", "adjacent.ownershipOwner.total.value", "0"},
	} {
		a := f.get(c.target)
		if got := fmt.Sprint(a.at(c.path)); a.status != 200 || got != c.want {
			t.Errorf("%s %s: %d %s, want %s", c.target, c.path, a.status, got, c.want)
		}
	}
	if a := f.get("/entities/B2"); a.status != 404 {
		t.Errorf("who has left the list: %d", a.status)
	}
}

func TestOtherIDsOfAPartyLeadToIt(t *testing.T) {
	f := demoWorld(t)
	for _, c := range []struct{ target, to string }{
		{"/entities/PARTNER-7", "/entities/DEMO-V1"},
		{"/entities/PARTNER-7?nested=false", "/entities/DEMO-V1?nested=false"},
		{"/entities/PARTNER-7/adjacent", "/entities/DEMO-V1/adjacent"},
		{"/entities/PARTNER-7/adjacent/sanctions?limit=3", "/entities/DEMO-V1/adjacent/sanctions?limit=3"},
	} {
		if a := f.get(c.target); a.status != 308 || a.header.Get("Location") != c.to {
			t.Errorf("%s: %d to %q, want %q", c.target, a.status, a.header.Get("Location"), c.to)
		}
	}
}
