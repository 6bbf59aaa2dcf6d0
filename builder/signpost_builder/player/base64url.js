// Bytes as text for addresses and storage: base64url without padding (RFC 4648, section 5).

/** @param {Uint8Array} bytes */
export const toBase64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/**
 * Throws for text that is not base64url.
 *
 * @param {string} text
 */
export const fromBase64url = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
