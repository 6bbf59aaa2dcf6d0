// Published libraries as one script with their licence, the same bytes each time: the versions are those of package-lock.json.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Name, version, holders and terms of the package in `folder`. */
const licenceOf = (folder) => {
  const { name, version } = JSON.parse(readFileSync(`${ROOT}${folder}/package.json`, "utf8"));
  const file = readdirSync(ROOT + folder).find((each) => /^licen[cs]e/i.test(each));
  const text = readFileSync(`${ROOT}${folder}/${file}`, "utf8").replaceAll(/[“”]/g, '"');
  const [, holders, terms] = /^The MIT License \(MIT\)\s+((?:Copyright .*\n)+)\s*([^]+?)\s*$/.exec(text);
  return { line: `${name} ${version}: ${holders.trim().split("\n").join("; ")}`, terms: terms.replaceAll(/\s+/g, " ") };
};

/** `code`: an expression whose value is what `entry` exports; `folders`: of the packages that are in it. */
export const bundleOf = async (entry, plugins = []) => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "iife",
    globalName: "bundled",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    plugins,
  });
  const [output] = Object.values(metafile.outputs);
  const used = Object.entries(output.inputs).filter(([path, { bytesInOutput }]) => bytesInOutput && path.includes("node_modules"));
  const folders = new Set(used.map(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)[0]));
  return { code: /^var bundled=(.*);\s*$/s.exec(outputFiles[0].text)[1], folders };
};

/** The same with `licence`: a comment that has to stand before the code, `title` first. */
export const bundled = async (entry, title) => {
  const { code, folders } = await bundleOf(entry);
  const licences = [...folders].map(licenceOf).sort((a, b) => (a.line < b.line ? -1 : 1));
  if (new Set(licences.map(({ terms }) => terms)).size !== 1) throw new Error("the licences differ");
  const lines = licences.map(({ line }) => line).join("\n");
  return { code, licence: `/*! ${title}\n${lines}\n\n${licences[0].terms.replaceAll(/(.{1,116})(?: |$)/g, "$1\n")}*/\n` };
};
