// Prints builder/player/hpke.js: `make hpke`. The versions are those of package-lock.json, so the bytes are too.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const { outputFiles, metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: ["vendor/hpke/entry.js"],
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: "iife",
  globalName: "hpke",
  target: "es2022",
  charset: "ascii",
  legalComments: "none",
});

/** Name, version, holders and terms of the package in `folder`. */
const licenceOf = (folder) => {
  const { name, version } = JSON.parse(readFileSync(`${ROOT}${folder}/package.json`, "utf8"));
  const file = readdirSync(ROOT + folder).find((each) => /^licen[cs]e/i.test(each));
  const text = readFileSync(`${ROOT}${folder}/${file}`, "utf8").replaceAll(/[“”]/g, '"');
  const [, holders, terms] = /^The MIT License \(MIT\)\s+((?:Copyright .*\n)+)\s*([^]+?)\s*$/.exec(text);
  return { line: `${name} ${version}: ${holders.trim().split("\n").join("; ")}`, terms: terms.replaceAll(/\s+/g, " ") };
};

const [output] = Object.values(metafile.outputs);
const used = Object.entries(output.inputs).filter(([path, { bytesInOutput }]) => bytesInOutput && path.includes("node_modules"));
const folders = new Set(used.map(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)[0]));
const licences = [...folders].map(licenceOf).sort((a, b) => (a.line < b.line ? -1 : 1));
if (new Set(licences.map(({ terms }) => terms)).size !== 1) throw new Error("the licences differ");

const code = /^var hpke=(.*);\s*$/s.exec(outputFiles[0].text)[1];

process.stdout.write(`/*! HPKE (RFC 9180) from published libraries under the MIT License.
${licences.map(({ line }) => line).join("\n")}

${licences[0].terms.replaceAll(/(.{1,116})(?: |$)/g, "$1\n")}*/
// Made by vendor/hpke/bundle.js, not edited by hand. A function: a page that seals nothing spends no time on it.
export const loadHpke = () => ${code};
`);
