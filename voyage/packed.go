package voyage

// packed is a position as it is kept by the dozen: as a fix, in 24 bytes.
type packed struct {
	t        uint32 // seconds since 1970: until 2106
	lat, lon int32
	line     int32
	said     uint32 // speed in 10 bits, course in 12, heading in 9, as they are sent; the last says that it is coarse
	source   uint16
	status   uint8
}

func pack(f *fix) packed {
	said := uint32(min(f.sog, 1023)) | uint32(min(f.cog, 4095))<<10 | uint32(min(f.heading, 511))<<22
	if f.coarse {
		said |= 1 << 31
	}
	return packed{uint32(f.t), f.lat, f.lon, f.line, said, f.source, f.status} //nolint:gosec // later times are refused
}

func (p *packed) fix() fix {
	return fix{
		t: int64(p.t), lat: p.lat, lon: p.lon, line: p.line, source: p.source, status: p.status,
		sog: uint16(p.said & 1023), cog: uint16(p.said >> 10 & 4095), heading: uint16(p.said >> 22 & 511), coarse: p.said>>31 == 1, //nolint:gosec // masked
	}
}
