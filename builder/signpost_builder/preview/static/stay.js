// In what is shown of other formats: loads it anew when it has changed. A browser keeps the place then: the slide, and how far one has read.

const own = /** @type {HTMLElement} */ (document.querySelector("script[data-page]"));
const KEPT = "signpost.preview.anew";

addEventListener("message", ({ source, data }) => {
  const now = data.page?.now;
  if (source !== parent || !now || now === own.dataset.page || now === sessionStorage.getItem(KEPT)) return;
  sessionStorage.setItem(KEPT, now); // once for each version, whatever comes
  location.reload();
});
parent.postMessage({ ready: true }, "*");
