// The selects: what there is to choose from, and what is chosen. It stands behind "#" in the address, so a reload keeps it.

const form = document.querySelector(".choices");

const option = ([value, title]) => Object.assign(new Option(title, value));

const SHOWN_HERE = [["page", "Page"], ["scorm12", "In a platform, SCORM 1.2"], ["scorm2004", "In a platform, SCORM 2004"]];

/** @param {any} state */
const optionsOf = ({ courses, audiences = [], sites = [], languages = [], views = [] }) => ({
  course: courses.map((id) => [id, id]),
  audience: audiences,
  site: [["-", "General edition"], ...sites],
  language: languages.map((code) => [code, code]),
  kind: [...SHOWN_HERE, ...views.map(([name, title, missing]) => [name, missing ? `${title}: needs the extra '${missing}'` : title, missing])],
});

const remembered = () => new URLSearchParams(location.hash.slice(1));

/** Fills the selects; what was chosen stays, as far as it is still there. */
export const offer = (state) => {
  const before = chosen();
  for (const [name, options] of Object.entries(optionsOf(state))) {
    const select = form.elements[name];
    const wanted = select.options.length ? before[name] : remembered().get(name) ?? before[name];
    select.replaceChildren(...options.map(option));
    options.forEach(([, , missing], place) => (select.options[place].disabled = Boolean(missing)));
    select.value = options.some(([value]) => value === wanted) ? wanted : options[0]?.[0] ?? "";
    select.parentElement.hidden = options.length < 2;
  }
  form.elements.course.value = state.course;
};

export const chosen = () => Object.fromEntries(new FormData(form));

/** The part of an address that names the edition. */
export const edition = () => {
  const { course, audience, site, language } = chosen();
  return [course, audience, site, language].map(encodeURIComponent).join("/");
};

/** @param {(name: string) => void} listener */
export const onChoice = (listener) => {
  for (const name of ["width", "height", "look"]) form.elements[name].value = remembered().get(name) ?? "";
  form.addEventListener("change", (event) => {
    history.replaceState(null, "", "#" + new URLSearchParams(chosen()));
    listener(event.target.name);
  });
};

/** Chooses a format as if by hand. */
export const choose = (name, value) => {
  form.elements[name].value = value;
  form.elements[name].dispatchEvent(new Event("change", { bubbles: true }));
};
