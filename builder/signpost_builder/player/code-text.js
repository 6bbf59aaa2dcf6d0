// The words of a code (docs/formats/proof.md), and how it is drawn: on a certificate, and on a phone in the room.

import { loadQr } from "./qr.js";

const MOST_NAME = 80;
const EMPTY = 4; // modules of paper around it (ISO/IEC 18004, 6.3.8)

/** A name as it stands in a code: one line, single spaces, composed letters. @param {string} typed */
export const typedName = (typed) =>
  [...typed.normalize("NFC").replace(/[\p{C}\p{Z}]+/gu, " ").trim()].slice(0, MOST_NAME).join("").trim();

/** @param {{course: string, version: string, date: string, number: string, name: string, key?: string, signature?: string}} said */
export const proofText = ({ course, version, date, number, name, key, signature }) =>
  `SIGNPOST-PROOF 1\ncourse: ${course}\nversion: ${version}\ndate: ${date}\nnumber: ${number}\n${name ? `name: ${name}\n` : ""}${key ? `key: ${key}\nsignature: ${signature}\n` : ""}`;

/** The code's squares as one path, and the box around them. @param {string} text */
export const codeDrawing = (text) => {
  const { generate, correction } = loadQr();
  const code = generate(text, { minCorrectionLevel: correction.M });
  let path = "";
  for (let y = 0; y < code.size; y += 1) for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
  return { path, box: `${-EMPTY} ${-EMPTY} ${code.size + 2 * EMPTY} ${code.size + 2 * EMPTY}` };
};
