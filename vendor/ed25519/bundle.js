// Prints report/verify/ed25519.js: `make verify`.

import { bundled } from "../bundle.js";

const title = "Ed25519 (RFC 8032) and SHA-256 from published libraries under the MIT License.";
const { code, licence } = await bundled("vendor/ed25519/entry.js", title);

process.stdout.write(`${licence}// Made by vendor/ed25519/bundle.js, not edited by hand.
export const { ed25519, sha256 } = ${code};
`);
