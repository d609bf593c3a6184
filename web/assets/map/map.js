// The live chart: the same view that the server draws as SVG, on MapLibre.
// No tiles, no glyphs, nothing from elsewhere: land comes from Natural Earth,
// words are HTML over the map, hulls are drawn here.

import { Map as SeaMap, setWorkerUrl } from "maplibre-gl";
import { feature, mesh } from "topojson-client";
import { hulls, number, pieces, whereAt, clockText } from "./tracks.js";
import { graticule, gridStep, degreesAtEdges } from "./grid.js";
import { Words } from "./words.js";

const empty = { type: "FeatureCollection", features: [] };
const collection = (features) => ({ type: "FeatureCollection", features });

// show draws what the feed gave, and gives back what updates it.
export async function show(figure, data, feed) {
  const { chart } = data;
  setWorkerUrl(new URL(figure.dataset.worker, location.href).href);
  const topology = await fetch(figure.dataset.land).then((answer) => answer.json());
  const glass = figure.querySelector(".glass");
  const paper = figure.querySelector(".paper");
  glass.classList.add("warming");
  glass.hidden = false;

  const map = new SeaMap({
    container: glass.querySelector(".globe"),
    style: style(topology, palette(), left(chart)),
    bounds: bounds(chart), fitBoundsOptions: { padding: margin(glass) },
    attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    renderWorldCopies: false, maxZoom: 13, fadeDuration: 0,
    locale: { "Map.Title": "Live chart: arrow keys move it, plus and minus zoom" },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  await new Promise((done, failed) => {
    map.once("load", done);
    map.once("error", (event) => failed(event.error));
  });

  for (const [name, image] of hulls(palette())) map.addImage(name, image, { pixelRatio: 2 });
  const sea = { map, chart, figure, glass, home: bounds(chart), words: new Words(map, glass.querySelector(".words"), chart) };
  fixed(sea);
  grid(sea);
  pointer(sea);
  zoom(sea);
  await document.fonts.ready; // words are laid by their width
  const time = clock(sea, data.span, feed);
  closer(sea, feed);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(sea, topology));

  await new Promise((done) => map.once("idle", done));
  map.on("idle", () => { figure.dataset.drawn = clockText(sea.time); });
  glass.classList.remove("warming");
  paper.hidden = true;
  figure.dataset.state = "live";
  return { update: (fresh) => { take(sea, fresh.chart); time.stretch(fresh.span); } };
}

// take shows another answer of the server: new reports, or a part of the sea.
function take(sea, chart) {
  sea.chart = chart;
  sea.words.clear();
  sea.words = new Words(sea.map, sea.glass.querySelector(".words"), chart);
  fixed(sea);
  const said = sea.figure.querySelector(".left");
  if (!said) return;
  const { ships, drawn, crowded, events, events_drawn: shown } = chart.count;
  said.textContent = `${ships} ships here: ${drawn} drawn one by one${crowded ? `, ${crowded} only as numbers where they are too close: follow a number to come closer` : ""}.`
    + (shown < events ? ` ${shown} of ${events} events drawn, the warnings and the newest first.` : "");
}

const left = ({ count }) => Boolean(count && (count.crowded > 0 || count.events_drawn < count.events));

// fixed are the parts that do not move with time.
function fixed({ map, chart }) {
  map.getSource("places").setData(collection((chart.places ?? []).map((place) => point(place.at.lon, place.at.lat, {}))));
  for (const { ships } of chart.crowds ?? []) if (!map.hasImage(`n${ships}`)) map.addImage(`n${ships}`, number(ships, palette()), { pixelRatio: 2 });
  map.getSource("crowds").setData(collection((chart.crowds ?? []).map((crowd) => point(crowd.at.lon, crowd.at.lat, {
    icon: `n${crowd.ships}`, head: `${crowd.ships} ships`, text: "Come closer to tell them apart", box: JSON.stringify(crowd.box),
  }))));
  map.getSource("reach").setData(collection(chart.events.flatMap((event) => (event.reach ?? []).map((port) =>
    point(port.at.lon, port.at.lat, { head: port.name, text: port.note, href: event.href })))));
}

// closer asks for the ships of the part that is looked at, where the whole has
// no room for all of them.
function closer(sea, feed) {
  const full = left(sea.chart);
  if (!full || !feed) return;
  let wanted = 0;
  sea.map.on("moveend", (event) => {
    if (!event.originalEvent && !event.asked) return;
    clearTimeout(wanted);
    wanted = setTimeout(async () => {
      const box = sea.map.getBounds();
      const degrees = [box.getSouth(), box.getWest(), box.getNorth(), box.getEast()];
      const [low, high] = [[-85, -180], [85, 180]];
      feed.part.box = degrees.map((value, i) => (i < 2 ? Math.max(value, low[i]) : Math.min(value, high[i - 2])).toFixed(3)).join(",");
      const fresh = await feed.ask().catch(() => null);
      if (fresh) { take(sea, fresh.data.chart); draw(sea, sea.time); }
    }, 300);
  });
}

// The colours are those of the style sheet, in the reader's theme.
function palette() {
  const root = getComputedStyle(document.documentElement);
  return Object.fromEntries(["sheet", "ink", "soft", "land", "coast", "shoal", "shoal2", "grid", "warn", "sea"]
    .map((name) => [name, root.getPropertyValue(`--${name}`).trim()]));
}

function style(topology, colour, full) {
  const land = topology.objects.land;
  const line = (id, source, paint, more) => ({ id, type: "line", source, paint, layout: { "line-join": "round", "line-cap": "round" }, ...more });
  const warning = ["case", ["get", "quiet"], colour.soft, colour.warn];
  const is = (kind) => ["==", ["get", "kind"], kind];
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: feature(topology, land) },
      // The outline of the polygons runs along the edge of the map as well;
      // the mesh is the coast alone.
      coast: { type: "geojson", data: { type: "Feature", properties: {}, geometry: mesh(topology, land) } },
      grid: { type: "geojson", data: empty },
      ahead: { type: "geojson", data: empty },
      tracks: { type: "geojson", data: empty },
      events: { type: "geojson", data: empty },
      places: { type: "geojson", data: empty },
      crowds: { type: "geojson", data: empty },
      reach: { type: "geojson", data: empty },
      ships: { type: "geojson", data: empty },
    },
    layers: [
      { id: "paper", type: "background", paint: { "background-color": colour.sheet } },
      line("shoal2", "coast", { "line-color": colour.shoal2, "line-width": 26 }),
      line("shoal", "coast", { "line-color": colour.shoal, "line-width": 11 }),
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colour.land, "fill-antialias": false } },
      line("coast", "coast", { "line-color": colour.coast, "line-width": 0.9 }),
      line("grid", "grid", { "line-color": colour.grid, "line-width": 0.8 }),
      line("ahead", "ahead", { "line-color": colour.soft, "line-width": 1, "line-opacity": 0.28 }),
      line("tracks", "tracks", {
        "line-color": ["match", ["get", "class"], ["listed", "reported", "owned"], colour.ink, colour.soft],
        "line-width": ["match", ["get", "class"], "listed", 1.8, ["reported", "owned"], 1.4, 1],
        "line-opacity": ["match", ["get", "class"], ["listed", "reported", "owned"], 1, 0.75],
      }),
      { id: "dark", type: "line", source: "events", filter: is("gap"),
        paint: { "line-color": warning, "line-width": 2.4, "line-dasharray": [2.9, 2.1] } },
      { id: "places", type: "circle", source: "places", paint: { "circle-radius": 3, "circle-color": colour.sheet, "circle-stroke-color": colour.soft, "circle-stroke-width": 1.4 } },
      { id: "reach", type: "symbol", source: "reach", layout: { "icon-image": "reached", "icon-allow-overlap": true, "icon-ignore-placement": true } },
      { id: "crowds", type: "symbol", source: "crowds",
        layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-ignore-placement": true } },
      { id: "ships", type: "symbol", source: "ships",
        layout: { "icon-image": ["get", "icon"], "icon-rotate": ["get", "turn"], "icon-rotation-alignment": "map", "icon-allow-overlap": true, "icon-ignore-placement": true } },
      ...[9, 14].map((radius) => ({ id: `ring${radius}`, type: "circle", source: "events", filter: is("encounter"),
        paint: { "circle-radius": full ? radius * 0.65 : radius, "circle-color": "transparent", "circle-stroke-color": warning, "circle-stroke-width": full ? 1.5 : 2 } })),
      { id: "lost", type: "symbol", source: "events", filter: ["all", is("gap"), ["get", "open"]],
        layout: { "icon-image": "lost", "icon-allow-overlap": true, "icon-ignore-placement": true } },
      { id: "turns", type: "symbol", source: "events", filter: ["all", ["!=", ["get", "kind"], "gap"], ["!=", ["get", "kind"], "encounter"]],
        layout: { "icon-image": ["case", ["get", "quiet"], "turncalm", "turn"], "icon-allow-overlap": true, "icon-ignore-placement": true } },
    ],
  };
}

// A change of theme paints the same map anew.
function repaint(sea, topology) {
  const fresh = style(topology, palette(), left(sea.chart));
  for (const layer of fresh.layers)
    for (const [name, value] of Object.entries(layer.paint ?? {})) sea.map.setPaintProperty(layer.id, name, value);
  for (const [name, image] of hulls(palette())) sea.map.updateImage(name, image);
  for (const { ships } of sea.chart.crowds ?? []) sea.map.updateImage(`n${ships}`, number(ships, palette()));
}

function bounds(chart) {
  if (chart.view) return [[chart.view.west, chart.view.south], [chart.view.east, chart.view.north]];
  const points = [
    ...chart.tracks.flatMap((track) => track.fixes.map((fix) => [fix[1], fix[2]])),
    ...chart.events.flatMap((event) => [event.at, event.to, ...(event.reach ?? []).map((port) => port.at)].filter(Boolean).map((at) => [at.lon, at.lat])),
  ];
  const [lons, lats] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const low = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  return [[low(lons), low(lats)], [high(lons), high(lats)]];
}

const margin = (glass) => Math.round(Math.min(glass.clientWidth, glass.clientHeight) * 0.09) + 8;

const point = (lon, lat, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } });

// grid keeps the graticule and the words over the map in step with it.
function grid(sea) {
  const { map } = sea;
  const draw = () => {
    const box = map.getBounds();
    map.getSource("grid").setData(graticule(box, gridStep(box.getNorth() - box.getSouth())));
  };
  const write = () => sea.words.write(degreesAtEdges(map));
  map.on("moveend", draw);
  map.on("move", write);
  map.on("resize", () => { draw(); write(); });
  draw();
}

function zoom({ map, glass, home }) {
  for (const button of glass.querySelectorAll("[data-zoom]"))
    button.addEventListener("click", () => {
      const way = Number(button.dataset.zoom);
      if (way === 0) map.fitBounds(home, { padding: margin(glass), animate: !still() }, { asked: true });
      else map.zoomTo(map.getZoom() + way, { animate: !still() }, { asked: true });
    });
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// pointer shows what is under the pointer and opens its page on a click.
function pointer({ map, glass }) {
  const tip = glass.querySelector(".tip");
  const at = (spot) => {
    const around = [[spot.x - 6, spot.y - 6], [spot.x + 6, spot.y + 6]];
    const found = map.queryRenderedFeatures(around, { layers: ["turns", "lost", "ring14", "ring9", "ships", "reach", "crowds", "dark"] });
    return found[0];
  };
  map.on("mousemove", (event) => {
    const found = at(event.point);
    map.getCanvasContainer().classList.toggle("over", Boolean(found));
    tip.hidden = !found;
    if (!found) return;
    const head = document.createElement("b");
    head.textContent = found.properties.head;
    tip.replaceChildren(head, found.properties.text);
    const x = Math.min(event.point.x + 16, glass.clientWidth - tip.offsetWidth - 8);
    const y = Math.min(event.point.y + 16, glass.clientHeight - tip.offsetHeight - 8);
    tip.style.transform = `translate(${x}px, ${y}px)`;
  });
  map.on("mouseout", () => { tip.hidden = true; });
  map.on("click", (event) => {
    const found = at(event.point);
    if (found?.properties.href) location.assign(found.properties.href);
    else if (found?.properties.box) {
      const { south, west, north, east } = JSON.parse(found.properties.box);
      map.fitBounds([[west, south], [east, north]], { padding: margin(glass), maxZoom: 12, animate: !still() }, { asked: true });
    }
  });
}

// clock is the slider that drags the day.
function clock(sea, span, feed) {
  const bar = sea.figure.querySelector(".clock");
  const slider = bar.querySelector("input");
  const out = bar.querySelector("output");
  const play = bar.querySelector(".play");
  const times = sea.chart.tracks.flatMap((track) => track.fixes.length ? [track.fixes[0][0], track.fixes.at(-1)[0]] : []);
  // In a full sea the server says who was where at a moment of the whole time.
  const full = left(sea.chart) && span?.to;
  const from = full ? unix(span.from) : times.reduce((a, b) => Math.min(a, b), Infinity);
  let to = full ? unix(span.to) : times.reduce((a, b) => Math.max(a, b), -Infinity);
  Object.assign(slider, { min: from, max: to, step: 600, value: to });
  slider.max = to;

  let wanted = 0;
  const set = (time) => {
    out.textContent = clockText(time);
    slider.setAttribute("aria-valuetext", out.textContent);
    cancelAnimationFrame(wanted);
    wanted = requestAnimationFrame(() => draw(sea, time));
  };
  let running = 0;
  const stop = () => {
    cancelAnimationFrame(running);
    running = 0;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  };
  play.addEventListener("click", () => {
    if (running) return stop();
    let time = Number(slider.value) >= to - 600 ? from : Number(slider.value);
    let before = performance.now();
    play.textContent = "Stop";
    play.setAttribute("aria-pressed", "true");
    const frame = (now) => {
      time += (now - before) / 20000 * (to - from); // the whole in 20 seconds
      before = now;
      slider.value = time;
      draw(sea, Math.min(time, to));
      out.textContent = clockText(Math.min(time, to));
      if (time >= to) return stop();
      running = requestAnimationFrame(frame);
    };
    running = requestAnimationFrame(frame);
  });
  slider.addEventListener("input", () => { stop(); set(Number(slider.value) > to - 600 ? to : Number(slider.value)); });
  if (full) slider.addEventListener("change", async () => {
    feed.part.to = clockText(sea.time).slice(0, 16).replace(" ", "T");
    const fresh = await feed.ask().catch(() => null);
    if (fresh) { take(sea, fresh.data.chart); draw(sea, sea.time); }
  });
  bar.hidden = false;
  out.textContent = clockText(to);
  slider.setAttribute("aria-valuetext", out.textContent);
  draw(sea, to);
  return {
    // stretch takes the time on when more was heard; who looks at the newest goes along.
    stretch(span) {
      const last = Math.max(to, ...sea.chart.tracks.map((track) => track.fixes.at(-1)?.[0] ?? 0), full ? unix(span.to) : 0);
      const along = sea.time >= to;
      to = last;
      slider.max = to;
      if (along) { slider.value = to; out.textContent = clockText(to); }
      draw(sea, along ? to : sea.time);
    },
  };
}

// draw shows the sea at one moment: tracks so far, ships where they were, and
// the events that had begun.
function draw(sea, time) {
  const { map, chart, words } = sea;
  sea.time = time;
  const past = [], ahead = [], ships = [];
  for (const track of chart.tracks) {
    const kind = statusClass(track.ship.status);
    for (const piece of pieces(track, chart.events)) {
      const sofar = piece.filter((fix) => fix[0] <= time);
      if (sofar.length > 1) past.push(lineOf(sofar, kind));
      if (sofar.length < piece.length) ahead.push(lineOf(piece.slice(Math.max(0, sofar.length - 1)), kind));
    }
    const spot = whereAt(track, chart.events, time);
    words.moved(track.id, spot);
    if (!spot) continue;
    const { ship } = track;
    ships.push(point(spot.lon, spot.lat, {
      icon: spot.silent ? "silent" : kind, turn: spot.course ?? 0, href: ship.href, head: ship.name,
      text: [ship.imo && `IMO ${ship.imo}`, ship.mmsi && `MMSI ${ship.mmsi}`, ship.flag, ship.type, ship.status,
        spot.silent ? "silent: last place heard" : spot.speed != null && `${spot.speed.toFixed(1)} kn`].filter(Boolean).join(", "),
    }));
  }
  const events = chart.events.filter((event) => unix(event.start) <= time).map((event) => {
    const properties = { kind: event.kind, quiet: Boolean(event.quiet), open: event.kind === "gap" && short(sea, event), href: event.href, head: event.label, text: event.ships.map((ship) => ship.name).join(", ") };
    if (event.kind !== "gap" || properties.open) return point(event.at.lon, event.at.lat, properties);
    return { type: "Feature", properties, geometry: { type: "LineString", coordinates: [[event.at.lon, event.at.lat], [event.to.lon, event.to.lat]] } };
  });
  map.getSource("tracks").setData(collection(past));
  map.getSource("ahead").setData(collection(ahead));
  map.getSource("events").setData(collection(events));
  map.getSource("ships").setData(collection(ships));
  // Who is in a crowd is known of one moment only.
  const now = Math.abs(time - unix(chart.to)) < 1200;
  map.setLayoutProperty("crowds", "visibility", now ? "visible" : "none");
  words.write(degreesAtEdges(map));
}

// short says that a silence goes on, or ended too near to where it began for a
// dashed line between the two to be seen.
function short({ home: [[west, south], [east, north]] }, { at, to }) {
  return !to || Math.abs(to.lon - at.lon) < (east - west) / 60 && Math.abs(to.lat - at.lat) < (north - south) / 60;
}

const unix = (text) => Date.parse(text) / 1000;
const lineOf = (fixes, kind) => ({ type: "Feature", properties: { class: kind }, geometry: { type: "LineString", coordinates: fixes.map((fix) => [fix[1], fix[2]]) } });
const statusClass = (status) => ({ listed: "listed", "owned or controlled by listed": "owned", "reported only": "reported" })[status] ?? "unknown";
