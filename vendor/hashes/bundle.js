// Prints builder/signpost_builder/formats/trainer/room/hashes.js: `make register`.

import { bundled } from "../bundle.js";

const { code, licence } = await bundled("vendor/hashes/entry.js", "SHA-256 of a library, bundled:");

process.stdout.write(`${licence}// Made by vendor/hashes/bundle.js, not edited by hand.
export const loadHash = () => ${code};
`);
