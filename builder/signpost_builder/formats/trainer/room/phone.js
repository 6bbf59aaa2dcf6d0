/** A phone in the room. Plain http has to do: no store, no clock, nothing that a browser keeps from pages without encryption. */

import { ask } from "./asking.js";
import { filled } from "./filled.js";
import { data, part, say } from "./parts.js";

/**
 * @typedef {{ id: string, round: number, stem: string[], choices: string[], several: boolean }} Open
 * @typedef {{ room: string, sitting: string, open: Open | null, codes: boolean }} News
 */

const AGAIN_AFTER = 1500; // milliseconds, when something did not arrive

const texts = data.texts;
const scanned = new URLSearchParams(location.search).get("room") ?? "";
const form = /** @type {HTMLFormElement} */ (part("#question"));

/** @type {EventSource | null} */
let events = null;
/** @type {News | null} */
let news = null;
let offline = false;
let full = false;
let stays = scanned === ""; // whoever typed the address came without a code
let joined = ""; // the sitting that this phone is in
let joining = false;
let isNew = false; // the laptop began anew, and nothing has been asked since
let drawn = ""; // the question that stands on the page, and which time it is asked
let late = false; // its answer came after it was closed
/** @type {number[]} The answer that the laptop has. */
let arrived = [];
/** @type {number[]} The answer that is on its way; none: []. */
let waiting = [];
let sending = false;

const isOther = () => news !== null && !stays && news.room !== scanned;
const open = () => (isOther() || full || joined !== news?.sitting ? null : (news?.open ?? null));
const nameOf = (/** @type {Open} */ { id, round }) => `${joined} ${id} ${round}`;
const chosen = () => [...form.querySelectorAll("input")].flatMap((input, place) => (input.checked ? [place] : []));

// ------------------------------------------------------------------- what is shown

/** @type {() => string} */
const state = () => {
  if (offline) return texts.offline;
  if (news === null) return texts.hello;
  if (isOther()) return filled(texts.other_room, { name: news.room });
  if (full) return texts.full;
  const before = isNew ? `${texts.new_sitting} ` : "";
  if (open() === null) return before + (late ? texts.too_late : drawn ? texts.closed : texts.wait);
  if (waiting.length > 0) return texts.sending;
  if (arrived.length > 0) return filled(texts.yours, { letters: arrived.map((place) => data.letters[place]).join(", ") });
  return before + (open()?.several ? texts.several : texts.choose);
};

const draw = () => {
  const now = open();
  if (now !== null && drawn !== nameOf(now)) drawQuestion(now);
  form.hidden = now === null;
  part("#codes").hidden = isOther() || !news?.codes;
  part("#stay").hidden = !isOther();
  say("#name", news ? filled(texts.room, { name: news.room }) : "");
  say("#state", state());
};

/** @type {(now: Open) => void} */
const drawQuestion = (now) => {
  drawn = nameOf(now);
  late = false;
  waiting = [];
  say("#stem", now.stem.join(" "));
  part("#send").hidden = !now.several;
  part("#choices").replaceChildren(
    ...now.choices.map((words, place) => {
      const input = Object.assign(document.createElement("input"), { type: now.several ? "checkbox" : "radio", name: "choice", checked: arrived.includes(place) });
      const letter = Object.assign(document.createElement("b"), { textContent: data.letters[place] });
      const label = document.createElement("label");
      label.append(input, letter, Object.assign(document.createElement("span"), { textContent: words }));
      return label;
    }),
  );
};

// ------------------------------------------------------------------- what is said to the laptop

/** In, or in again, in whatever sitting there is now. What this phone had answered there stands on the page again. */
const join = async () => {
  if (joining || news === null) return;
  joining = true;
  try {
    const { status, said } = await ask("join", {});
    full = status !== 200;
    if (full) return;
    isNew = joined !== "" && joined !== said.sitting;
    joined = said.sitting;
    arrived = said.mine;
    drawn = "";
  } catch {
    offline = true;
    setTimeout(connect, AGAIN_AFTER);
  } finally {
    joining = false;
    draw();
  }
};

/** What was chosen last goes off, and again when the connection is back; the laptop counts a phone once. */
const send = async () => {
  const now = open();
  if (waiting.length === 0 || sending || now === null) return;
  sending = true;
  const places = waiting;
  draw();
  try {
    const { status } = await ask("answer", { sitting: joined, id: now.id, round: now.round, places });
    if (status === 401) joined = "";
    if (status === 200) arrived = places;
    late = status === 409;
    if (status !== 429 && status !== 401 && waiting === places) waiting = [];
    offline = false;
  } catch {
    offline = true;
  }
  sending = false;
  if (joined === "") await join();
  if (waiting.length > 0) setTimeout(send, waiting === places ? AGAIN_AFTER : 0);
  draw();
};

const choose = () => {
  if (chosen().length === 0) return;
  waiting = chosen();
  isNew = false;
  send();
};

/** @type {(heard: News) => void} */
const hear = (heard) => {
  const before = news?.open;
  const now = heard.open;
  if (now && (before?.id !== now.id || before.round !== now.round)) arrived = [];
  if (now === null && waiting.length > 0) late = true;
  if (now === null) waiting = [];
  news = heard;
  offline = false;
  if (!isOther() && joined !== heard.sitting) join();
  draw();
  send();
};

/** A phone that slept may have lost its stream without a word, so it asks anew. */
const connect = () => {
  events?.close();
  const stream = new EventSource("events");
  events = stream;
  stream.addEventListener("message", (event) => hear(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    offline = true;
    draw();
    if (stream.readyState === EventSource.CLOSED && stream === events) setTimeout(connect, AGAIN_AFTER);
  });
};

form.addEventListener("change", () => open()?.several || choose());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  choose();
});
part("#stay").addEventListener("click", () => {
  stays = true;
  if (news) hear(news);
});
addEventListener("pageshow", ({ persisted }) => persisted && connect());
document.addEventListener("visibilitychange", () => document.hidden || connect());
connect();
