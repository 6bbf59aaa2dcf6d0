// Seals bytes so that only the holder of the private key can read them (docs/formats/sealed-record.md).

import { loadHpke } from "./hpke.js";

/**
 * HPKE (RFC 9180, section 6.1) base mode, single shot, empty aad: the encapsulated key (32 bytes), then the ciphertext
 * with its tag. `publicKey`: 32 bytes; `info`: ASCII. Needs crypto.getRandomValues and nothing else of `crypto`, so it
 * works on a page served over plain http too. Throws for a key that is none.
 *
 * @param {Uint8Array} publicKey
 * @param {string} info
 * @param {Uint8Array} plain
 */
export const seal = async (publicKey, info, plain) => {
  const { suite } = loadHpke();
  const key = await suite.DeserializePublicKey(publicKey);
  const { encapsulatedSecret, ciphertext } = await suite.Seal(key, plain, { info: new TextEncoder().encode(info) });
  return Uint8Array.of(...encapsulatedSecret, ...ciphertext);
};
