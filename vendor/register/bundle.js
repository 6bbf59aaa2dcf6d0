// Prints builder/signpost_builder/formats/trainer/register/libraries.js: `make register`.

import { readFileSync } from "node:fs";
import { bundleOf } from "../bundle.js";

const said = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
const mit = readFileSync("node_modules/@noble/curves/LICENSE", "utf8").replaceAll(/[“”]/g, '"').replaceAll(/\s+/g, " ").trim();
const { code } = await bundleOf("vendor/register/entry.js");

process.stdout.write(`/*! jsQR ${said("jsqr")}: Copyright Cosmo Wolfe, under the Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0).
@noble/curves ${said("@noble/curves")}, @noble/hashes ${said("@noble/hashes")}:
${mit.replaceAll(/(.{1,116})(?: |$)/g, "$1\n")}*/
// Made by vendor/register/bundle.js, not edited by hand.
globalThis.registerLibraries = ${code};
`);
