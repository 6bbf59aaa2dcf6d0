/** What the laptop signs for a phone: a hash that tells it neither number nor name (docs/formats/proof.md). Pure. */

import { loadHash } from "./hashes.js";

const hash = loadHash().sha256;

/** SHA-256 of number and name, in hexadecimal digits. @type {(number: string, name: string) => string} */
export const holderOf = (number, name) =>
  [...hash(new TextEncoder().encode(`${number}\n${name}`))].map((one) => one.toString(16).padStart(2, "0")).join("");
