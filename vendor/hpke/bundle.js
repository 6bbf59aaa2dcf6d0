// Prints builder/signpost_builder/player/hpke.js: `make hpke`.

import { bundled } from "../bundle.js";

const { code, licence } = await bundled("vendor/hpke/entry.js", "HPKE (RFC 9180) from published libraries under the MIT License.");

process.stdout.write(`${licence}// Made by vendor/hpke/bundle.js, not edited by hand. A function: a page that seals nothing spends no time on it.
export const loadHpke = () => ${code};
`);
