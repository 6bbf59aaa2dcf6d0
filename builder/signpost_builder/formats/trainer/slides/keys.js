/** What a key means. Clickers send Page Up, Page Down, and a full stop or B for a black screen. */

const PLAIN = new Map([
  ["ArrowDown", "next"],
  ["PageDown", "next"],
  [" ", "next"],
  ["Enter", "next"],
  ["ArrowUp", "back"],
  ["PageUp", "back"],
  ["Backspace", "back"],
  ["Home", "first"],
  ["End", "last"],
  ["Escape", "light"],
  [".", "black"],
  ["?", "keys"],
]);

const LETTERS = new Map([["b", "black"], ["d", "dark"], ["f", "full"], ["h", "help"], ["n", "notes"], ["p", "present"], ["r", "room"]]);

/** @type {(key: string, asked: { rightToLeft: boolean, letters: boolean, shift: boolean }) => string} An action, "digit", or "" for none. */
export const meaning = (key, { rightToLeft, letters, shift }) => {
  if (/^[0-9]$/.test(key)) return "digit";
  if (key === "ArrowRight") return rightToLeft ? "back" : "next";
  if (key === "ArrowLeft") return rightToLeft ? "next" : "back";
  if (key === " " && shift) return "back";
  return PLAIN.get(key) ?? ((letters && LETTERS.get(key.toLowerCase())) || "");
};
