// Prints builder/signpost_builder/player/qr.js: `make register`.

import { readFileSync } from "node:fs";
import { bundleOf } from "../bundle.js";

const FOLDER = "node_modules/lean-qr";
const { version } = JSON.parse(readFileSync(`${FOLDER}/package.json`, "utf8"));
const licence = readFileSync(`${FOLDER}/LICENSE`, "utf8").replaceAll(/\s+/g, " ").trim().replaceAll(/(.{1,116})(?: |$)/g, "$1\n");
const { code } = await bundleOf("vendor/qr/entry.js");

process.stdout.write(`/*! lean-qr ${version} (nano)
${licence}*/
// Made by vendor/qr/bundle.js, not edited by hand. A function: a page without a certificate spends no time on it.
export const loadQr = () => ${code};
`);
