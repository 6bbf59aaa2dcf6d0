// What register.html takes of libraries: a reader of QR codes, one signature and one hash, in JavaScript alone.

export { ed25519 } from "@noble/curves/ed25519.js";
export { sha256 } from "@noble/hashes/sha2.js";
export { default as readCode } from "jsqr";
