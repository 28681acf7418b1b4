// Builds the front end: node build.mjs FOLDER. Writes each file with the hash of its content in its name, and manifest.json,
// which says what each is called now: {"app.css": "app-HASH.css", ...}. The same sources give the same bytes.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import {build} from "esbuild";
import {world} from "./world.mjs";

const out = path.resolve(process.argv[2] ?? "static");
const result = await build({
  entryPoints: ["css/app.css", "js/app.js", "js/charts.js", "js/network.js", "js/map.js", "js/icon.svg"],
  outdir: out,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2021", "chrome111", "firefox113", "safari16.4"],
  charset: "utf8",
  legalComments: "none", // whose work it is stands in NOTICE, which goes with the package
  loader: {".woff2": "file", ".svg": "copy"},
  write: false,
  metafile: true,
  logLevel: "warning",
});

fs.rmSync(out, {recursive: true, force: true});
fs.mkdirSync(out, {recursive: true});
const manifest = {};
const keep = (name, bytes) => {
  manifest[path.basename(name).replace(/-[0-9A-Za-z]{8}(\.\w+)$/, "$1")] = path.basename(name);
  fs.writeFileSync(path.join(out, path.basename(name)), bytes);
};
for (const file of result.outputFiles) {
  if (!/icon-\w+\.js$/.test(file.path)) keep(file.path, file.contents);
}
const boundaries = Buffer.from(JSON.stringify(world()));
const hash = crypto.createHash("sha256").update(boundaries).digest("hex").slice(0, 8).toUpperCase();
keep(`world-${hash}.json`, boundaries);
// the licence of every package of which something is in the bundles
const packages = new Set(["world-atlas"]);
for (const input of Object.keys(result.metafile.inputs)) {
  const name = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
  if (name) packages.add(name);
}
const licences = [...packages].sort().map((name) => {
  const folder = path.join("node_modules", name);
  const {version, license} = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = fs.readdirSync(folder).sort().find((one) => /^(licen[cs]e|copying)/i.test(one));
  const words = file ? fs.readFileSync(path.join(folder, file), "utf8").trim() : `Licence: ${license}`;
  return `${name} ${version} (${license})\n\n${words}\n`;
});
fs.writeFileSync(path.join(out, "LICENSES.txt"), licences.join(`\n${"=".repeat(80)}\n\n`));
const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
fs.writeFileSync(path.join(out, "manifest.json"), `${JSON.stringify(sorted, null, 1)}\n`);
