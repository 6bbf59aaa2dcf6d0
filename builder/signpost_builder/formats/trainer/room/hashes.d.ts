// What code.js needs of the bundled library (vendor/hashes/).

export const loadHash: () => { sha256(data: Uint8Array): Uint8Array };
