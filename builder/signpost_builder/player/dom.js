// Finding and making elements.

export const one = (selector, root = document) => root.querySelector(selector);

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** A new element: `make("p.hint", "Text", child)`. */
export const make = (name, ...children) => {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  element.className = classes.join(" ");
  element.append(...children);
  return element;
};

/** A button whose clicks go to the action `verb` (actions.js). */
export const makeButton = (verb, label, classes = "") => {
  const button = make("button.button" + classes, label);
  button.type = "button";
  button.dataset.do = verb;
  return button;
};

/** Moves the keyboard to an element that need not be a control; the browser scrolls to it. */
export const focusOn = (element) => {
  if (!element.matches("a[href], button, input, select, summary")) element.tabIndex = -1;
  element.focus();
};

/** Enter in a field does `act`. Not left to the form: a sandbox without allow-forms refuses even the event. */
export const onEnter = (form, act) => {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    act();
  });
};

/** Has a screen reader say `message`; said again if it is the same as before. */
export const announce = (message) => {
  const live = document.getElementById("live");
  live.textContent = live.textContent === message ? message + "\u00a0" : message;
};
