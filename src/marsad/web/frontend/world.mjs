// The boundaries of the map: world-atlas at 1:50 million, by ISO 3166-1 alpha-3, with fewer points where none is missed.
import fs from "node:fs";
import {createRequire} from "node:module";
import iso from "i18n-iso-countries";
import {quantize} from "topojson-client";
import {presimplify, simplify} from "topojson-simplify";

// Smallest triangle that a point of a boundary may make with its neighbours, in square degrees: some 8 by 8 km.
const SMALLEST = 4e-3;
const STEPS = 1e4;

export function world() {
  const file = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
  const topology = JSON.parse(fs.readFileSync(file, "utf8"));
  delete topology.objects.land;
  for (const shape of topology.objects.countries.geometries) {
    const code = shape.id === undefined ? undefined : iso.numericToAlpha3(shape.id);
    delete shape.properties;
    if (code === undefined) delete shape.id;
    else shape.id = code;
  }
  return quantize(simplify(presimplify(topology), SMALLEST), STEPS);
}
