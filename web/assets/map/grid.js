// Meridians, parallels, and the degrees written at the edges of the map.

export function gridStep(span) {
  return [0.1, 0.25, 0.5, 1, 2, 5, 10].find((step) => span / step <= 7) ?? 20;
}

function* steps(from, to, step) {
  for (let i = Math.ceil(from / step); i * step <= to; i++) yield i * step;
}

export function graticule(box, step) {
  const [west, east] = [box.getWest() - step, box.getEast() + step];
  const [south, north] = [Math.max(-85, box.getSouth() - step), Math.min(85, box.getNorth() + step)];
  const lines = [
    ...[...steps(south, north, step)].map((lat) => [[west, lat], [east, lat]]),
    ...[...steps(west, east, step)].map((lon) => [[lon, south], [lon, north]]),
  ];
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines } };
}

// degreesAtEdges lists what is written at the left and lower edge, and where.
export function degreesAtEdges(map) {
  const box = map.getBounds();
  const step = gridStep(box.getNorth() - box.getSouth());
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const out = [];
  for (const lat of steps(box.getSouth(), box.getNorth(), step)) {
    const { y } = map.project([box.getWest(), lat]);
    if (y > 24 && y < height - 24) out.push({ text: degrees(lat, "N", "S"), x: 8, y: y - 14 });
  }
  for (const lon of steps(box.getWest(), box.getEast(), step)) {
    const { x } = map.project([lon, box.getSouth()]);
    if (x > 64 && x < width - 64) out.push({ text: degrees(lon, "E", "W"), x: x + 4, y: height - 18 });
  }
  return out;
}

function degrees(value, positive, negative) {
  const minutes = Math.round(Math.abs(value) * 60);
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}°${rest ? `${String(rest).padStart(2, "0")}′` : ""}${value < 0 ? negative : positive}`;
}
