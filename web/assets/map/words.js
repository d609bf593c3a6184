// Names of ships and ports over the map, laid so that none lies on another:
// what an event tells of comes first, what finds no room is left out.

// More ships than these are named only where an event or a list tells of them.
const few = 160;

export class Words {
  constructor(map, sheet, chart) {
    Object.assign(this, { map, sheet, degrees: [], names: [], of: new Map() });
    this.marks = chart.events.map((event) => [event.at.lon, event.at.lat]);
    const told = new Set(chart.events.filter((event) => !event.quiet).flatMap((event) => event.ships.map((ship) => ship.name)));
    for (const { id, ship } of chart.tracks) {
      if (few < chart.tracks.length && !told.has(ship.name) && ship.status === "nothing known") continue;
      const known = ship.status !== "nothing known";
      const rank = (told.has(ship.name) ? 2 : 0) + (known ? 1 : 0);
      this.of.set(id, this.add(ship.name, rank ? "" : "passer", rank));
    }
    const reached = new Set();
    for (const port of chart.events.flatMap((event) => event.reach ?? [])) {
      if (!reached.has(port.name)) this.add(port.name, "warn", 0).at = [port.at.lon, port.at.lat];
      reached.add(port.name);
    }
    for (const place of chart.places ?? [])
      if (!reached.has(place.name)) this.add(place.name, "place", -1).at = [place.at.lon, place.at.lat];
    this.names.sort((a, b) => b.rank - a.rank);
  }

  clear() { this.sheet.replaceChildren(); }

  add(text, kind, rank) {
    const element = document.createElement("span");
    element.className = `name off ${kind}`;
    element.textContent = text;
    this.sheet.append(element);
    const name = { element, rank, at: null, width: 0 };
    this.names.push(name);
    return name;
  }

  // moved says where a ship is now, or that it is not on the chart.
  moved(track, spot) {
    const name = this.of.get(track);
    if (name) name.at = spot && [spot.lon, spot.lat];
  }

  write(degrees) {
    const taken = [];
    this.edges(degrees, taken);
    const room = (x, y, w, h) => !taken.some((b) => x < b[2] && x + w > b[0] && y < b[3] && y + h > b[1]);
    const take = (x, y, w, h) => taken.push([x, y, x + w, y + h]);
    for (const mark of this.marks) { const { x, y } = this.map.project(mark); take(x - 15, y - 15, 30, 30); }
    for (const name of this.names) {
      if (!name.at || name.rank < 0) continue;
      const { x, y } = this.map.project(name.at);
      take(x - 6, y - 8, 12, 16);
    }
    for (const name of this.names) this.lay(name, room, take);
  }

  lay(name, room, take) {
    const { element } = name;
    const { clientWidth, clientHeight } = this.sheet;
    element.classList.add("off");
    if (!name.at) return;
    const { x, y } = this.map.project(name.at);
    if (x < 0 || y < 0 || x > clientWidth || y > clientHeight) return;
    const w = name.width ||= element.offsetWidth;
    const h = 13, dx = name.rank < 0 ? 8 : 14;
    const spots = [[dx, -6], [-dx - w, -6], [-w / 2, -24], [-w / 2, 12], [12, -20], [12, 8], [-12 - w, -20], [-12 - w, 8], [22, -6], [-22 - w, -6], [-w / 2, -36], [-w / 2, 24]];
    for (const [left, top] of name.rank < 0 ? spots.slice(0, 4) : spots) {
      const [px, py] = [x + left, y + top];
      if (px < 4 || py < 4 || px + w > clientWidth - 4 || py + h > clientHeight - 4 || !room(px - 2, py - 1, w + 4, h + 2)) continue;
      take(px - 2, py - 1, w + 4, h + 2);
      element.style.transform = `translate(${Math.round(px)}px, ${Math.round(py)}px)`;
      element.classList.remove("off");
      return;
    }
  }

  edges(degrees, taken) {
    while (this.degrees.length < degrees.length) {
      const element = document.createElement("span");
      element.className = "degree";
      this.sheet.append(element);
      this.degrees.push(element);
    }
    this.degrees.forEach((element, i) => {
      const label = degrees[i];
      element.hidden = !label;
      if (!label) return;
      element.textContent = label.text;
      element.style.transform = `translate(${Math.round(label.x)}px, ${Math.round(label.y)}px)`;
      taken.push([label.x - 2, label.y - 2, label.x + 44, label.y + 14]);
    });
  }
}
