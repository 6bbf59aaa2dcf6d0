// In what is shown of other formats: loads it anew when it has changed, where it is. A browser keeps the address then, which has the slide.

const own = /** @type {HTMLElement} */ (document.querySelector("script[data-page]"));
const KEPT = "signpost.preview.anew";
/** @type {{now: string, y: number}} */
const { now: before, y } = JSON.parse(sessionStorage.getItem(KEPT) ?? '{ "now": "", "y": 0 }');

addEventListener("message", ({ source, data }) => {
  const now = data.page?.now;
  if (source !== parent || !now || now === own.dataset.page || now === before) return; // once for each version, whatever comes
  sessionStorage.setItem(KEPT, JSON.stringify({ now, y: scrollY }));
  location.reload();
});
if (before === own.dataset.page) scrollTo(0, y);
parent.postMessage({ ready: true }, "*");
