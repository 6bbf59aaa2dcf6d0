// The page around the course: hears what is so now, and shows it.

import { meant, one } from "./dom.js";
import { choose, chosen, offer, onChoice } from "./choices.js";
import { follow, frameAddress, load, onMessage, resize, say, sayLook } from "./frame-box.js";
import { tell } from "./findings.js";
import { heard, showPlatform } from "./panel.js";
import { showReview } from "./review.js";

const status = one("#status");
const panel = one("#panel");
const edit = one("#edit");
const body = one(".body", panel);
/** @type {PreviewState} */
let state = { course: new URLSearchParams(location.hash.slice(1)).get("course") ?? document.body.dataset.course ?? "", courses: [], version: 0, good: false, findings: [] };
let version = 0;
let open = "";
let at = "";
let heardFrame = ""; // what the server knows of the frame
/** @type {EventSource} */
let events;

const narrow = matchMedia("(max-width: 48em)"); // where the panel stands below the course

const inPlatform = () => chosen().kind.startsWith("scorm");

const words = () => {
  if (!state.version) return "The course cannot be shown yet: see what is wrong.";
  return state.good ? `${state.title}: as it is in the files` : `${state.title}: the last version without errors`;
};

const showPlace = () => {
  const place = state.pages?.[at] ?? (state.version && at ? [`course/${state.course}/course.yaml`, 1] : null);
  edit.hidden = !place;
  if (!place) return;
  Object.assign(edit.dataset, { path: place[0], line: place[1], column: 1 });
  edit.textContent = `Open ${place[0]}:${place[1]} in the editor`;
};

const showPanel = () => {
  panel.hidden = !open;
  for (const name of ["platform", "review"]) one(`[data-panel=${name}]`).setAttribute("aria-expanded", String(name === open));
  one("h2", panel).textContent = open === "review" ? "Review" : "Platform";
  if (open === "review") showReview(body);
  if (open === "platform") showPlatform(body, () => say({ relaunch: true }));
  if (open && narrow.matches) panel.scrollIntoView();
};

/** What stands around the page, and then whatever another choice asks for. */
const showState = () => {
  const isNews = state.version !== version;
  version = state.version;
  offer(state);
  tell(state);
  status.textContent = words();
  document.title = `${state.good ? "" : "⚠ "}${state.title ?? state.course} · Preview`;
  one("#survey").hidden = !state.survey;
  showPlace();
  if (isNews && open === "review") showReview(body);
  if (!version) return;
  load();
  if (heardFrame !== frameAddress()) connect();
};

/** The page comes first: it is what the author waits for. @param {MessageEvent} event */
const hear = (event) => {
  state = JSON.parse(event.data);
  document.body.classList.remove("gone");
  if (state.page) follow(state.page);
  setTimeout(showState); // the frame is of another origin and of the same thread
};

const WAITING = "No answer from the preview. If it has ended, start it again: it opens a page of its own.";
const ENDED = "This preview has ended. Start it again: it opens a page of its own.";

const connect = () => {
  events?.close();
  heardFrame = version ? frameAddress() : "";
  events = new EventSource(`events/${heardFrame || encodeURIComponent(chosen().course || state.course)}`);
  events.onmessage = hear;
  events.onerror = () => {
    status.textContent = events.readyState === EventSource.CLOSED ? ENDED : WAITING;
    document.body.classList.add("gone");
  };
};

const listen = () => {
  version = 0;
  connect();
};

// A browser opens six connections to a server and no more. So a page that nobody sees gives its own up, and asks again when it is seen.
document.addEventListener("visibilitychange", () => (document.hidden ? events.close() : connect()));

onChoice((name) => {
  if (name === "course") listen();
  else if (name === "look") sayLook();
  else if (name === "width" || name === "height") resize();
  else {
    load();
    connect();
  }
  if (open === "platform" && !inPlatform()) open = "";
  if (open || name === "kind") showPanel();
});

onMessage((message) => {
  if (typeof message.at === "string") {
    at = message.at;
    showPlace();
  }
  if (message.ready) sayLook();
  if (message.took) document.body.dataset.took = message.took;
  heard(message);
});

document.addEventListener("click", (event) => {
  const name = meant(event, "[data-panel]")?.dataset.panel;
  if (name) {
    open = open === name ? "" : name;
    if (open === "platform" && !inPlatform()) choose("kind", "scorm12");
    showPanel();
  }
  if (open && meant(event, "[data-close]")) {
    const button = one(`[data-panel="${open}"]`);
    open = "";
    showPanel();
    button.focus();
  }
});

resize();
listen();
