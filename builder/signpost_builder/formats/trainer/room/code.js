/** A phone's code of attendance. Number and name stay here: the laptop signs a hash of both, and this page shows the code. */

import { toBase64url } from "./base64url.js";
import { codeDrawing, proofText, typedName } from "./code-text.js";
import { loadHash } from "./hashes.js";
import { data, part, say } from "./parts.js";

/** @typedef {{ number: string, name: string, text?: string }} Kept */

const hash = loadHash().sha256;
const texts = data.texts;
const form = /** @type {HTMLFormElement} */ (part("#take"));
const field = /** @type {HTMLInputElement} */ (part("#code-name"));

let sitting = "";
/** What was asked with: a lost answer is asked for with the same once more. @type {Kept | null} */
let kept = null;

/** @type {(what: string, said: unknown) => Promise<{ status: number, said: any }>} */
const ask = async (what, said) => {
  const answer = await fetch(what, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said) });
  return { status: answer.status, said: await answer.json().catch(() => ({})) };
};

/** SHA-256 of number and name, in hexadecimal digits. @type {(number: string, name: string) => string} */
export const holderOf = (number, name) =>
  [...hash(new TextEncoder().encode(`${number}\n${name}`))].map((one) => one.toString(16).padStart(2, "0")).join("");

const place = () => `code ${sitting}`;

/** For this tab alone, so that a page that is loaded again shows the same code; a browser may refuse. @type {(now: Kept) => void} */
const keep = (now) => {
  kept = now;
  try {
    sessionStorage.setItem(place(), JSON.stringify(now));
  } catch {
    // Then it is gone when the page is loaded again.
  }
};

/** @type {() => Kept | null} */
const before = () => {
  try {
    return JSON.parse(sessionStorage.getItem(place()) ?? "null");
  } catch {
    return null;
  }
};

/** @type {(text: string) => void} */
const show = (text) => {
  const { path, box } = codeDrawing(text);
  part("#drawing").setAttribute("viewBox", box);
  part("#drawing path").setAttribute("d", path);
  say("#code-text", text);
  say("#state", texts.code_ready);
  form.hidden = true;
  part("#made").hidden = false;
};

/** @type {Record<number, string>} */
const WHY = { 401: "hello", 403: "full", 409: "code_not_now", 429: "code_again" };

/** Into the sitting that there is now. @type {() => Promise<boolean>} */
const join = async () => {
  const { status, said } = await ask("join", {});
  if (status !== 200) say("#state", texts[WHY[status] ?? "offline"]);
  if (status === 200 && sitting !== said.sitting) {
    sitting = said.sitting;
    kept = before();
  }
  return status === 200;
};

const take = async () => {
  if (!(await join())) return;
  if (kept === null) keep({ number: toBase64url(crypto.getRandomValues(new Uint8Array(16))), name: typedName(field.value) });
  const { number, name } = /** @type {Kept} */ (kept);
  const { status, said } = await ask("give", { held: holderOf(number, name) });
  if (status === 409 && said.why === "not-open") kept = null; // the name may still be changed
  if (status !== 200) return say("#state", said.why === "one-each" ? texts.code_one_each : texts[WHY[status] ?? "offline"]);
  const text = proofText({ ...said, number, name });
  keep({ number, name, text });
  show(text);
};

const offline = () => say("#state", texts.offline);

const begin = async () => {
  if (!(await join())) return;
  say("#state", texts.code_what);
  form.hidden = false;
  if (kept?.text) show(kept.text);
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  take().catch(offline);
});
begin().catch(offline);
