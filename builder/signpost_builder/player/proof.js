// The code on a certificate where no platform keeps who finished (docs/formats/proof.md). It is drawn here and goes nowhere by itself.

import { toBase64url } from "./base64url.js";
import { isFinished } from "./certificate.js";
import { codeDrawing, proofText, typedName } from "./code-text.js";
import { data } from "./course-data.js";
import { one } from "./dom.js";
import { onPage } from "./pages.js";

/** The day on this device, as the certificate prints it. */
const day = () => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
};

/**
 * @param {string} number
 * @param {string} typed the name, or nothing
 */
const show = (number, typed) => {
  const { id: course, version } = data.course;
  const text = proofText({ course, version, date: day(), number, name: typedName(typed) });
  const { path, box } = codeDrawing(text);
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
