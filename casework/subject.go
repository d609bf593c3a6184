package casework

import (
	"fmt"
	"slices"

	"plimsoll/ftm"
	"plimsoll/network"
	"plimsoll/voyage"
)

// shipOf tells who a track is of; a hull is listed when any identity it ever
// gave is.
func (d *desk) shipOf(track string, said []voyage.Ident) *ship {
	var idents []voyage.HullIdent
	if t := d.tracks[track]; t != nil {
		idents = append(idents, t.Idents...)
	}
	for _, s := range said {
		idents = append(idents, voyage.HullIdent{MMSI: s.MMSI, IMO: s.IMO, Name: s.Name})
	}
	for _, id := range idents {
		if ent, ok := d.listed.Vessel(id.IMO, id.MMSI); ok {
			return &ship{key: ent.ID, ent: ent, since: d.listed.Since(ent), party: Party{
				Entity: ent.ID, Schema: ent.Schema, Name: ent.Caption(), Role: "listed ship",
				Status: network.StatusListed, Properties: ent.Properties(),
			}}
		}
	}
	who := said[0]
	for _, id := range idents { // the steadiest: the first IMO number, else the first MMSI
		if id.IMO != "" {
			who.IMO = id.IMO
			break
		}
	}
	for _, s := range said {
		if who.Name == "" {
			who.Name = s.Name
		}
	}
	key := trackEntity(who)
	return &ship{key: key, party: Party{
		Entity: key, Schema: "Vessel", Name: who.Label(), Role: "other ship", Status: network.StatusReported,
		Properties: shipProperties(who, idents),
	}}
}

// trackEntity gives an unlisted ship the steadiest id there is of it.
func trackEntity(s voyage.Ident) string {
	if s.IMO != "" {
		return "IMO" + s.IMO
	}
	return fmt.Sprintf("MMSI%09d", s.MMSI)
}

func shipProperties(s voyage.Ident, idents []voyage.HullIdent) map[string][]string {
	p := map[string][]string{"name": {s.Label()}}
	put := func(prop, v string) {
		if v != "" && !slices.Contains(p[prop], v) {
			p[prop] = append(p[prop], v)
		}
	}
	for _, id := range idents {
		put("imoNumber", id.IMO)
		if id.MMSI != 0 {
			put("mmsi", fmt.Sprintf("%09d", id.MMSI))
		}
		put("callSign", id.CallSign)
		if id.Name != "" && id.Name != s.Label() {
			put("previousName", id.Name)
		}
	}
	return p
}

func datasets(e *ftm.Entity) []string { return e.Proxy().Datasets }
