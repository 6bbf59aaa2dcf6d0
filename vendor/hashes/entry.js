// What a phone in the room takes of noble: one hash, because plain http has no crypto.subtle.

export { sha256 } from "@noble/hashes/sha2.js";
