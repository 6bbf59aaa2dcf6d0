// Finding and making elements.

/** The element around everything: its classes and data say to the styles what state the page is in. */
export const html = document.documentElement;

/**
 * The first of that kind; null where there is none. The type says that there is one: whoever may find none writes `?.`.
 *
 * @template {string} Selector
 * @param {Selector} selector
 * @param {ParentNode | null} [root]
 * @returns {ElementOf<Selector>}
 */
export const one = (selector, root) => /** @type {any} */ ((root ?? document).querySelector(selector));

/**
 * The element of that id; null where there is none, which the type leaves out as with `one`.
 *
 * @param {string} id
 */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @template {string} Selector
 * @param {Selector} selector
 * @param {ParentNode | null} [root]
 * @returns {ElementOf<Selector>[]}
 */
export const all = (selector, root) => /** @type {any[]} */ ([...(root ?? document).querySelectorAll(selector)]);

/**
 * A new element: `make("p.hint", "Text", child)`.
 *
 * @template {string} Name
 * @param {Name} name
 * @param {...(Node | string)} children
 * @returns {ElementOf<Name>}
 */
export const make = (name, ...children) => {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  element.className = classes.join(" ");
  element.append(...children);
  return /** @type {any} */ (element);
};

/**
 * A link to a page, or to a place on one.
 *
 * @param {string} id
 * @param {string} label
 * @param {string} [classes]
 */
export const makeLink = (id, label, classes = "") => {
  const link = make(/** @type {"a.button"} */ ("a" + classes), label);
  link.href = "#" + id;
  return link;
};

/**
 * A button whose clicks go to the action `verb` (actions.js).
 *
 * @param {string} verb
 * @param {string} label
 * @param {string} [classes]
 */
export const makeButton = (verb, label, classes = "") => {
  const button = make(/** @type {"button.button"} */ ("button.button" + classes), label);
  button.type = "button";
  button.dataset.do = verb;
  return button;
};

/**
 * Moves the keyboard to an element that need not be a control; the browser scrolls to it.
 *
 * @param {HTMLElement} element
 */
export const focusOn = (element) => {
  if (!element.matches("a[href], button, input, select, summary")) element.tabIndex = -1;
  element.focus();
};

/**
 * Enter in a field does `act`. Not left to the form: a sandbox without allow-forms refuses even the event.
 *
 * @param {HTMLElement} form
 * @param {() => void} act
 */
export const onEnter = (form, act) => {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(/** @type {Element} */ (event.target).matches("input"))) return;
    event.preventDefault();
    act();
  });
};

/**
 * Has a screen reader say `message`; said again if it is the same as before.
 *
 * @param {string} message
 */
export const announce = (message) => {
  const live = byId("live");
  live.textContent = message && live.textContent === message ? message + "\u00a0" : message;
};
