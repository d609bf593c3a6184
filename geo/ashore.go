package geo

// Shore tells positions that no ship can have from those that the coarse coast
// merely leaves on land.
type Shore struct {
	land   *Land
	ports  *Ports
	inland *Zones
}

// NewShore joins what is known of the land, of ports, and of the inland waters on
// which ships sail.
func NewShore(land *Land, ports *Ports, inland *Zones) *Shore {
	return &Shore{land: land, ports: ports, inland: inland}
}

// LoadShore joins the embedded land, ports and inland waters.
func LoadShore() (*Shore, error) {
	land, err := LoadLand()
	if err != nil {
		return nil, err
	}
	ports, err := LoadPorts()
	if err != nil {
		return nil, err
	}
	inland, err := LoadInlandWaters()
	if err != nil {
		return nil, err
	}
	return NewShore(land, ports, inland), nil
}

// Ashore says that a point is farther inside the land than so many metres, and
// neither within that of a port nor by an inland water: no ship is there. It is
// slow to accuse: what it takes for water may well be land.
func (s *Shore) Ashore(p Point, metres float64) bool {
	if !p.Valid() || s.land.Inland(p) <= metres {
		return false
	}
	if _, _, near := s.ports.Within(p, metres); near {
		return false
	}
	for _, i := range s.inland.near(p) {
		if s.inland.list[i].Holds(p) {
			return false
		}
	}
	return true
}
