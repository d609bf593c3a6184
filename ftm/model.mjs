// Makes model.json out of the official FollowTheMoney model (npm package
// @alephdata/followthemoney, MIT licence), keeping what the program uses.
// Run from the project's root:  node ftm/model.mjs
import { readFileSync, writeFileSync } from "node:fs";

const official = JSON.parse(readFileSync("node_modules/@alephdata/followthemoney/dist/defaultModel.json", "utf8"));
const keep = (from, keys) =>
  Object.fromEntries(keys.filter((k) => from[k] && !(Array.isArray(from[k]) && from[k].length === 0)).map((k) => [k, from[k]]));
const sorted = (o, f) => Object.fromEntries(Object.keys(o).sort().map((k) => [k, f(o[k])]));

const out = {
  schemata: sorted(official.schemata, (s) => ({
    ...keep(s, ["label", "plural", "extends", "matchable", "abstract", "caption", "featured", "required", "edge"]),
    properties: Object.fromEntries(
      Object.entries(sorted(s.properties, (p) => p))
        .filter(([, p]) => !p.stub)
        .map(([n, p]) => [n, { label: p.label, type: p.type ?? "string", ...keep(p, ["range", "reverse", "matchable", "format", "deprecated"]) }]),
    ),
  })),
  types: Object.fromEntries(
    Object.entries(sorted(official.types, (t) => t)).map(([n, t]) => [n, keep(t, ["label", "group", "matchable", ...(n === "topic" ? ["values"] : [])])]),
  ),
};
writeFileSync("ftm/model.json", JSON.stringify(out, null, 1) + "\n");
