// Prints signpost_report/verify.html: `make verify`. One file that opens by double-click; its own policy forbids it any network.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const FOLDER = fileURLToPath(new URL("./", import.meta.url));

const { outputFiles } = await build({
  absWorkingDir: FOLDER,
  entryPoints: ["page.js"],
  bundle: true,
  write: false,
  format: "iife",
  target: "es2022",
  charset: "ascii",
  legalComments: "inline",
});

const script = `\n${outputFiles[0].text}`;
const style = `\n${readFileSync(`${FOLDER}page.css`, "utf8")}`;
if (/<\/(script|style)/i.test(script + style)) throw new Error("a tag would end early");
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const parts = { script, style, "script-hash": hash(script), "style-hash": hash(style) };

process.stdout.write(readFileSync(`${FOLDER}page.html`, "utf8").replaceAll(/\{(script|style|script-hash|style-hash)\}/g, (_, name) => parts[name]));
