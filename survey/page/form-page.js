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

const show = (id) => {
  for (const section of all("main > section")) section.hidden = section.id !== id;
  scrollTo(0, 0);
};

const turnTo = (id) => {
  show(id);
  focusOn(one(`#${id} h2`));
};

const slotsOf = (ids, responses) => slotBytes(ids.map((id) => data.questions[id]), ids.map((id) => responses[id]));

const optionOf = (asked, responses) => (asked ? (responses[asked.question]?.[0] ?? null) : null);

const aboutOf = (responses) => ({
  group: data.group?.merge[optionOf(data.group, responses)] ?? null,
  stratum: optionOf(data.stratum, responses),
});

const sealFor = (info, plain) => seal(fromBase64url(data.key), info, plain);

const keepFirst = async (responses) => {
  const part = beforePart({ ...aboutOf(responses), slots: slotsOf(data.before, responses) });
  waiting.keepBefore(data.form, HANDLE, await sealFor(beforeInfo(data.form), part));
  one(".lasting").hidden = !lasts();
  one(".fleeting").hidden = lasts();
  turnTo("kept");
};

/** The record, sealed; null when what waited here is gone. */
const sealRecord = async (responses) => {
  const slots = slotsOf(data.after, responses);
  const sealedBefore = data.kind === "pair" ? waiting.takeBefore(data.form, HANDLE) : null;
  if (data.kind === "pair" && !sealedBefore) return null;
  const plain = sealedBefore ? pairRecord({ sealedBefore, slots }) : singleRecord({ ...aboutOf(responses), slots });
  return toBase64url(await sealFor(recordInfo(data.form), plain));
};

const sayOutcome = (outcome) => (one(".outcome").textContent = text(outcome));

const sendLast = async (responses) => {
  sayOutcome("sending");
  turnTo("sent");
  const record = await sealRecord(responses);
  if (!record) return sayOutcome("gone");
  const outcome = await outbox.send(data.form, record);
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
  show(data.kind === "pair" && waiting.hasBefore(data.form, HANDLE) ? "return" : "consent");
};

prepareMatch();
prepareNumber();
prepareOrder();
document.documentElement.classList.add("js");
prepareQuestions();
whenAsked("begin", () => parts.begin(data.kind === "pair" ? "before" : "after"));
whenAsked("last", () => parts.begin("after"));
whenAsked("forget", () => {
  waiting.forgetBefore(data.form, HANDLE);
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
