// What release.js needs of the bundled libraries (vendor/ed25519/).

export const ed25519: {
  verify(signature: Uint8Array, message: Uint8Array, key: Uint8Array, options: { zip215: boolean }): boolean;
};

export const sha256: (bytes: Uint8Array) => Uint8Array;
