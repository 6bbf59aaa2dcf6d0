// What seal.js needs of the bundled libraries (vendor/hpke/).

interface Suite {
  DeserializePublicKey(key: Uint8Array): Promise<unknown>;
  Seal(
    key: unknown,
    plain: Uint8Array,
    options: { info: Uint8Array },
  ): Promise<{ encapsulatedSecret: Uint8Array; ciphertext: Uint8Array }>;
}

export const loadHpke: () => { suite: Suite };
