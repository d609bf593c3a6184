// Where ships were at a moment, and the shapes that stand for them.

const unix = (text) => Date.parse(text) / 1000;

const silences = (track, events) => events
  .filter((event) => event.kind === "gap" && event.track === track.id)
  .map((event) => [unix(event.start), unix(event.end)]);

// pieces cuts a track where it was silent.
export function pieces(track, events) {
  const gaps = silences(track, events);
  const out = [[]];
  track.fixes.forEach((fix, i) => {
    const before = track.fixes[i - 1];
    if (before && gaps.some(([from, to]) => before[0] <= from && fix[0] >= to)) out.push([]);
    out.at(-1).push(fix);
  });
  return out;
}

// whereAt is a ship's place at a time: between two fixes on the way from one
// to the other, in a silence where it was last heard. Fixes are
// [unix, lon, lat, course, speed, line].
export function whereAt(track, events, time) {
  const { fixes } = track;
  if (!fixes.length || time < fixes[0][0]) return null;
  let low = 0, high = fixes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fixes[middle][0] <= time) low = middle; else high = middle - 1;
  }
  const a = fixes[low], b = fixes[low + 1];
  const spot = { lon: a[1], lat: a[2], course: a[3], speed: a[4], silent: false };
  if (!b) {
    spot.silent = events.some((event) => event.kind === "gap" && event.open && event.track === track.id && time > unix(event.start));
    return spot;
  }
  spot.silent = silences(track, events).some(([from, to]) => time > from && time < to && a[0] <= from && b[0] >= to);
  if (spot.silent) return spot;
  const part = (time - a[0]) / (b[0] - a[0] || 1);
  spot.lon += (b[1] - a[1]) * part;
  spot.lat += (b[2] - a[2]) * part;
  return spot;
}

export function clockText(time) {
  return new Date(time * 1000).toISOString().slice(0, 16).replace("T", " ") + " UTC";
}

// hulls draws the shape of a ship for each legal status, and the diamond of
// an identity change, at twice the size for sharp screens.
export function hulls(colour) {
  const hull = (fill, edge, dash = []) => sketch(12, 20, (pen) => {
    pen.translate(6, 10);
    pen.beginPath();
    pen.moveTo(0, -8.5); pen.lineTo(3.4, -3); pen.lineTo(3.4, 7); pen.lineTo(-3.4, 7); pen.lineTo(-3.4, -3);
    pen.closePath();
    pen.fillStyle = fill; pen.strokeStyle = edge; pen.lineWidth = 1.3; pen.lineJoin = "round";
    pen.setLineDash(dash);
    pen.fill(); pen.stroke();
  });
  return [
    ["listed", hull(colour.ink, colour.ink)],
    ["owned", hull(colour.warn, colour.ink)],
    ["reported", hull(colour.warn, colour.ink)],
    ["unknown", hull(colour.sheet, colour.ink)],
    ["silent", hull(colour.sheet, colour.warn, [2, 1.5])],
    ["turn", diamond(8, 1.8, colour.warn)],
    ["turncalm", diamond(4, 1.2, colour.soft)],
    ["lost", sketch(28, 28, (pen) => {
      pen.translate(14, 14);
      pen.beginPath();
      pen.arc(0, 0, 12, 0, 2 * Math.PI);
      pen.setLineDash([5, 3.5]);
      pen.strokeStyle = colour.warn; pen.lineWidth = 2; pen.stroke();
    })],
    ["reached", sketch(14, 14, (pen) => {
      pen.strokeStyle = colour.warn; pen.fillStyle = colour.sheet; pen.lineWidth = 2;
      pen.fillRect(2, 2, 10, 10); pen.strokeRect(2, 2, 10, 10);
    })],
  ];
}

const diamond = (size, width, colour) => sketch(24, 24, (pen) => {
  pen.translate(12, 12);
  pen.beginPath();
  pen.moveTo(0, -size); pen.lineTo(size, 0); pen.lineTo(0, size); pen.lineTo(-size, 0);
  pen.closePath();
  pen.strokeStyle = colour; pen.lineWidth = width; pen.stroke();
});

// number is how many ships are at a place, written as a sounding.
export function number(ships, colour) {
  const text = String(ships);
  return sketch(8 * text.length + 8, 18, (pen) => {
    pen.font = 'italic 13px "Source Serif 4", Georgia, serif';
    pen.textAlign = "center"; pen.textBaseline = "middle"; pen.lineJoin = "round";
    pen.strokeStyle = colour.sheet; pen.lineWidth = 3; pen.fillStyle = colour.ink;
    pen.strokeText(text, 4 * text.length + 4, 9);
    pen.fillText(text, 4 * text.length + 4, 9);
  });
}

function sketch(width, height, draw) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: width * 2, height: height * 2 });
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
