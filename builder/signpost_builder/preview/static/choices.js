// The selects: what there is to choose from, and what is chosen. It stands behind "#" in the address, so a reload keeps it.

const form = /** @type {HTMLFormElement} */ (document.querySelector(".choices"));

/** @param {string} name */
const select = (name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));

/** @param {Choosable} choice */
const option = ([value, title, missing]) => Object.assign(new Option(title, value), { disabled: Boolean(missing) });

/** @type {Choosable[]} */
const SHOWN_HERE = [["page", "Page"], ["scorm12", "SCORM 1.2, played"], ["scorm2004", "SCORM 2004, played"]];

/**
 * @param {PreviewState} state
 * @returns {Record<string, Choosable[]>}
 */
const optionsOf = ({ courses, audiences = [], sites = [], languages = [], views = [] }) => ({
  course: courses.map((id) => [id, id]),
  audience: audiences,
  site: [["-", "General edition"], ...sites],
  language: languages.map((code) => [code, code]),
  kind: [...SHOWN_HERE, ...views.map(([name, title, missing]) => /** @type {Choosable} */ ([name, missing ? `${title}: needs the extra '${missing}'` : title, missing]))],
});

const remembered = () => new URLSearchParams(location.hash.slice(1));

/**
 * Fills the selects; what was chosen stays, as far as it is still there.
 *
 * @param {PreviewState} state
 */
export const offer = (state) => {
  const before = chosen();
  for (const [name, options] of Object.entries(optionsOf(state))) {
    const chooser = select(name);
    const text = JSON.stringify(options);
    if (chooser.dataset.options === text) continue; // an open list stays open
    chooser.dataset.options = text;
    const wanted = (chooser.options.length ? null : remembered().get(name)) ?? before[name];
    chooser.replaceChildren(...options.map(option));
    chooser.value = options.some(([value]) => value === wanted) ? wanted : options[0]?.[0] ?? "";
    if (chooser.parentElement) chooser.parentElement.hidden = options.length < 2;
  }
  select("course").value = state.course;
};

/** What is chosen, by the name of its select. @returns {Record<string, string>} */
export const chosen = () => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));

/** The part of an address that names the edition. */
export const edition = () => {
  const { course, audience, site, language } = chosen();
  return [course, audience, site, language].map(encodeURIComponent).join("/");
};

/** @param {(name: string) => void} listener */
export const onChoice = (listener) => {
  for (const name of ["width", "height", "look"]) select(name).value = remembered().get(name) ?? "";
  form.addEventListener("change", (event) => {
    history.replaceState(null, "", "#" + new URLSearchParams(chosen()));
    listener(/** @type {HTMLSelectElement} */ (event.target).name);
  });
};

/**
 * Chooses as if by hand.
 *
 * @param {string} name
 * @param {string} value
 */
export const choose = (name, value) => {
  select(name).value = value;
  select(name).dispatchEvent(new Event("change", { bubbles: true }));
};
