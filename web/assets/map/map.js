// The live chart: the same view that the server draws as SVG, on MapLibre.
// No tiles, no glyphs, nothing from elsewhere: land comes from Natural Earth,
// words are HTML over the map, hulls are drawn here.

import { Map as SeaMap, setWorkerUrl } from "maplibre-gl";
import { feature, mesh } from "topojson-client";
import { hulls, pieces, whereAt, clockText } from "./tracks.js";
import { graticule, gridStep, degreesAtEdges } from "./grid.js";
import { Words } from "./words.js";

const empty = { type: "FeatureCollection", features: [] };
const collection = (features) => ({ type: "FeatureCollection", features });

export async function show(figure, chart) {
  setWorkerUrl(new URL(figure.dataset.worker, location.href).href);
  const topology = await fetch(figure.dataset.land).then((answer) => answer.json());
  const glass = figure.querySelector(".glass");
  const paper = figure.querySelector(".paper");
  glass.classList.add("warming");
  glass.hidden = false;

  const map = new SeaMap({
    container: glass.querySelector(".globe"),
    style: style(topology, palette()),
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
  map.getSource("places").setData(collection((chart.places ?? []).map((place) => point(place.at.lon, place.at.lat, {}))));
  const sea = { map, chart, figure, glass, words: new Words(map, glass.querySelector(".words"), chart) };
  grid(sea);
  pointer(sea);
  zoom(sea);
  await document.fonts.ready; // words are laid by their width
  clock(sea);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(sea, topology));

  await new Promise((done) => map.once("idle", done));
  map.on("idle", () => { figure.dataset.drawn = clockText(sea.time); });
  glass.classList.remove("warming");
  paper.hidden = true;
  figure.dataset.state = "live";
}

// The colours are those of the style sheet, in the reader's theme.
function palette() {
  const root = getComputedStyle(document.documentElement);
  return Object.fromEntries(["sheet", "ink", "soft", "land", "coast", "shoal", "shoal2", "grid", "warn", "sea"]
    .map((name) => [name, root.getPropertyValue(`--${name}`).trim()]));
}

function style(topology, colour) {
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
      { id: "ships", type: "symbol", source: "ships",
        layout: { "icon-image": ["get", "icon"], "icon-rotate": ["get", "turn"], "icon-rotation-alignment": "map", "icon-allow-overlap": true, "icon-ignore-placement": true } },
      ...[9, 14].map((radius) => ({ id: `ring${radius}`, type: "circle", source: "events", filter: is("encounter"),
        paint: { "circle-radius": radius, "circle-color": "transparent", "circle-stroke-color": warning, "circle-stroke-width": 2 } })),
      { id: "turns", type: "symbol", source: "events", filter: is("identity"),
        layout: { "icon-image": "turn", "icon-allow-overlap": true, "icon-ignore-placement": true } },
    ],
  };
}

// A change of theme paints the same map anew.
function repaint(sea, topology) {
  const fresh = style(topology, palette());
  for (const layer of fresh.layers)
    for (const [name, value] of Object.entries(layer.paint ?? {})) sea.map.setPaintProperty(layer.id, name, value);
  for (const [name, image] of hulls(palette())) sea.map.updateImage(name, image);
}

function bounds(chart) {
  const points = [
    ...chart.tracks.flatMap((track) => track.fixes.map((fix) => [fix[1], fix[2]])),
    ...chart.events.flatMap((event) => [event.at, event.to].filter(Boolean).map((at) => [at.lon, at.lat])),
  ];
  const [lons, lats] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const low = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  return [[low(lons), low(lats)], [high(lons), high(lats)]];
}

const margin = (glass) => Math.round(Math.min(glass.clientWidth, glass.clientHeight) * 0.09) + 8;

const point = (lon, lat, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } });

// grid keeps the graticule and the words over the map in step with it.
function grid({ map, words }) {
  const draw = () => {
    const box = map.getBounds();
    map.getSource("grid").setData(graticule(box, gridStep(box.getNorth() - box.getSouth())));
  };
  const write = () => words.write(degreesAtEdges(map));
  map.on("moveend", draw);
  map.on("move", write);
  map.on("resize", () => { draw(); write(); });
  draw();
}

function zoom({ map, glass, chart }) {
  for (const button of glass.querySelectorAll("[data-zoom]"))
    button.addEventListener("click", () => {
      const way = Number(button.dataset.zoom);
      if (way === 0) map.fitBounds(bounds(chart), { padding: margin(glass), animate: !still() });
      else map.zoomTo(map.getZoom() + way, { animate: !still() });
    });
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// pointer shows what is under the pointer and opens its page on a click.
function pointer({ map, glass }) {
  const tip = glass.querySelector(".tip");
  const at = (spot) => {
    const around = [[spot.x - 6, spot.y - 6], [spot.x + 6, spot.y + 6]];
    const found = map.queryRenderedFeatures(around, { layers: ["turns", "ring14", "ring9", "ships", "dark"] });
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
  });
}

// clock is the slider that drags the day.
function clock(sea) {
  const bar = sea.figure.querySelector(".clock");
  const slider = bar.querySelector("input");
  const out = bar.querySelector("output");
  const play = bar.querySelector(".play");
  const times = sea.chart.tracks.flatMap((track) => track.fixes.length ? [track.fixes[0][0], track.fixes.at(-1)[0]] : []);
  const from = times.reduce((a, b) => Math.min(a, b), Infinity);
  const to = times.reduce((a, b) => Math.max(a, b), -Infinity);
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
  bar.hidden = false;
  out.textContent = clockText(to);
  slider.setAttribute("aria-valuetext", out.textContent);
  draw(sea, to);
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
    const properties = { kind: event.kind, quiet: Boolean(event.quiet), href: event.href, head: event.label, text: event.ships.map((ship) => ship.name).join(", ") };
    if (event.kind !== "gap" || !event.to) return point(event.at.lon, event.at.lat, properties);
    return { type: "Feature", properties, geometry: { type: "LineString", coordinates: [[event.at.lon, event.at.lat], [event.to.lon, event.to.lat]] } };
  });
  map.getSource("tracks").setData(collection(past));
  map.getSource("ahead").setData(collection(ahead));
  map.getSource("events").setData(collection(events));
  map.getSource("ships").setData(collection(ships));
  words.write(degreesAtEdges(map));
}

const unix = (text) => Date.parse(text) / 1000;
const lineOf = (fixes, kind) => ({ type: "Feature", properties: { class: kind }, geometry: { type: "LineString", coordinates: fixes.map((fix) => [fix[1], fix[2]]) } });
const statusClass = (status) => ({ listed: "listed", "owned or controlled by listed": "owned", "reported only": "reported" })[status] ?? "unknown";
