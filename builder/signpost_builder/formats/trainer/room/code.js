/** A phone's code of attendance. Number and name stay here: the laptop signs a hash of both, and this page shows the code. */

import { ask } from "./asking.js";
import { toBase64url } from "./base64url.js";
import { codeDrawing, proofText, typedName } from "./code-text.js";
import { holderOf } from "./holder.js";
import { data, part, say } from "./parts.js";

/** @typedef {{ number: string, name: string, text?: string }} Kept  What was asked with: a lost answer is asked for with the same */

const AGAIN_AFTER = 1500; // milliseconds, when something did not arrive

const texts = data.texts;
const form = /** @type {HTMLFormElement} */ (part("#take"));
const field = /** @type {HTMLInputElement} */ (part("#code-name"));
const button = /** @type {HTMLButtonElement} */ (part("#take button"));

let place = ""; // of what this tab keeps: one for each training, day and laptop
/** @type {Kept | null} */
let kept = null;

/** For this tab alone, so that a page that is loaded again shows the same code; a browser may refuse. @type {(now: Kept | null) => void} */
const keep = (now) => {
  kept = now;
  try {
    sessionStorage.setItem(place, JSON.stringify(now));
  } catch {
    // Then it is gone when the page is loaded again.
  }
};

/** @type {() => Kept | null} */
const before = () => {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "null");
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

/** Nothing is changed while a question is on its way. @type {(words: string, waits: boolean) => void} */
const tell = (words, waits) => {
  say("#state", words);
  field.disabled = waits;
  button.disabled = waits;
};

/** Again by itself, until there is an answer. @type {(act: () => Promise<void>, words: string) => void} */
const later = (act, words) => {
  tell(words, true);
  setTimeout(() => trying(act), AGAIN_AFTER);
};
/** @type {(act: () => Promise<void>) => void} */
const trying = (act) => void act().catch(() => later(act, texts.offline));

/** Into the sitting that there is now. @type {(act: () => Promise<void>) => Promise<boolean>} */
const join = async (act) => {
  const { status, said } = await ask("join", {});
  if (status === 429) later(act, texts.sending);
  else if (status !== 200) tell(texts.full, true);
  else if (place !== `code ${said.codes}`) {
    place = `code ${said.codes}`;
    kept = before();
  }
  return status === 200;
};

/** @type {Record<string, string>} */
const WHY = { "not-open": "code_not_now", "one-each": "code_one_each" };

const take = async () => {
  if (!(await join(take))) return;
  if (kept === null) keep({ number: toBase64url(crypto.getRandomValues(new Uint8Array(16))), name: typedName(field.value) });
  const { number, name } = /** @type {Kept} */ (kept);
  tell(texts.sending, true);
  const { status, said } = await ask("give", { held: holderOf(number, name) });
  if (status === 200) {
    const text = proofText({ ...said, number, name });
    keep({ number, name, text });
    show(text);
  } else if (status === 409) {
    keep(null); // the name may still be changed
    tell(texts[WHY[said.why]], false);
  } else later(take, texts.sending); // many ask at once, or the laptop began anew
};

const begin = async () => {
  if (!(await join(begin))) return;
  form.hidden = false;
  tell(texts.code_what, false);
  if (kept?.text) show(kept.text);
  else if (kept) await take(); // asked before the page was loaded again
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  trying(take);
});
trying(begin);
