/** The deck in a browser: one slide at a time; without this script all of them stand below each other. */

import { meaning } from "./keys.js";
import { listen, openOther, tell } from "./other-window.js";
import { all, given, isDesk, one, slides, stops } from "./page.js";
import { hearOfRoom, listenToRoom, ofRoom, openRoom, tellRoom } from "./room-window.js";
import { drawStage } from "./stage.js";
import { onSwipe } from "./swipe.js";
import { startTimer, timeModule } from "./timer.js";
import { back, goTo, onward, thereAndBack } from "./walk.js";

const root = document.documentElement;
const rightToLeft = root.dir === "rtl";
const keys = /** @type {HTMLDialogElement} */ (one("#keys"));
const letters = /** @type {HTMLInputElement} */ (one("#letters"));

const inAddress = () => stops.findIndex(({ id }) => `#${id}` === location.hash);

/** @type {import("./walk.js").Place} */
let place = { at: Math.max(0, inAddress()), trail: [] };
let black = false;
let typed = ""; // the digits of a slide's number
let hears = false; // while what the other window did is done here
let last = ""; // what the other window knows, so that nothing is told back to it

const choices = () => all(".choices summary, .choices a", slides[place.at]);
const opened = () => all(".choices details", slides[place.at]).flatMap((each, at) => (each.hasAttribute("open") ? [at] : []));
const ofRoomHere = () => ofRoom(stops[place.at].id);
const shown = () => ({ at: place.at, black, open: opened(), room: ofRoomHere() });
const told = () => {
  const now = JSON.stringify(shown());
  if (hears || now === last) return;
  last = now;
  tell(shown());
};

/** @type {(slide: HTMLElement) => void} Smaller type, step by step, where a slide holds more than its box; at the end it scrolls. */
const fit = (slide) => {
  const face = one(".face", slide);
  for (let factor = 1; factor > 0.55; factor -= 0.06) {
    one(".inner", slide).style.setProperty("--fit", String(factor));
    if (face.scrollHeight <= face.clientHeight) return;
  }
};

const fitAll = () => all(".now, .then").forEach(fit);

const draw = () => {
  const after = onward(stops, place).at;
  slides.forEach((slide, at) => {
    slide.classList.toggle("now", at === place.at);
    slide.classList.toggle("then", isDesk && at === after && at !== place.at);
    slide.inert = at !== place.at;
    one(".face", slide).tabIndex = at === place.at ? 0 : -1;
  });
  root.classList.toggle("black", black);
  one("#count").textContent = `${given.texts.slide} ${place.at + 1} ${given.texts.of} ${slides.length}`;
  one("#said").textContent = one("h2", slides[place.at]).textContent;
  one("#end").hidden = after !== place.at;
  drawStage(one("#stage"), ofRoomHere().stage);
  fitAll();
  location.replace(`#${stops[place.at].id}`);
  timeModule(stops[place.at].module);
};

/** @type {(to: import("./walk.js").Place) => void} */
const move = (to) => {
  black = false;
  if (to.at !== place.at) all(".choices details", slides[to.at]).forEach((each) => each.removeAttribute("open"));
  place = to;
  draw();
  one(".face", slides[place.at]).focus({ preventScroll: true });
  one(".face", slides[place.at]).scrollTop = 0;
  told();
  tellRoom({ at: stops[place.at].id });
};

/** On with the room's question where there is one, else to the next slide. */
const step = () => {
  if (!ofRoomHere().takes) return move(onward(stops, place));
  if (isDesk) tell("step");
  else tellRoom({ next: stops[place.at].id });
};

/** @type {(text: string) => void} */
const refused = (text) => {
  one("#blocked").textContent = text;
  one("#blocked").hidden = false;
};

const present = () => {
  if (isDesk || openOther()) return;
  root.classList.add("notes-here");
  refused(given.texts.presenter_blocked);
};

const darken = () => {
  const dark = getComputedStyle(root).colorScheme === "dark" || (getComputedStyle(root).colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.style.colorScheme = dark ? "light" : "dark";
};

const fullScreen = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()).catch(() => {});

/** @type {Record<string, () => void>} */
const actions = {
  next: () => (typed ? move(goTo(stops, place, Number(typed) - 1)) : step()),
  back: () => move(back(stops, place)),
  first: () => move(goTo(stops, place, 0)),
  last: () => move(goTo(stops, place, stops.length - 1)),
  help: () => move(thereAndBack(stops, place, given.help)),
  black: () => {
    black = !black;
    draw();
    told();
  },
  light: () => black && actions.black(),
  dark: darken,
  full: fullScreen,
  notes: () => root.classList.toggle("notes-here"),
  present,
  room: () => isDesk || openRoom() || refused(given.texts.room_blocked),
  keys: () => keys.showModal(),
};

/** @type {(event: KeyboardEvent) => void} */
const press = (event) => {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  const on = /** @type {Element} */ (event.target);
  if (altKey || ctrlKey || metaKey || keys.open || on.closest("select, input")) return;
  if ((key === " " || (key === "Enter" && !typed)) && on.closest("button, summary, a")) return;
  const action = meaning(key, { rightToLeft, letters: letters.checked, shift: shiftKey });
  if (action === "") return;
  event.preventDefault();
  if (action === "digit") {
    typed += key;
    if (typed.length === 1) choices()[Number(key) - 1]?.click();
    return;
  }
  if (key !== "Enter") typed = "";
  actions[action]();
  typed = "";
};

const begin = () => {
  root.classList.add("js");
  root.classList.toggle("desk", isDesk);
  addEventListener("keydown", press);
  addEventListener("hashchange", () => {
    const at = inAddress();
    if (at >= 0 && at !== place.at) move(goTo(stops, place, at));
  });
  all("[data-do]").forEach((button) => button.addEventListener("click", () => actions[button.dataset.do ?? ""]()));
  all(".choices details").forEach((each) => each.addEventListener("toggle", () => {
    fitAll();
    told();
  }));
  addEventListener("resize", fitAll);
  onSwipe(rightToLeft ? actions.back : actions.next, rightToLeft ? actions.next : actions.back);
  listen((heard) => {
    hears = true;
    if (heard.at !== place.at) move(goTo(stops, place, heard.at));
    black = heard.black;
    if (isDesk) hearOfRoom(heard.room);
    all(".choices details", slides[place.at]).forEach((each, at) => each.toggleAttribute("open", heard.open.includes(at)));
    draw();
    hears = false;
    last = JSON.stringify(shown());
  }, shown, step);
  if (!isDesk) {
    listenToRoom(() => {
      draw();
      told();
    }, () => stops[place.at].id, () => move(onward(stops, place)));
  }
  if (isDesk) startTimer();
  draw();
};

begin();
