/** The audience's window and the presenter's tell each other where they are: by postMessage, which files may use too. */

import { isDesk } from "./page.js";

/** @typedef {{ at: number, black: boolean, open: number[], room: import("./room-window.js").FromRoom }} Shown  `open`: which choices are */

/** @type {Window | null} */
let other = isDesk ? window.opener : null;

/** @type {(shown: Shown | "hello" | "step") => void} Files have no origin to name; what is told is a slide's number. "step": the room's turn. */
export const tell = (shown) => other?.postMessage({ signpostSlides: shown }, "*");

/** @type {(apply: (shown: Shown) => void, shown: () => Shown, step: () => void) => void} */
export const listen = (apply, shown, step) => {
  addEventListener("message", ({ data, source }) => {
    if (!data?.signpostSlides || (isDesk && source !== other)) return;
    if (data.signpostSlides === "hello") {
      other = /** @type {Window} */ (source);
      tell(shown());
    } else if (source === other && data.signpostSlides === "step") {
      step();
    } else if (source === other) {
      apply(data.signpostSlides);
    }
  });
  if (isDesk) tell("hello");
};

/** @type {() => boolean} Whether there is a presenter's window now; a browser may refuse to open one. */
export const openOther = () => {
  const address = new URL(location.href);
  address.hash = "";
  address.search = "?presenter";
  other = window.open(address.href, "signpost-presenter", "popup,width=1200,height=800");
  return other !== null;
};
