// What the checking page takes of the libraries: one signature and one hash, in JavaScript alone, because a page opened from a disk has no crypto.subtle in every browser.

export { ed25519 } from "@noble/curves/ed25519.js";
export { sha256 } from "@noble/hashes/sha2.js";
