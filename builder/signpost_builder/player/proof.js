// The code on a certificate where no platform keeps who finished (docs/formats/proof.md). It is drawn here and goes nowhere by itself.

import { toBase64url } from "./base64url.js";
import { isFinished } from "./certificate.js";
import { data } from "./course-data.js";
import { one } from "./dom.js";
import { onPage } from "./pages.js";
import { loadQr } from "./qr.js";

const MOST_NAME = 80;
const EMPTY = 4; // modules of paper around it (ISO/IEC 18004, 6.3.8)

/** A name as it stands in a code: one line, single spaces, composed letters. @param {string} typed */
export const typedName = (typed) =>
  [...typed.normalize("NFC").replace(/[\p{C}\p{Z}]+/gu, " ").trim()].slice(0, MOST_NAME).join("").trim();

/** @param {{course: string, version: string, date: string, number: string, name: string}} said */
export const proofText = ({ course, version, date, number, name }) =>
  `SIGNPOST-PROOF 1\ncourse: ${course}\nversion: ${version}\ndate: ${date}\nnumber: ${number}\n${name ? `name: ${name}\n` : ""}`;

/** The day on this device, as the certificate prints it. */
const day = () => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
};

/** @param {string} text */
const drawing = (text) => {
  const { generate, correction } = loadQr();
  const code = generate(text, { minCorrectionLevel: correction.M });
  let path = "";
  for (let y = 0; y < code.size; y += 1) for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
  return { path, box: `${-EMPTY} ${-EMPTY} ${code.size + 2 * EMPTY} ${code.size + 2 * EMPTY}` };
};

/**
 * @param {string} number
 * @param {string} typed the name, or nothing
 */
const show = (number, typed) => {
  const { id: course, version } = data.course;
  const text = proofText({ course, version, date: day(), number, name: typedName(typed) });
  const { path, box } = drawing(text);
  one("#proof-code").setAttribute("viewBox", box);
  one("#proof-code path").setAttribute("d", path);
  one("#proof-text").textContent = text;
};

/** @param {Session} session */
export const prepareProof = (session) => {
  const page = one("#certificate");
  const input = one("input#certificate-name");
  const named = one("input#proof-name");
  // One for as long as the page is open: it tells the register a code that it has from another.
  const number = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
  const write = () => isFinished(session) && show(number, named.checked ? input.value : "");
  input.addEventListener("input", write);
  named.addEventListener("change", write);
  onPage((shown) => shown === page && write());
  addEventListener("pagehide", () => {
    named.checked = false;
    one("#proof-text").textContent = "";
    one("#proof-code path").setAttribute("d", "");
  });
};
