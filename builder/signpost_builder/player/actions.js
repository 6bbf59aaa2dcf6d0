// Every control that does something says so in `data-do`; one listener finds what to call.

/** @type {Record<string, (control: HTMLElement) => unknown>} */
const acts = {};

/**
 * `act(control)` is called on a click; when it answers true the browser follows the link as well.
 *
 * @param {string} verb
 * @param {(control: HTMLElement) => unknown} act
 */
export const whenAsked = (verb, act) => {
  acts[verb] = act;
};

document.addEventListener("click", (event) => {
  const control = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-do]"));
  const act = control && acts[control.dataset.do];
  if (act && act(control) !== true) event.preventDefault();
});
