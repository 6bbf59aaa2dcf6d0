// The form as a page of its own: consent, questions, and one sealed record (docs/formats/sealed-record.md).

import { whenAsked } from "./actions.js";
import { fromBase64url, toBase64url } from "./base64url.js";
import { data, text } from "./course-data.js";
import { deliver } from "./delivery.js";
import { all, focusOn, make, makeButton, one } from "./dom.js";
import { prepareMatch } from "./match.js";
import { prepareNumber } from "./number.js";
import { prepareOrder } from "./order.js";
import { createOutbox } from "./outbox.js";
import { prepareParts } from "./form-parts.js";
import { clear, prepareQuestions } from "./questions.js";
import { beforeInfo, beforePart, pairRecord, recordInfo, singleRecord, slotBytes } from "./record.js";
import { seal } from "./seal.js";
import { createWaiting } from "./waiting.js";

/** Whoever answers here has no account: one before part waits on a device, and the page asks whose it is. */
const HANDLE = "page";

const form = /** @type {FormPageData} */ (data);

const endpoint = location.origin + location.pathname.replace(/\/f\/[^/]*$/, "");
const waiting = createWaiting();

/** Whether this browser still has tomorrow what it is given today. */
const lasts = () => {
  try {
    localStorage.setItem("signpost.survey.try", "1");
    localStorage.removeItem("signpost.survey.try");
    return true;
  } catch {
    return false;
  }
};

const sayWhatWaits = () => {
  const count = waiting.records(endpoint).length;
  const words = text(count === 1 ? "waits-one" : "waits", { count });
  one("#notice").replaceChildren(...(count ? [make("p", words, " ", makeButton("try", text("try")))] : []));
};

const outbox = createOutbox({ endpoint, waiting, deliver, tell: sayWhatWaits });

/** @param {string} id */
const show = (id) => {
  for (const section of all("main > section")) section.hidden = section.id !== id;
  scrollTo(0, 0);
};

/** @param {string} id */
const turnTo = (id) => {
  show(id);
  focusOn(one(`#${id} h2`));
};

/**
 * @param {string[]} ids
 * @param {Responses} responses
 */
const slotsOf = (ids, responses) => slotBytes(ids.map((id) => data.questions[id]), ids.map((id) => responses[id]));

/**
 * @param {{question: string} | null} asked
 * @param {Responses} responses
 */
const optionOf = (asked, responses) => {
  const response = asked && responses[asked.question];
  return Array.isArray(response) ? response[0] : null;
};

/** @param {Responses} responses */
const aboutOf = (responses) => ({
  group: form.group?.merge[/** @type {number} */ (optionOf(form.group, responses))] ?? null,
  stratum: optionOf(form.stratum, responses),
});

/**
 * @param {string} info
 * @param {Uint8Array} plain
 */
const sealFor = (info, plain) => seal(fromBase64url(form.key), info, plain);

/** @param {Responses} responses */
const keepFirst = async (responses) => {
  const part = beforePart({ ...aboutOf(responses), slots: slotsOf(form.before, responses) });
  waiting.keepBefore(form.form, HANDLE, await sealFor(beforeInfo(form.form), part));
  one(".lasting").hidden = !lasts();
  one(".fleeting").hidden = lasts();
  turnTo("kept");
};

/**
 * The record, sealed; null when what waited here is gone.
 *
 * @param {Responses} responses
 */
const sealRecord = async (responses) => {
  const slots = slotsOf(form.after, responses);
  const sealedBefore = form.kind === "pair" ? waiting.takeBefore(form.form, HANDLE) : null;
  if (form.kind === "pair" && !sealedBefore) return null;
  const plain = sealedBefore ? pairRecord({ sealedBefore, slots }) : singleRecord({ ...aboutOf(responses), slots });
  return toBase64url(await sealFor(recordInfo(form.form), plain));
};

/** @param {string} outcome */
const sayOutcome = (outcome) => (one(".outcome").textContent = text(outcome));

/** @param {Responses} responses */
const sendLast = async (responses) => {
  sayOutcome("sending");
  turnTo("sent");
  const record = await sealRecord(responses);
  if (!record) return sayOutcome("gone");
  const outcome = await outbox.send(form.form, record);
  return sayOutcome(outcome === "later" && !lasts() ? "later-here" : outcome);
};

const failed = () => {
  sayOutcome("failed");
  turnTo("sent");
};

const parts = prepareParts({
  show,
  left: () => turnTo("consent"),
  ended: (phase, responses) => (phase === "before" ? keepFirst : sendLast)(responses).catch(failed),
});

/** Where a visit begins. */
const home = () => {
  all(".q").forEach(clear);
  show(form.kind === "pair" && waiting.hasBefore(form.form, HANDLE) ? "return" : "consent");
};

prepareMatch();
prepareNumber();
prepareOrder();
document.documentElement.classList.add("js");
prepareQuestions();
whenAsked("begin", () => parts.begin(form.kind === "pair" ? "before" : "after"));
whenAsked("last", () => parts.begin("after"));
whenAsked("forget", () => {
  waiting.forgetBefore(form.form, HANDLE);
  turnTo("consent");
});
whenAsked("another", () => {
  home();
  focusOn(one("main > section:not([hidden]) h2"));
});
whenAsked("try", () => outbox.sendAll());
addEventListener("pagehide", home);
home();
sayWhatWaits();
outbox.sendAll();
