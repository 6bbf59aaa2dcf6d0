/** The trainer's page in the room: opens and closes questions, and gathers what cards, phones and hands say. */

import { advice } from "./advice.js";
import { countCodes, giveCodes, offerCodes, printSlips } from "./attendance.js";
import { createCamera } from "./camera.js";
import { createCards } from "./cards.js";
import { filled } from "./filled.js";
import { meaning } from "./keys.js";
import { data, part, say } from "./parts.js";
import { beginSitting, closeToPhones, listenToPhones, openToPhones } from "./phones.js";
import { closedStage, joinStage, openStage } from "./showing.js";
import { createSitting } from "./sitting.js";
import { drawStage } from "./stage.js";
import { listenToSlides, openSlides, tellSlides } from "./windows.js";

const texts = data.texts;
const letters = data.letters;
const sitting = createSitting(data.questions);
const cards = createCards();
const list = /** @type {HTMLSelectElement} */ (part("#question"));
const expected = /** @type {HTMLInputElement} */ (part("#expected"));
const keys = /** @type {HTMLDialogElement} */ (part("#keys"));
const isTicked = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (part(id)).checked;

/** @type {import("./phones.js").Door | null} */
let door = null;
let byPhone = 0; // phones that have answered the open question
let joining = false; // the code is before the room
let black = false;
let busy = false; // a step that waits for the server
let slideNow = ""; // the slide that is shown beside this page
/** Cards that show a letter which the question does not have. @type {Set<number>} */
let strays = new Set();

const current = () => /** @type {import("./sitting.js").Question} */ (sitting.question(list.value));
/** Cards have four letters and say one thing. */
const byCard = (/** @type {import("./sitting.js").Question} */ { choices, several }) => !several && choices.length <= 4;

// ------------------------------------------------------------------- what is shown

const answeredNow = () => {
  const said = [filled(texts.answered, { count: sitting.answered() + byPhone })];
  if (part("#cards").dataset.camera === "on" && byCard(current())) said.push(filled(texts.cards_read, { read: readCards(), known: knownCards() }));
  return said.join(" · ");
};

const readCards = () => [...(sitting.openRound()?.votes.keys() ?? [])].filter((voter) => voter.startsWith("card:")).length;
const knownCards = () => Math.max(Number(expected.value), cards.known(), readCards());

/** @type {() => import("./stage.js").Stage | null} */
const stage = () => {
  if (joining && door) return joinStage(door.address, door.code, door.name, texts);
  const rounds = sitting.rounds(current().id);
  if (rounds.length === 0) return null;
  if (sitting.openId() === current().id) return openStage(current(), answeredNow(), letters, texts);
  return rounds.some(({ shown }) => shown) || rounds[0].votes.size + rounds[0].hands.people > 0 ? closedStage(current(), rounds, letters, texts) : null;
};

/** Whether the next press is for this question, when slides are shown beside it. */
const takes = () => joining || (isTicked("#clicker") && isHere() && ["open", "close"].includes(sitting.step(current().id)));
const isHere = () => slideNow === current().id;

const draw = () => {
  const step = sitting.step(current().id);
  const now = black ? null : stage();
  drawStage(part("#stage"), now);
  part("#nothing").hidden = now !== null;
  tellSlides({ slide: slideNow, takes: takes(), stage: joining || isHere() ? now : null });
  for (const each of ["open", "close", "again", "more"]) part(`#${each}`).hidden = each !== step;
  part("#done").hidden = step !== "";
  say("#count", sitting.openId() === current().id ? answeredNow() : "");
  say("#elsewhere", sitting.openId() !== "" && sitting.openId() !== current().id ? filled(texts.still_open, { title: nameOf(sitting.openId()) }) : "");
  part("#no-cards").hidden = byCard(current());
  const text = part("#text");
  if (text.dataset.of !== current().id) drawQuestion(text);
};

const nameOf = (/** @type {string} */ id) => [...list.options].find(({ value }) => value === id)?.text ?? "";

/** The question as the trainer reads it, and a field for each choice to count hands in. @type {(text: HTMLElement) => void} */
const drawQuestion = (text) => {
  text.dataset.of = current().id;
  const stem = current().stem.map((words) => Object.assign(document.createElement("p"), { textContent: words }));
  const choices = document.createElement("ul");
  choices.append(...current().choices.map((words, place) => Object.assign(document.createElement("li"), { textContent: `${letters[place]}  ${words}` })));
  text.replaceChildren(...stem, choices);
  part("#counts").replaceChildren(...current().choices.map((_, place) => field(letters[place])), ...(current().several ? [field(texts.raised_at_all)] : []));
};

/** @type {(words: string) => HTMLElement} */
const field = (words) => {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "number", min: "0", max: "400", inputMode: "numeric" });
  input.addEventListener("input", countHands);
  label.append(`${words} `, input);
  return label;
};

// ------------------------------------------------------------------- questions

const countHands = () => {
  const numbers = [...part("#counts").querySelectorAll("input")].map(({ value }) => Math.min(400, Math.max(0, Math.floor(Number(value) || 0))));
  const counts = numbers.slice(0, current().choices.length);
  sitting.count(counts, Math.max(numbers[current().choices.length] ?? 0, ...counts));
  draw();
};

const openNow = async () => {
  await closeNow();
  joining = false;
  sitting.open(current().id);
  cards.restart();
  strays = new Set();
  byPhone = 0;
  part("#text").dataset.of = ""; // hands begin at nothing
  const { id, stem, choices, several } = current();
  if (door) await openToPhones({ id, round: sitting.rounds(id).length, stem, choices, several }).catch(lost);
  draw();
};

const closeNow = async () => {
  if (sitting.openId() === "") return;
  if (door) (await closeToPhones().catch(lost))?.forEach(([phone, places]) => sitting.vote(`phone:${phone}`, places));
  byPhone = 0;
  sitting.close();
  draw();
};

/** @type {(by: number) => void} */
const go = (by) => {
  list.selectedIndex = Math.max(0, Math.min(list.options.length - 1, list.selectedIndex + by));
  joining = false;
  draw();
};

/** One button of a clicker leads through everything: open, close, on. */
const forward = async () => {
  if (joining) return go(0);
  const step = sitting.step(current().id);
  if (step === "open") return openNow();
  if (step === "close") {
    const none = sitting.answered() + byPhone === 0;
    await closeNow();
    return none ? onward() : undefined;
  }
  return onward();
};

const onward = () => {
  tellSlides("next");
  go(1);
};

// ------------------------------------------------------------------- cards

const camera = createCamera(/** @type {HTMLVideoElement} */ (part("#picture")), { script: part("#reader").textContent ?? "", codes: data.codes }, {
  state(now) {
    part("#cards").dataset.camera = now;
    say("#camera-state", texts.camera[now]);
    part("#camera-on").hidden = now === "on";
    part("#camera-off").hidden = now !== "on";
    if (now !== "on") say("#camera-advice", "");
    draw();
  },
  devices(found, chosen) {
    const choice = /** @type {HTMLSelectElement} */ (part("#device"));
    choice.replaceChildren(...found.map(({ deviceId, label }, at) => new Option(label || `${texts.camera_name} ${at + 1}`, deviceId, false, deviceId === chosen)));
    part("#which").hidden = found.length < 2;
  },
  read({ found, brightness, smallest }) {
    const sure = cards.see(found);
    if (byCard(current()) && sitting.openId() === current().id) {
      sure.forEach(({ id, side }) => answerByCard(id, side));
      cards.doubled().forEach((id) => sitting.drop(`card:${id}`));
    }
    const isAsked = sitting.openId() !== "";
    const seen = { brightness, smallest: Number.isFinite(smallest) ? smallest : 0, read: isAsked ? readCards() : found.length, expected: isAsked ? knownCards() : 0 };
    const what = advice(seen);
    const twice = cards.doubled().map((id) => filled(texts.doubled, { card: id + 1 }));
    const said = filled(isAsked ? texts.cards_read : texts.cards_seen, { read: seen.read, known: seen.expected });
    const odd = strays.size > 0 ? [texts.stray] : [];
    say("#camera-advice", [what ? `${said}; ${texts.advice[what]}` : said, ...odd, ...twice].join(" "));
    draw();
  },
});

/** A letter that the question does not have is no answer. @type {(id: number, side: number) => void} */
const answerByCard = (id, side) => {
  const place = letters.indexOf(data.orders[id % data.orders.length][side]);
  if (place < current().choices.length) {
    strays.delete(id);
    sitting.vote(`card:${id}`, [place]);
  } else {
    strays.add(id);
    sitting.drop(`card:${id}`);
  }
};

// ------------------------------------------------------------------- phones

/** @type {() => undefined} */
const lost = () => {
  say("#phones-state", texts.server_lost);
};

const joinIn = async () => {
  door = await beginSitting();
  /** @type {HTMLImageElement} */ (part("#code")).src = door.code;
  say("#address", door.address);
  say("#name", filled(texts.join_name, { name: door.name }));
  say("#others", door.others.length > 0 ? filled(texts.other_addresses, { addresses: door.others.join(", ") }) : "");
  offerCodes(door.codes);
  listenToPhones(({ phones, answered, refused, given }) => {
    countCodes(given);
    byPhone = answered;
    say("#phones-state", `${filled([texts.no_phone, texts.phone_here][phones] ?? texts.phones_here, { count: phones })} ${refused > 0 ? texts.refused : ""}`);
    part("#phones").dataset.reached = String(phones > 0);
    draw();
  }, lost);
};

// ------------------------------------------------------------------- the page

const fullScreen = () => (document.fullscreenElement ? document.exitFullscreen() : part("#stage-box").requestFullscreen()).catch(() => {});

/** @type {Record<string, () => unknown>} */
const actions = {
  next: () => once(forward),
  back: () => go(-1),
  black: () => {
    black = !black;
    draw();
  },
  light: () => black && actions.black(),
  full: fullScreen,
  keys: () => keys.showModal(),
  open: () => once(openNow),
  close: () => once(closeNow),
  slides: () => openSlides() || say("#elsewhere", texts.slides_blocked),
  join: () => {
    joining = !joining;
    draw();
  },
  "camera-on": () => camera.start(/** @type {HTMLSelectElement} */ (part("#device")).value),
  "camera-off": () => camera.stop(),
  codes: () => once(giveCodes).catch(lost),
  slips: () => once(printSlips).catch(lost),
  "hide-picture": () => part("#picture").classList.toggle("hidden-picture"),
};

/** A press while the server is asked is not a second press. @type {(act: () => Promise<unknown> | unknown) => Promise<void>} */
const once = async (act) => {
  if (busy) return;
  busy = true;
  try {
    await act();
  } finally {
    busy = false;
  }
};

const CLICKER = ["PageDown", "PageUp", ".", "b", "B"]; // numbers of hands need none of these

/** @type {(event: KeyboardEvent) => void} */
const press = (event) => {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  const on = /** @type {Element} */ (event.target);
  if (altKey || ctrlKey || metaKey || keys.open) return;
  if (on.closest("select") && !CLICKER.slice(0, 2).includes(key)) return;
  if (on.closest("input") && !CLICKER.includes(key)) return;
  if ((key === " " || key === "Enter") && on.closest("button, summary, a")) return;
  const action = meaning(key, { rightToLeft: document.documentElement.dir === "rtl", letters: isTicked("#letters"), shift: shiftKey });
  if (!Object.hasOwn(actions, action)) return;
  event.preventDefault();
  actions[action]();
};

const begin = () => {
  addEventListener("keydown", press);
  new ResizeObserver(draw).observe(part("#stage-box")); // full screen, too
  document.querySelectorAll("[data-do]").forEach((button) =>
    button.addEventListener("click", () => actions[/** @type {HTMLElement} */ (button).dataset.do ?? ""]()),
  );
  list.addEventListener("change", draw);
  expected.addEventListener("input", draw);
  part("#clicker").addEventListener("change", draw);
  part("#device").addEventListener("change", () => camera.start(/** @type {HTMLSelectElement} */ (part("#device")).value));
  addEventListener("beforeunload", (event) => sitting.isEmpty() || event.preventDefault());
  listenToSlides({
    at(slide) {
      slideNow = slide;
      joining = false;
      if (sitting.question(slide)) list.value = slide;
      draw();
    },
    next: (slide) => slide === slideNow && actions.next(),
  });
  part("#room").hidden = false;
  draw();
  if (data.served) joinIn().catch(lost);
};

begin();
