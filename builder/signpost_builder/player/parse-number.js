// Numbers as people type them. Pure.

/**
 * "4,5" and "4.5" are four and a half, "1,234" and "1 234" are above a thousand; NaN when it is no number.
 *
 * @param {string} typed
 */
export const parseNumber = (typed) => {
  const bare = typed.replace(/[\s\u00a0\u202f%]/g, "").replace("\u2212", "-");
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(",", "") : bare.replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
};
