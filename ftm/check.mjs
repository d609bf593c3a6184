// Reads FollowTheMoney JSON lines from stdin and holds each against the
// official library and model (npm package @alephdata/followthemoney): the
// schema exists and is not abstract, every property is one of it and no stub,
// values are texts, dates and countries are of the form the model gives them,
// references stay inside the lines. Run from the project's root.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Model } from "@alephdata/followthemoney";

const official = JSON.parse(readFileSync("node_modules/@alephdata/followthemoney/dist/defaultModel.json", "utf8"));
const model = new Model(official);
const countries = new Set(Object.keys(official.types.country.values));
const topics = new Set(Object.keys(official.types.topic.values));
const genders = new Set(Object.keys(official.types.gender.values));
const date = /^\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d)?)?)?)?)?$/;
const ids = new Set();
const refs = [];
let lines = 0;
let bad = 0;

const fail = (id, text) => {
  if (++bad <= 20) console.error(`${id}: ${text}`);
};

function check(value, prop, id) {
  if (typeof value !== "string" || value.trim() === "") return fail(id, `${prop.name} is ${JSON.stringify(value)}`);
  switch (prop.type.name) {
    case "date":
      if (!date.test(value)) fail(id, `${prop.name} is no date: ${value}`);
      break;
    case "country":
      if (!countries.has(value)) fail(id, `${prop.name} is no country: ${value}`);
      break;
    case "topic":
      if (!topics.has(value)) fail(id, `${prop.name} is no topic: ${value}`);
      break;
    case "gender":
      if (!genders.has(value)) fail(id, `${prop.name} is no gender: ${value}`);
      break;
    case "entity":
      refs.push([id, prop.name, value]);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  lines++;
  const data = JSON.parse(line);
  if (ids.has(data.id)) fail(data.id, "stands twice");
  ids.add(data.id);
  const schema = model.getSchema(data.schema); // throws for one that does not exist
  if (schema.abstract) fail(data.id, `${data.schema} is abstract`);
  const entity = model.getEntity(data);
  for (const [name, values] of Object.entries(data.properties)) {
    const prop = schema.getProperty(name);
    if (!prop || prop.stub) {
      fail(data.id, `a ${data.schema} has no ${name}`);
      continue;
    }
    if (entity.getProperty(name).length !== values.length) fail(data.id, `${name} lost values in the official library`);
    values.forEach((v) => check(v, prop, data.id));
  }
  for (const name of official.schemata[data.schema].required ?? []) {
    if (!data.properties[name]?.length) fail(data.id, `a ${data.schema} must have a ${name}`);
  }
}
const outside = refs.filter(([, , v]) => !ids.has(v));
console.log(JSON.stringify({ entities: lines, faults: bad, references: refs.length, outside: outside.length }));
process.exit(bad ? 1 : 0);
