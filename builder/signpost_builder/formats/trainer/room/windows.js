/** The slides' window, where there is one: it tells which slide is shown, and is told what the room may see. */

/** @type {Window | null} */
let slides = window.opener;

/** @typedef {{ at: (slide: string) => void, next: (slide: string) => void }} Heard */

/** @type {(said: import("./room-window.js").FromRoom | "hello" | "next") => void} */
export const tellSlides = (said) => slides?.postMessage({ signpostRoom: said }, "*");

/** @type {(heard: Heard) => void} */
export const listenToSlides = (heard) => {
  addEventListener("message", ({ data, source }) => {
    const said = data?.signpostRoom;
    if (!said || source !== slides) return;
    if (typeof said.at === "string") heard.at(said.at);
    if (typeof said.next === "string") heard.next(said.next);
  });
  tellSlides("hello");
};

/** @type {() => boolean} Whether there is a window of slides now; the one that opened this page is not opened again. */
export const openSlides = () => {
  if (slides === null || slides.closed) slides = window.open("slides.html", "signpost-slides");
  else slides.focus();
  return slides !== null;
};
