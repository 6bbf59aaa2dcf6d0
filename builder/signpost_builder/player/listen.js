// Reads the page on screen aloud, with a voice of this device alone: what a voice elsewhere would be sent leaves the device.

import { whenAsked } from "./actions.js";
import { data, text } from "./course-data.js";
import { announce, one } from "./dom.js";
import { currentPage, onPage } from "./pages.js";
import { sentencesOf } from "./sentences.js";
import { createSpeaker } from "./speaker.js";

/** @param {string} tag */
const languageOf = (tag) => tag.split(/[-_]/)[0].toLowerCase();

/** The nearest to the language of the page; Android writes en_GB. */
const voiceHere = () => {
  const voices = speechSynthesis.getVoices().filter(
    ({ localService, lang }) => localService && languageOf(lang) === languageOf(data.language),
  );
  return voices.find(({ lang }) => lang.replace("_", "-") === data.language) ?? voices[0];
};

export const prepareListen = () => {
  const box = one(".listen");
  if (!box || !globalThis.speechSynthesis) return;
  const button = one("[data-do=listen]", box);
  const more = one("span", box);
  const rate = one("select", box);
  /** @type {ReturnType<typeof sentencesOf>} */
  let sentences = [];
  let marked = /** @type {Element | undefined} */ (undefined);

  /** @param {number} at */
  const mark = (at) => {
    const { element, ranges = [] } = sentences[at] ?? {};
    marked?.classList.remove("heard");
    marked = element;
    CSS.highlights?.set("heard", new Highlight(...ranges));
    marked?.classList.toggle("heard", !ranges[0] || !CSS.highlights);
    marked?.scrollIntoView({ block: "nearest" });
    return !marked?.closest("[hidden]");
  };

  /** @param {"listen" | "listen-pause" | "listen-on"} state what the button does next */
  const show = (state) => {
    box.dataset.state = state;
    button.textContent = text(state);
    more.hidden = state === "listen";
    box.hidden = !voiceHere();
  };
  const speaker = createSpeaker({
    page: window,
    mark,
    ended(failed) {
      if (failed) announce(text("listen-failed"));
      show("listen");
    },
  });
  const how = () => ({ voice: voiceHere(), rate: +rate.value });
  const stop = () => {
    if (!more.hidden) speaker.hush();
    show("listen");
  };

  whenAsked("listen", () => {
    const { state } = box.dataset;
    show(state === "listen-pause" ? "listen-on" : "listen-pause");
    if (state === "listen-pause") speaker.hush();
    else if (state === "listen-on") speaker.goOn(how());
    else {
      sentences = sentencesOf(currentPage());
      speaker.begin(sentences.map(({ said }) => said), how());
    }
  });
  whenAsked("listen-stop", () => {
    stop();
    button.focus();
  });
  rate.addEventListener("change", () => {
    if (box.dataset.state === "listen-pause") {
      speaker.hush();
      speaker.goOn(how());
    }
  });
  // Whatever else is pressed comes first: leaving, help, another page, an answer. Before it does anything.
  document.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest("a, button") && !box.contains(/** @type {Element} */ (target))) stop();
  }, true);
  document.addEventListener("visibilitychange", stop);
  addEventListener("pagehide", stop);
  onPage(stop);
  speechSynthesis.onvoiceschanged = () => more.hidden && show("listen");
  show("listen");
};
