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

export function labelEdges(map, glass) {
  const box = map.getBounds();
  const step = gridStep(box.getNorth() - box.getSouth());
  const labels = [];
  const write = (text, x, y) => {
    const label = document.createElement("span");
    label.className = "degree";
    label.setAttribute("aria-hidden", "true");
    label.textContent = text;
    label.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    label.style.left = label.style.top = "0";
    glass.append(label);
    labels.push(label);
  };
  for (const lat of steps(box.getSouth(), box.getNorth(), step)) {
    const { y } = map.project([box.getWest(), lat]);
    if (y > 24 && y < glass.clientHeight - 24) write(degrees(lat, "N", "S"), 8, y - 14);
  }
  for (const lon of steps(box.getWest(), box.getEast(), step)) {
    const { x } = map.project([lon, box.getSouth()]);
    if (x > 64 && x < glass.clientWidth - 64) write(degrees(lon, "E", "W"), x + 4, glass.clientHeight - 18);
  }
  return labels;
}

function degrees(value, positive, negative) {
  const minutes = Math.round(Math.abs(value) * 60);
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}°${rest ? `${String(rest).padStart(2, "0")}′` : ""}${value < 0 ? negative : positive}`;
}
