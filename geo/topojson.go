package geo

import (
	"encoding/json"
	"fmt"
)

// topology is the part of TopoJSON 1.0 that a land file uses: quantised,
// delta-coded arcs shared by polygons.
type topology struct {
	Type      string                `json:"type"`
	Objects   map[string]topoObject `json:"objects"`
	Arcs      [][][]float64         `json:"arcs"`
	Transform *struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
}

type topoObject struct {
	Type       string          `json:"type"`
	Geometries []topoObject    `json:"geometries"`
	Arcs       json.RawMessage `json:"arcs"`
}

// readTopoJSON returns every ring of the polygons of one object. Rings are
// closed: the last point is the first.
func readTopoJSON(data []byte, object string) ([][]Point, error) {
	var t topology
	if err := json.Unmarshal(data, &t); err != nil {
		return nil, fmt.Errorf("reading TopoJSON: %w", err)
	}
	if t.Type != "Topology" {
		return nil, fmt.Errorf("reading TopoJSON: the type is %q, not Topology", t.Type)
	}
	o, ok := t.Objects[object]
	if !ok {
		return nil, fmt.Errorf("reading TopoJSON: there is no object %q", object)
	}
	arcs, err := t.absoluteArcs()
	if err != nil {
		return nil, err
	}
	return ringsOf(o, arcs, nil)
}

// absoluteArcs undoes the delta coding and the quantisation.
func (t *topology) absoluteArcs() ([][]Point, error) {
	out := make([][]Point, len(t.Arcs))
	for i, arc := range t.Arcs {
		points := make([]Point, len(arc))
		var x, y float64
		for k, d := range arc {
			if len(d) < 2 {
				return nil, fmt.Errorf("reading TopoJSON: arc %d point %d has %d numbers", i, k, len(d))
			}
			if t.Transform == nil {
				points[k] = Point{Lat: d[1], Lon: d[0]}
				continue
			}
			x, y = x+d[0], y+d[1]
			points[k] = Point{
				Lon: x*t.Transform.Scale[0] + t.Transform.Translate[0],
				Lat: y*t.Transform.Scale[1] + t.Transform.Translate[1],
			}
		}
		out[i] = points
	}
	return out, nil
}

func ringsOf(o topoObject, arcs [][]Point, into [][]Point) ([][]Point, error) {
	var polygons [][][]int
	switch o.Type {
	case "GeometryCollection":
		for _, g := range o.Geometries {
			var err error
			if into, err = ringsOf(g, arcs, into); err != nil {
				return nil, err
			}
		}
		return into, nil
	case "Polygon":
		polygons = make([][][]int, 1)
		if err := json.Unmarshal(o.Arcs, &polygons[0]); err != nil {
			return nil, fmt.Errorf("reading a TopoJSON polygon: %w", err)
		}
	case "MultiPolygon":
		if err := json.Unmarshal(o.Arcs, &polygons); err != nil {
			return nil, fmt.Errorf("reading a TopoJSON multipolygon: %w", err)
		}
	default:
		return nil, fmt.Errorf("reading TopoJSON: %q is not a polygon", o.Type)
	}
	for _, polygon := range polygons {
		for _, indexes := range polygon {
			ring, err := stitch(indexes, arcs)
			if err != nil {
				return nil, err
			}
			into = append(into, ring)
		}
	}
	return into, nil
}

// stitch joins arcs end to end; an index ~i means arc i backwards.
func stitch(indexes []int, arcs [][]Point) ([]Point, error) {
	var ring []Point
	for _, i := range indexes {
		backwards := i < 0
		if backwards {
			i = ^i
		}
		if i >= len(arcs) {
			return nil, fmt.Errorf("reading TopoJSON: a ring names arc %d of %d", i, len(arcs))
		}
		arc := arcs[i]
		for k := range arc {
			p := arc[k]
			if backwards {
				p = arc[len(arc)-1-k]
			}
			if k == 0 && len(ring) > 0 {
				continue // the end of the arc before
			}
			ring = append(ring, p)
		}
	}
	if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
		return nil, fmt.Errorf("reading TopoJSON: a ring of %d points is not closed", len(ring))
	}
	return ring, nil
}
